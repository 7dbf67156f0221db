"""What faces show. Nothing is written, and the count of a list need not be of the same moment as its page."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql import views
from bookbytes_adapters.sql.engine import begun, for_looking
from bookbytes_adapters.sql.rows import audio_books as rows
from bookbytes_adapters.sql.tables import audio_books
from bookbytes_core.domain.job import JobView
from bookbytes_core.domain.page import MAX_COUNTED, Page, PageRequest, Part, cursor, cursor_parts
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.readers import BookReader, BookView, ChapterPage, ChapterView, JobReader

T = TypeVar("T")


class SqlBookReader(BookReader):
    def __init__(self, engine: AsyncEngine) -> None:
        self._looking = for_looking(engine)

    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        values: dict[str, object] = {"owner_id": owner_id}
        page_of = views.page_of_books(walking=request.after is not None)
        async with begun(self._looking) as connection:
            total = await connection.scalar(views.count_books(), values)
            found = await connection.execute(page_of, values | _newest(request))
        books = [views.book_view(row) for row in found.mappings()]
        return _page(books, request, total, lambda view: (view.audio_book.created_at, view.audio_book.id))

    async def get(self, book_id: UUID, owner_id: UUID) -> BookView:
        async with begun(self._looking) as connection:
            found = await connection.execute(views.one_book(), {"id": book_id, "owner_id": owner_id})
        row = found.mappings().first()
        if row is None:
            raise _no_book()
        return views.book_view(row)

    async def chapters(self, book_id: UUID, owner_id: UUID, request: PageRequest) -> ChapterPage:
        values = {"book_id": book_id, "owner_id": owner_id}
        (after,) = cursor_parts(request.after, (int,)) if request.after is not None else (0,)
        async with begun(self._looking) as connection:
            counted = (await connection.execute(views.count_chapters(), values)).first()
            if counted is None:
                raise _no_book()
            found = await connection.execute(
                views.page_of_chapters(), values | {"after_number": after} | _slice(request)
            )
        total, tier = counted
        page = _page([rows.chapter(row) for row in found.mappings()], request, total, lambda item: (item.number,))
        return ChapterPage.of(page, tier)

    async def chapter(self, chapter_id: UUID, owner_id: UUID) -> ChapterView:
        async with begun(self._looking) as connection:
            found = await connection.execute(views.one_chapter(), {"id": chapter_id, "owner_id": owner_id})
        row = found.mappings().first()
        if row is None:
            raise NotFound("There is no such chapter.", code="chapter_not_found")
        return ChapterView(rows.chapter(row), row[audio_books.c.tier])


class SqlJobReader(JobReader):
    def __init__(self, engine: AsyncEngine) -> None:
        self._looking = for_looking(engine)

    async def page(self, owner_id: UUID, request: PageRequest, statuses: Sequence[Status] = ()) -> Page[JobView]:
        by_status = bool(statuses)
        values: dict[str, object] = {"owner_id": owner_id} | ({"statuses": list(statuses)} if by_status else {})
        page_of = views.page_of_jobs(by_status=by_status, walking=request.after is not None)
        async with begun(self._looking) as connection:
            total = await connection.scalar(views.count_jobs(by_status=by_status), values)
            found = await connection.execute(page_of, values | _newest(request))
        jobs = [views.job_view(row) for row in found.mappings()]
        return _page(jobs, request, total, lambda view: (view.job.created_at, view.job.id))

    async def get(self, job_id: UUID, owner_id: UUID) -> JobView:
        async with begun(self._looking) as connection:
            found = await connection.execute(views.one_job(), {"id": job_id, "owner_id": owner_id})
        row = found.mappings().first()
        if row is None:
            raise NotFound("There is no such job.", code="job_not_found")
        return views.job_view(row)

    async def find_all(self, job_ids: Collection[UUID]) -> tuple[JobView, ...]:
        async with begun(self._looking) as connection:
            found = await connection.execute(views.some_jobs(), {"ids": list(job_ids)})
        return tuple(views.job_view(row) for row in found.mappings())


def _slice(request: PageRequest) -> dict[str, object]:
    """One more than the page holds, to see whether another follows."""
    return {"size": request.page_size + 1, "skip": request.offset}


def _newest(request: PageRequest) -> dict[str, object]:
    """Raises ``InvalidInput`` (code ``invalid_page``)."""
    if request.after is None:
        return _slice(request)
    at, row_id = cursor_parts(request.after, (datetime, UUID))
    return _slice(request) | {"after_at": at, "after_id": row_id}


def _page(
    found: Sequence[T], request: PageRequest, total: int | None, place: Callable[[T], tuple[Part, ...]]
) -> Page[T]:
    """``found`` may hold one more than the page."""
    items, counted = found[: request.page_size], total or 0
    return Page(
        items=tuple(items),
        total=min(counted, MAX_COUNTED),
        page=request.page,
        page_size=request.page_size,
        next=cursor(*place(items[-1])) if len(found) > len(items) else None,
        total_is_minimum=counted > MAX_COUNTED,
    )


def _no_book() -> NotFound:
    return NotFound("There is no such book.", code="book_not_found")
