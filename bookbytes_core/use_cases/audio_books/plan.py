"""Decide how long each chapter's summary may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from bookbytes_core.domain.audio_book import Chapter
from bookbytes_core.domain.book_text import BookText, ChapterText
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.listening import (
    DEFAULT_FROM_MEMORY,
    USUAL_RATE,
    ChapterLoad,
    SpeakingRate,
    budget_targets,
    calibration_text,
    default_targets,
    fixed_targets,
)
from bookbytes_core.domain.narration import OPENING_EDGES, PAUSE_AFTER_OPENING, PAUSE_BETWEEN_SEGMENTS
from bookbytes_core.domain.tier import Tier
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.tts import SpeechRequest
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.takes import spoken
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.vendors import Vendors

SILENCE_SECONDS = PAUSE_AFTER_OPENING + PAUSE_BETWEEN_SEGMENTS + OPENING_EDGES
"""In the file of a chapter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChapters:
    """One new row a chapter, with its target in measured words.

    Raises ``InvalidInput`` (code ``budget_too_small``).
    """

    vendors: Vendors
    clock: Clock
    new_id: IdFactory

    async def __call__(self, claim: Claim, context: BookContext, text: BookText, tally: Tally) -> tuple[Chapter, ...]:
        has_budget = context.book.options.minutes is not None
        rate = await self._rate(claim, context, tally) if has_budget else USUAL_RATE
        planned = zip(text.chapters, targets(context, text, rate), strict=True)
        return tuple(self._chapter(context, chapter, target) for chapter, target in planned)

    async def _rate(self, claim: Claim, context: BookContext, tally: Tally) -> SpeakingRate:
        """How fast this voice speaks: measured once on a fixed text, then found in the store."""
        sentences = calibration_text(context.language)
        request = SpeechRequest(sentences, context.language, context.voice)
        speech = await spoken(self.vendors, request, claim=claim, tally=tally)
        return SpeakingRate.measured(sentences, speech.sentence_ends, speech.duration_seconds)

    def _chapter(self, context: BookContext, text: ChapterText, target: int) -> Chapter:
        now = self.clock.now()
        return Chapter(
            id=self.new_id(),
            audio_book_id=context.book.id,
            number=text.number,
            title=text.title,
            source_word_count=text.word_count,
            target_words=target,
            created_at=now,
            updated_at=now,
        )


def targets(context: BookContext, text: BookText, rate: SpeakingRate) -> tuple[int, ...]:
    """How many measured words each chapter is to be told in. ``rate`` is only looked at for a listening budget.

    Raises ``InvalidInput`` (code ``budget_too_small``).
    """
    options = context.book.options
    if options.minutes is None:
        loads = [_load(context, chapter) for chapter in text.chapters]
        words = options.words_per_chapter
        return _usual_targets(context.book.tier, loads) if words is None else fixed_targets(loads, words)
    loads = [_load(context, chapter, _spare_seconds(context, chapter, rate)) for chapter in text.chapters]
    return budget_targets(loads, options.minutes, rate)


def _usual_targets(tier: Tier, loads: Sequence[ChapterLoad]) -> tuple[int, ...]:
    """A table of contents is short: it is spoken whole."""
    if tier is Tier.TEXT:
        return default_targets(loads)
    return tuple(load.words if tier is Tier.CONTENTS else DEFAULT_FROM_MEMORY for load in loads)


def _load(context: BookContext, chapter: ChapterText, fixed_seconds: float = 0.0) -> ChapterLoad:
    if context.book.tier is Tier.MEMORY:
        return ChapterLoad.untold(context.language, fixed_seconds)
    return ChapterLoad.of(chapter, fixed_seconds)


def _spare_seconds(context: BookContext, chapter: ChapterText, rate: SpeakingRate) -> float:
    """What of the chapter's file is not its summary: what is said before it, and silence."""
    opening = context.opening(chapter.number, chapter.title)
    spoken = sum(rate.seconds(sentence) for sentence in opening)
    return spoken + SILENCE_SECONDS
