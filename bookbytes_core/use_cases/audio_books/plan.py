"""Decide how long each chapter's summary may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from bookbytes_core.domain.audio_book import Chapter
from bookbytes_core.domain.book_text import BookText, ChapterText
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.listening import (
    DEFAULT_FROM_MEMORY,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChapters:
    """One new row a chapter, with its target in measured words.

    Raises ``InvalidInput`` (code ``budget_too_small``).
    """

    vendors: Vendors
    clock: Clock
    new_id: IdFactory

    async def __call__(self, claim: Claim, context: BookContext, text: BookText, tally: Tally) -> tuple[Chapter, ...]:
        targets = await self._targets(claim, context, text, tally)
        return tuple(
            self._chapter(context, chapter, target) for chapter, target in zip(text.chapters, targets, strict=True)
        )

    async def _targets(self, claim: Claim, context: BookContext, text: BookText, tally: Tally) -> tuple[int, ...]:
        options = context.book.options
        if options.minutes is None:
            loads = [_load(context, chapter) for chapter in text.chapters]
            words = options.words_per_chapter
            return _usual_targets(context.book.tier, loads) if words is None else fixed_targets(loads, words)
        rate = await self._rate(claim, context, tally)
        loads = [_load(context, chapter, _fixed_seconds(context, chapter, rate)) for chapter in text.chapters]
        return budget_targets(loads, options.minutes, rate)

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


def _usual_targets(tier: Tier, loads: Sequence[ChapterLoad]) -> tuple[int, ...]:
    """A table of contents is short: it is spoken whole."""
    if tier is Tier.TEXT:
        return default_targets(loads)
    return tuple(load.words if tier is Tier.CONTENTS else DEFAULT_FROM_MEMORY for load in loads)


def _load(context: BookContext, chapter: ChapterText, fixed_seconds: float = 0.0) -> ChapterLoad:
    if context.book.tier is Tier.MEMORY:
        return ChapterLoad.untold(context.language, fixed_seconds)
    return ChapterLoad.of(chapter, fixed_seconds)


def _fixed_seconds(context: BookContext, chapter: ChapterText, rate: SpeakingRate) -> float:
    opening = context.opening(chapter.number, chapter.title)
    spoken = sum(rate.seconds(sentence) for sentence in opening)
    return spoken + PAUSE_AFTER_OPENING + PAUSE_BETWEEN_SEGMENTS + OPENING_EDGES
