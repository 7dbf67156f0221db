"""A chapter on its way to a summary: what is known of it, and how its summariser is asked."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bookbytes_core.domain.book_text import ChapterText, Paragraph
from bookbytes_core.domain.grounding import GroundedSummary, ground
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.parts import answers_needed, room_tokens, shown_tokens
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.ports.llm import SummaryRequest, Task
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.repair import repaired
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.vendors import Vendors

LEAST_WORDS = 20
"""Nothing shorter is asked for: it would hardly be a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """``text`` is to be told in ``target_words`` for the audio book of ``context``."""

    vendors: Vendors
    claim: Claim
    tally: Tally
    context: BookContext
    text: ChapterText
    target_words: int

    @property
    def context_tokens(self) -> int | None:
        return self.vendors.summariser.context_tokens

    @property
    def has_budget(self) -> bool:
        """Whether somebody said how long it may be; a free summariser sees to that itself."""
        options = self.context.book.options
        asked = options.minutes is not None or options.words_per_chapter is not None
        return asked and not self.vendors.summariser.provider.free

    def request(self, paragraphs: Sequence[Paragraph], words: int, task: Task) -> SummaryRequest:
        return SummaryRequest(self.text.title, self.context.language, tuple(paragraphs), words, task)

    def is_one_call(self, request: SummaryRequest) -> bool:
        """Whether the request and its answer fit the model's context, or no model has to be asked."""
        model = self.vendors.summariser
        if self.context_tokens is None or not (model.provider.free or model.charges(request)):
            return True
        answers = answers_needed(self.context_tokens, request.target_words)
        return answers == 1 and self.fits(request.paragraphs, request.target_words)

    def fits(self, paragraphs: Iterable[Paragraph], words: int) -> bool:
        room = None if self.context_tokens is None else room_tokens(self.context_tokens, words)
        return room is None or shown_tokens(tuple(paragraphs)) <= room

    async def answer(self, request: SummaryRequest) -> tuple[DraftSentence, ...]:
        """What the summariser says, citing paragraphs of the request alone. One answer that is of no use is repaired.

        Raises ``Rejected``, ``Unavailable`` and what concerns the whole job.
        """
        return await repaired(request, self.first_answer)

    async def first_answer(self, request: SummaryRequest) -> tuple[DraftSentence, ...]:
        """The same without a repair."""
        draft = await self.vendors.summarise(request, claim=self.claim, tally=self.tally)
        return _citing(draft.sentences, {paragraph.id for paragraph in request.paragraphs})

    async def extract(self, request: SummaryRequest) -> tuple[DraftSentence, ...]:
        """Sentences of the request's paragraphs themselves."""
        return (await self.vendors.extract(request)).sentences

    async def judge(self, drafts: Sequence[DraftSentence]) -> GroundedSummary:
        """By the chapter's own paragraphs. Author and title of the book may be named without a source."""
        known = (self.context.title, *self.context.authors)
        return await asyncio.to_thread(ground, drafts, self.text.paragraphs, self.context.language, known=known)


def _citing(drafts: Iterable[DraftSentence], ids: set[str]) -> tuple[DraftSentence, ...]:
    return tuple(replace(draft, sources=tuple(s for s in draft.sources if s in ids)) for draft in drafts)
