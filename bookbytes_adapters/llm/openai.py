"""Summaries by a language model behind OpenAI's protocol."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

from bookbytes_adapters.llm import openai_prompt
from bookbytes_adapters.llm.openai_answer import SCHEMA, SCHEMA_NAME, VALIDATOR_VERSION, Expected, read_summary
from bookbytes_adapters.llm.openai_chapters import LIST_NAME, LIST_SCHEMA, read_chapters
from bookbytes_adapters.llm.openai_reply import Reply, read_reply
from bookbytes_core.domain.book_text import BlockKind, Paragraph
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.domain.words import measure_words
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.llm import (
    BookQuestion,
    ChapterQuestion,
    LanguageModel,
    Question,
    RecalledChapters,
    SummaryDraft,
    SummaryRequest,
)

_TOKENS_TO_THINK = 4_000
_TOKENS_TO_SPARE = 500
_MODELS_THAT_DO_NOT_THINK = ("gpt-3.5", "gpt-4")
_TOKENS_A_WORD = 8
_WORDS_IN_A_LIST = 600
"""Room for an answer: a word is one to three tokens, its share of the ids and of the JSON as much again."""
_TOKENS_OF_A_LIST = 8_000
"""Room for some 300 titles."""
_SHARE_OF_CONTEXT = 3
"""An answer takes a third of the context at most: the rest is the text's."""


class ChatServer(Protocol):
    """The server as this adapter sees it: ``chat`` gives the body of the answer and raises the core's errors."""

    address: str

    async def chat(
        self, *, model: str, system: str, user: str, schema_name: str, schema: Mapping[str, object], most_tokens: int
    ) -> bytes: ...

    def limit_ignored(self, model: str) -> None: ...


class OpenAiSummariser(LanguageModel):
    """One call a request: its paragraphs go out as they are, and only they.

    A chapter no longer than what is asked for is spoken whole, sentence by sentence, and the server is not asked.
    ``context_tokens`` is how much the model takes, question and answer together.

    Raises ``Rejected``: ``summary_refused``, ``summary_cut_off``, ``summary_empty``, ``summary_invalid``,
    ``summary_too_long``, ``summary_wrong_language`` and what the server raises.
    """

    def __init__(self, server: ChatServer, model: str, context_tokens: int = 32_000) -> None:
        self._server = server
        self._model = model
        self._context_tokens = context_tokens

    @property
    def provider(self) -> Provider:
        version = f"prompt {openai_prompt.VERSION}; validator {VALIDATOR_VERSION}; {self._server.address}"
        return Provider(name="openai", model=self._model, version=version, free=False)

    @property
    def remembers(self) -> bool:
        return True

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def most_tokens(self, request: Question) -> int:
        thoughts = _TOKENS_TO_SPARE if self._model.startswith(_MODELS_THAT_DO_NOT_THINK) else _TOKENS_TO_THINK
        room = _TOKENS_OF_A_LIST if isinstance(request, BookQuestion) else _TOKENS_A_WORD * request.target_words
        return min(thoughts + room, self.context_tokens // _SHARE_OF_CONTEXT)

    def charges(self, request: SummaryRequest) -> bool:
        return sum(measure_words(paragraph.text) for paragraph in _spoken(request)) > request.target_words

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        if not self.charges(request):
            return SummaryDraft(await asyncio.to_thread(_whole, request), Usage())
        reply = await self._asked(openai_prompt.summary_messages(request), SCHEMA_NAME, self.most_tokens(request))
        known = frozenset(paragraph.id for paragraph in request.paragraphs)
        expected = Expected(request.title, request.language, request.target_words, known)
        return await asyncio.to_thread(read_summary, reply, expected)

    async def recall_chapters(self, question: BookQuestion) -> RecalledChapters:
        messages = openai_prompt.chapter_list_messages(question)
        return await asyncio.to_thread(
            read_chapters, await self._asked(messages, LIST_NAME, self.most_tokens(question))
        )

    async def recall_chapter(self, question: ChapterQuestion) -> SummaryDraft:
        reply = await self._asked(openai_prompt.recall_messages(question), SCHEMA_NAME, self.most_tokens(question))
        expected = Expected(question.title, question.book.language, question.target_words, None)
        return await asyncio.to_thread(read_summary, reply, expected)

    async def _asked(self, messages: tuple[str, str], schema_name: str, most_tokens: int) -> Reply:
        system, user = messages
        body = await self._server.chat(
            model=self._model,
            system=system,
            user=user,
            schema_name=schema_name,
            schema=LIST_SCHEMA if schema_name == LIST_NAME else SCHEMA,
            most_tokens=most_tokens,
        )
        written = 0
        try:
            reply = read_reply(body)
            written = reply.usage.output_units
        except Rejected as no:
            written = no.output_units
            raise
        finally:
            if written > most_tokens:
                self._server.limit_ignored(self._model)
        return reply


def _spoken(request: SummaryRequest) -> list[Paragraph]:
    return [paragraph for paragraph in request.paragraphs if paragraph.kind is not BlockKind.HEADING]


def _whole(request: SummaryRequest) -> tuple[DraftSentence, ...]:
    from bookbytes_adapters.llm.sentences import split_sentences

    return tuple(
        DraftSentence(sentence, (paragraph.id,))
        for paragraph in _spoken(request)
        for sentence in split_sentences(paragraph.text, request.language)
    )
