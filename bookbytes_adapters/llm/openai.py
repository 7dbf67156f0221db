"""Summaries by a language model behind OpenAI's protocol."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

from bookbytes_adapters.llm import openai_prompt
from bookbytes_adapters.llm.openai_answer import SCHEMA, SCHEMA_NAME, VALIDATOR_VERSION, read_answer
from bookbytes_core.domain.book_text import BlockKind, Paragraph
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.domain.words import measure_words
from bookbytes_core.ports.llm import BookQuestion, LanguageModel, Question, SummaryDraft, SummaryRequest

_TOKENS_TO_THINK = 4_000
_TOKENS_TO_SPARE = 500
_MODELS_THAT_DO_NOT_THINK = ("gpt-3.5", "gpt-4")
_TOKENS_A_WORD = 8
_WORDS_IN_A_LIST = 600
"""Room for an answer: a word is one to three tokens, its share of the ids and of the JSON as much again."""


class ChatServer(Protocol):
    """The server as this adapter sees it: ``chat`` gives the body of the answer and raises the core's errors."""

    address: str

    async def chat(
        self, *, model: str, system: str, user: str, schema_name: str, schema: Mapping[str, object], most_tokens: int
    ) -> bytes: ...


class OpenAiSummariser(LanguageModel):
    """One call a chapter: the chapter's paragraphs go out as they are, and only they.

    A chapter no longer than what is asked for is spoken whole, sentence by sentence, and the server is not asked.

    Raises ``Rejected``: ``summary_refused``, ``summary_cut_off``, ``summary_empty``, ``summary_invalid``,
    ``summary_too_long`` and what the server raises.
    """

    def __init__(self, server: ChatServer, model: str) -> None:
        self._server = server
        self._model = model

    @property
    def provider(self) -> Provider:
        version = f"prompt {openai_prompt.VERSION}; validator {VALIDATOR_VERSION}; {self._server.address}"
        return Provider(name="openai", model=self._model, version=version, free=False)

    def most_tokens(self, request: Question) -> int:
        thinks = not self._model.startswith(_MODELS_THAT_DO_NOT_THINK)
        words = _WORDS_IN_A_LIST if isinstance(request, BookQuestion) else request.target_words
        return (_TOKENS_TO_THINK if thinks else _TOKENS_TO_SPARE) + _TOKENS_A_WORD * words

    def charges(self, request: SummaryRequest) -> bool:
        return sum(measure_words(paragraph.text) for paragraph in _spoken(request)) > request.target_words

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        if not self.charges(request):
            return SummaryDraft(await asyncio.to_thread(_whole, request), Usage())
        answer = await self._server.chat(
            model=self._model,
            system=openai_prompt.system_message(request.target_words, request.language),
            user="\n".join(f"[{paragraph.id}] {' '.join(paragraph.text.split())}" for paragraph in request.paragraphs),
            schema_name=SCHEMA_NAME,
            schema=SCHEMA,
            most_tokens=self.most_tokens(request),
        )
        known = frozenset(paragraph.id for paragraph in request.paragraphs)
        return read_answer(answer, known, request.target_words)


def _spoken(request: SummaryRequest) -> list[Paragraph]:
    return [paragraph for paragraph in request.paragraphs if paragraph.kind is not BlockKind.HEADING]


def _whole(request: SummaryRequest) -> tuple[DraftSentence, ...]:
    from bookbytes_adapters.llm.sentences import split_sentences

    return tuple(
        DraftSentence(sentence, (paragraph.id,))
        for paragraph in _spoken(request)
        for sentence in split_sentences(paragraph.text, request.language)
    )
