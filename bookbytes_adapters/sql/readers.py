"""What faces show, each call one short transaction that only reads."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql import views
from bookbytes_adapters.sql.engine import begun
from bookbytes_adapters.sql.rows import audio_books as rows
from bookbytes_core.domain.audio_book import Chapter
from bookbytes_core.domain.job import JobView
from bookbytes_core.domain.page import Page, PageRequest
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.readers import BookReader, BookView, JobReader


class SqlBookReader(BookReader):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        values = {"owner_id": owner_id}
        async with begun(self._engine) as connection:
            total = await connection.scalar(views.count_books(), values)
            found = await connection.execute(views.page_of_books(), values | _slice(request))
        items = tuple(views.book_view(row) for row in found.mappings())
        return Page(items, total or 0, request.page, request.page_size)

    async def get(self, book_id: UUID, owner_id: UUID) -> BookView:
        async with begun(self._engine) as connection:
            found = await connection.execute(views.one_book(), {"id": book_id, "owner_id": owner_id})
        row = found.mappings().first()
        if row is None:
            raise _no_book()
        return views.book_view(row)

    async def chapters(self, book_id: UUID, owner_id: UUID, request: PageRequest) -> Page[Chapter]:
        values = {"book_id": book_id, "owner_id": owner_id}
        async with begun(self._engine) as connection:
            total = await connection.scalar(views.count_chapters(), values)
            if total is None:
                raise _no_book()
            found = await connection.execute(views.page_of_chapters(), {"book_id": book_id} | _slice(request))
        items = tuple(rows.chapter(row) for row in found.mappings())
        return Page(items, total, request.page, request.page_size)

    async def chapter(self, chapter_id: UUID, owner_id: UUID) -> Chapter:
        async with begun(self._engine) as connection:
            found = await connection.execute(views.one_chapter(), {"id": chapter_id, "owner_id": owner_id})
        row = found.mappings().first()
        if row is None:
            raise NotFound("There is no such chapter.", code="chapter_not_found")
        return rows.chapter(row)


class SqlJobReader(JobReader):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def page(self, owner_id: UUID, request: PageRequest, statuses: Sequence[Status] = ()) -> Page[JobView]:
        by_status = bool(statuses)
        values: dict[str, object] = {"owner_id": owner_id} | ({"statuses": list(statuses)} if by_status else {})
        async with begun(self._engine) as connection:
            total = await connection.scalar(views.count_jobs(by_status=by_status), values)
            found = await connection.execute(views.page_of_jobs(by_status=by_status), values | _slice(request))
        items = tuple(views.job_view(row) for row in found.mappings())
        return Page(items, total or 0, request.page, request.page_size)

    async def get(self, job_id: UUID, owner_id: UUID) -> JobView:
        async with begun(self._engine) as connection:
            found = await connection.execute(views.one_job(), {"id": job_id, "owner_id": owner_id})
        row = found.mappings().first()
        if row is None:
            raise NotFound("There is no such job.", code="job_not_found")
        return views.job_view(row)

    async def find_all(self, job_ids: Collection[UUID]) -> tuple[JobView, ...]:
        async with begun(self._engine) as connection:
            found = await connection.execute(views.some_jobs(), {"ids": list(job_ids)})
        return tuple(views.job_view(row) for row in found.mappings())


def _slice(request: PageRequest) -> dict[str, object]:
    return {"size": request.page_size, "skip": request.offset}


def _no_book() -> NotFound:
    return NotFound("There is no such book.", code="book_not_found")
