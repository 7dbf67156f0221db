"""A summariser that says what the book says."""

import re

from bookbytes_core.domain.book_text import BlockKind, Paragraph
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.domain.words import measure_words
from bookbytes_core.ports.llm import LanguageModel, SummaryDraft, SummaryRequest

ECHO = Provider("echo", "echo", "1", free=True)

_SENTENCE_END = re.compile(r"(?<=[.!?…][\"'”’)])\s+|(?<=[.!?…])\s+|(?<=[。！？])")


class EchoSummariser(LanguageModel):
    """Takes the first sentence of every paragraph, then the second ones and so on, as long as they fit.

    Sentences come back verbatim and in the book's order. ``requests`` holds what was asked. With another ``provider``
    and a ``usage`` it stands for one that costs money, with ``context_tokens`` for one that takes no more at once.
    """

    def __init__(
        self, provider: Provider = ECHO, usage: Usage | None = None, context_tokens: int | None = None
    ) -> None:
        self._provider = provider
        self._usage = usage
        self._context_tokens = context_tokens
        self.requests: list[SummaryRequest] = []

    @property
    def provider(self) -> Provider:
        return self._provider

    @property
    def context_tokens(self) -> int | None:
        return self._context_tokens

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        self.requests.append(request)
        sentences = tuple(DraftSentence(text, (paragraph.id,)) for paragraph, text in _chosen(request))
        read = sum(len(paragraph.text) for paragraph in request.paragraphs)
        written = sum(len(sentence.text) for sentence in sentences)
        return SummaryDraft(sentences, self._usage or Usage(read, written))


def _chosen(request: SummaryRequest) -> list[tuple[Paragraph, str]]:
    candidates = [
        (depth, place, paragraph, text)
        for place, paragraph in enumerate(request.paragraphs)
        if paragraph.kind is not BlockKind.HEADING
        for depth, text in enumerate(_sentences(paragraph.text))
    ]
    left = request.target_words
    chosen: list[tuple[int, int, Paragraph, str]] = []
    for candidate in sorted(candidates, key=lambda candidate: candidate[:2]):
        words = measure_words(candidate[3])
        if words <= left or not chosen:
            chosen.append(candidate)
            left -= words
    in_order = sorted(chosen, key=lambda candidate: (candidate[1], candidate[0]))
    return [(paragraph, text) for _, _, paragraph, text in in_order]


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]
