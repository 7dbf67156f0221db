"""An audio book, its chapters, and what may become of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from bookbytes_core.domain.order import Options, Recipe
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.domain.summary import Summary
from bookbytes_core.domain.tier import Tier


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something did not work: a code for programs, a sentence for people."""

    code: str
    message: str


AUDIO_MISSING = Failure(
    "audio_missing", "Its audio is gone from the store: order the book again, and what is missing is made anew."
)
AUDIO_DAMAGED = Failure(
    "audio_damaged", "Its audio was damaged in the store: order the book again, and what is damaged is made anew."
)
LOST_AUDIO = frozenset({AUDIO_MISSING.code, AUDIO_DAMAGED.code})
"""Codes of chapters that were finished and lost what was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioBook:
    """``text_key`` is where its text is stored, "" until a model has told which chapters it remembers.

    ``version`` counts remakes of one order; ``generation`` those that were to find nothing made before; ``revision``
    counts writes of this row (a stale write is a ``Conflict``)."""

    id: UUID
    edition_id: UUID
    owner_id: UUID
    order_key: str
    options: Options
    recipe: Recipe
    tier: Tier = Tier.TEXT
    version: int = 1
    generation: int = 0
    status: Status = Status.PENDING
    text_key: str
    error: Failure | None = None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    revision: int = 0

    def moved(self, status: Status, at: datetime, error: Failure | None = None) -> "AudioBook":
        return replace(self, status=status, error=error, updated_at=at)

    def costing(self, max_cost_usd: Decimal | None) -> "AudioBook":
        """With another cap on what it may cost; None leaves the one it has. Raises ``InvalidInput``."""
        if max_cost_usd is None:
            return self
        return replace(self, options=replace(self.options, max_cost_usd=max_cost_usd))

    def with_text(self, text_key: str, at: datetime) -> "AudioBook":
        return replace(self, text_key=text_key, updated_at=at)

    def deleted(self, at: datetime) -> "AudioBook":
        return replace(self, deleted_at=at, updated_at=at)


@dataclass(frozen=True, slots=True)
class SentenceTime:
    """When a summary sentence is heard, in seconds from the start of the chapter's file."""

    start: float
    end: float


Times = tuple[SentenceTime | None, ...]
"""Of a summary's sentences in turn; None for one that is not spoken, because the voice cannot read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """``word_count`` is the summary's, without the spoken opening; ``times`` runs parallel to the summary's
    sentences."""

    id: UUID
    audio_book_id: UUID
    number: int
    title: str
    source_word_count: int
    target_words: int
    status: ChapterStatus = ChapterStatus.PENDING
    error: Failure | None = None
    summary: Summary | None = None
    audio_key: str | None = None
    duration_seconds: float | None = None
    times: Times = ()
    created_at: datetime
    updated_at: datetime

    @property
    def word_count(self) -> int:
        return self.summary.word_count if self.summary else 0

    def summarised(self, summary: Summary, at: datetime) -> "Chapter":
        return replace(self, status=ChapterStatus.PROCESSING, summary=summary, error=None, updated_at=at)

    def completed(self, audio_key: str, duration_seconds: float, times: Times, at: datetime) -> "Chapter":
        return replace(
            self,
            status=ChapterStatus.COMPLETED,
            audio_key=audio_key,
            duration_seconds=duration_seconds,
            times=times,
            error=None,
            updated_at=at,
        )

    def failed(self, error: Failure, at: datetime) -> "Chapter":
        return replace(self, status=ChapterStatus.FAILED, error=error, updated_at=at)

    def without_audio(self, error: Failure, at: datetime) -> "Chapter":
        """A completed chapter whose audio is lost; its summary stays."""
        return replace(self.failed(error, at), audio_key=None, duration_seconds=None, times=())

    def again(self, at: datetime) -> "Chapter":
        """A failed chapter, ready for another try; what was finished of it stays."""
        return replace(self, status=ChapterStatus.PENDING, error=None, updated_at=at)


def outcome(chapters: Sequence[Chapter]) -> tuple[Status, Failure | None]:
    """How the whole stands once every chapter has ended."""
    failed = [chapter for chapter in chapters if chapter.status is ChapterStatus.FAILED]
    if not failed:
        return Status.COMPLETED, None
    first = failed[0].error or Failure("chapter_failed", "A chapter failed.")
    if len(failed) == len(chapters):
        return Status.FAILED, first
    names = ", ".join(str(chapter.number) for chapter in failed)
    return Status.COMPLETED_WITH_ERRORS, Failure("chapters_failed", f"Chapters that failed: {names}. {first.message}")
