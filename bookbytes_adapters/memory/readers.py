"""What faces show, from the last committed state."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from bookbytes_adapters.memory.store import MemoryStore, State
from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.cost import CallKind, CallState
from bookbytes_core.domain.job import Job, JobView, progress
from bookbytes_core.domain.page import MAX_COUNTED, Page, PageRequest, Part, cursor, cursor_parts
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.readers import BookReader, BookView, ChapterPage, ChapterView, JobReader

T = TypeVar("T")
V = TypeVar("V")

_ENDED = (ChapterStatus.COMPLETED, ChapterStatus.FAILED)


class MemoryBookReader(BookReader):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        state = self._store.state
        theirs = (book for book in state.audio_books.values() if book.owner_id == owner_id and book.deleted_at is None)
        newest = sorted(theirs, key=lambda book: (book.created_at, book.id), reverse=True)
        found = _page(newest, request, (datetime, UUID), lambda book: (book.created_at, book.id))
        return _shown(found, lambda book: _book_view(state, book))

    async def get(self, book_id: UUID, owner_id: UUID) -> BookView:
        return _book_view(self._store.state, self._book(book_id, owner_id))

    async def chapters(self, book_id: UUID, owner_id: UUID, request: PageRequest) -> ChapterPage:
        book = self._book(book_id, owner_id)
        ordered = sorted(_chapters(self._store.state, book.id), key=lambda chapter: chapter.number)
        found = _page(ordered, request, (int,), lambda chapter: (chapter.number,), rising=True)
        return ChapterPage.of(found, book.tier)

    async def chapter(self, chapter_id: UUID, owner_id: UUID) -> ChapterView:
        state = self._store.state
        chapter = state.chapters.get(chapter_id)
        book = state.audio_books[chapter.audio_book_id] if chapter else None
        if chapter is None or book is None or book.owner_id != owner_id or book.deleted_at is not None:
            raise NotFound("There is no such chapter.", code="chapter_not_found")
        return ChapterView(chapter, book.tier)

    def _book(self, book_id: UUID, owner_id: UUID) -> AudioBook:
        book = self._store.state.audio_books.get(book_id)
        if book is None or book.owner_id != owner_id or book.deleted_at is not None:
            raise NotFound("There is no such book.", code="book_not_found")
        return book


class MemoryJobReader(JobReader):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def page(self, owner_id: UUID, request: PageRequest, statuses: Sequence[Status] = ()) -> Page[JobView]:
        state = self._store.state
        jobs = (stored.job for stored in state.jobs.values())
        theirs = (job for job in jobs if job.owner_id == owner_id and (not statuses or job.status in statuses))
        newest = sorted(theirs, key=lambda job: (job.created_at, job.id), reverse=True)
        found = _page(newest, request, (datetime, UUID), lambda job: (job.created_at, job.id))
        return _shown(found, lambda job: _job_view(state, job))

    async def get(self, job_id: UUID, owner_id: UUID) -> JobView:
        stored = self._store.state.jobs.get(job_id)
        if stored is None or stored.job.owner_id != owner_id:
            raise NotFound("There is no such job.", code="job_not_found")
        return _job_view(self._store.state, stored.job)

    async def find_all(self, job_ids: Collection[UUID]) -> tuple[JobView, ...]:
        state = self._store.state
        return tuple(_job_view(state, state.jobs[job_id].job) for job_id in job_ids if job_id in state.jobs)


def _page(
    items: Sequence[T],
    request: PageRequest,
    kinds: Sequence[type[Part]],
    place: Callable[[T], tuple[Part, ...]],
    *,
    rising: bool = False,
) -> Page[T]:
    """``place`` is what the items are in order of, downwards unless ``rising``."""
    skipped = request.offset
    if request.after is not None:
        after = cursor_parts(request.after, kinds)
        passed = (place(item) <= after if rising else place(item) >= after for item in items)
        skipped = _count(passed)
    shown = items[skipped : skipped + request.page_size]
    return Page(
        items=tuple(shown),
        total=min(len(items), MAX_COUNTED),
        page=request.page,
        page_size=request.page_size,
        next=cursor(*place(shown[-1])) if shown and skipped + len(shown) < len(items) else None,
        total_is_minimum=len(items) > MAX_COUNTED,
    )


def _shown(page: Page[T], view: Callable[[T], V]) -> Page[V]:
    items = tuple(view(item) for item in page.items)
    return Page(items, page.total, page.page, page.page_size, page.next, page.total_is_minimum)


def _book_view(state: State, book: AudioBook) -> BookView:
    edition = state.editions[book.edition_id]
    chapters = _chapters(state, book.id)
    completed = [chapter for chapter in chapters if chapter.status is ChapterStatus.COMPLETED]
    jobs = (stored.job for stored in state.jobs.values() if stored.job.audio_book_id == book.id)
    latest = max(jobs, key=lambda job: (job.created_at, job.id), default=None)
    return BookView(
        audio_book=book,
        edition=edition,
        work=state.works[edition.work_id],
        job=_job_view(state, latest) if latest else None,
        chapters=len(chapters),
        chapters_done=len(completed),
        duration_seconds=sum(chapter.duration_seconds or 0.0 for chapter in completed),
        cost_usd=_cost(state, book.id),
    )


def _job_view(state: State, job: Job) -> JobView:
    chapters = _chapters(state, job.audio_book_id)
    ended = _count(chapter.status in _ENDED for chapter in chapters)
    per_cent, step = progress(job.status, _summaries(state, job.audio_book_id), ended, len(chapters))
    return JobView(
        job=job,
        progress=per_cent,
        current_step=step,
        cost_usd=_cost(state, job.audio_book_id),
        chapters_done=_count(chapter.status is ChapterStatus.COMPLETED for chapter in chapters),
        chapters=len(chapters),
    )


def _chapters(state: State, book_id: UUID) -> list[Chapter]:
    return [chapter for chapter in state.chapters.values() if chapter.audio_book_id == book_id]


def _cost(state: State, book_id: UUID) -> Decimal:
    return sum((call.usage.cost_usd for call in state.calls.values() if call.audio_book_id == book_id), Decimal(0))


def _summaries(state: State, book_id: UUID) -> int:
    theirs = (call for call in state.calls.values() if call.audio_book_id == book_id)
    return _count(call.kind is CallKind.LLM and call.state is CallState.DONE for call in theirs)


def _count(conditions: Iterable[bool]) -> int:
    return sum(1 for condition in conditions if condition)
