"""What faces show: read-only views, each one short look at the store outside any unit of work."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Protocol, Self
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.job import JobView
from bookbytes_core.domain.page import Page, PageRequest
from bookbytes_core.domain.status import Status
from bookbytes_core.domain.tier import Tier
from bookbytes_core.domain.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class BookView:
    """An audio book with its edition and work: what the API calls a book. ``cost_usd`` is US dollars."""

    audio_book: AudioBook
    edition: Edition
    work: Work
    job: JobView | None
    chapters: int
    chapters_done: int
    duration_seconds: float
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter and what its book is made from."""

    chapter: Chapter
    tier: Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterPage(Page[Chapter]):
    """Chapters of one book and what that is made from."""

    tier: Tier

    @classmethod
    def of(cls, page: Page[Chapter], tier: Tier) -> Self:
        return cls(**{each.name: getattr(page, each.name) for each in fields(page)}, tier=tier)


class BookReader(Protocol):
    """Audio books as their owner sees them; another's, or a deleted one, is ``NotFound``."""

    @abstractmethod
    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        """Newest first."""
        ...

    @abstractmethod
    async def get(self, book_id: UUID, owner_id: UUID) -> BookView: ...

    @abstractmethod
    async def chapters(self, book_id: UUID, owner_id: UUID, request: PageRequest) -> ChapterPage: ...

    @abstractmethod
    async def chapter(self, chapter_id: UUID, owner_id: UUID) -> ChapterView: ...


class JobReader(Protocol):
    """Jobs as their owner sees them; another's is ``NotFound``."""

    @abstractmethod
    async def page(self, owner_id: UUID, request: PageRequest, statuses: Sequence[Status] = ()) -> Page[JobView]:
        """Newest first."""
        ...

    @abstractmethod
    async def get(self, job_id: UUID, owner_id: UUID) -> JobView: ...

    @abstractmethod
    async def find_all(self, job_ids: Collection[UUID]) -> tuple[JobView, ...]:
        """Those that are there, whoever owns them and in no particular order, in one look: for whoever has asked for
        each of them by ``get`` and goes on looking."""
        ...
