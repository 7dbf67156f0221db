"""Rows that say something is under way though nobody is at it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now
from bookbytes_adapters.sql.due import worked_on
from bookbytes_adapters.sql.inventory import all_of, page
from bookbytes_adapters.sql.rows import audio_books as rows
from bookbytes_adapters.sql.rows import jobs as job_rows
from bookbytes_adapters.sql.tables import (
    PROCESSING,
    UNFINISHED,
    audio_books,
    chapters,
    job_audio_books,
    jobs,
    provider_calls,
)
from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.cost import Call, CallState
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.ports.inventory import Leftovers

_WAITING = (Status.PENDING, Status.PROCESSING)
_DONE = (Status.COMPLETED, Status.COMPLETED_WITH_ERRORS)


class SqlLeftovers(Leftovers):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def jobs(self, *, after: UUID | None, limit: int, seconds: float) -> tuple[Job, ...]:
        over = jobs.c.lease_expires_at <= epoch_now() - seconds
        found = page(sa.select(*job_rows.JOB_COLUMNS).where(PROCESSING, over), jobs.c.id, after, limit)
        return tuple(map(job_rows.job, await all_of(self._engine, found)))

    async def books(self, *, after: UUID | None, limit: int) -> tuple[AudioBook, ...]:
        c = audio_books.c
        waiting = c.status.in_(_WAITING) & c.deleted_at.is_(None)
        found = sa.select(audio_books).where(waiting, _a_job_of(c.id), sa.not_(_a_job_of(c.id, UNFINISHED)))
        return tuple(map(rows.audio_book, await all_of(self._engine, page(found, c.id, after, limit))))

    async def chapters(self, *, after: UUID | None, limit: int) -> tuple[Chapter, ...]:
        c, book = chapters.c, audio_books.c
        waits = (c.status == ChapterStatus.PENDING) & book.status.in_(_DONE)
        left = (c.status == ChapterStatus.PROCESSING) | waits
        standing = (c.audio_book_id == book.id) & book.deleted_at.is_(None)
        found = sa.select(chapters).join(audio_books, standing).where(left, sa.not_(_a_job_of(book.id, UNFINISHED)))
        return tuple(map(rows.chapter, await all_of(self._engine, page(found, c.id, after, limit))))

    async def calls(self, *, after: str, limit: int, before: datetime) -> tuple[Call, ...]:
        c = provider_calls.c
        left = (c.state == CallState.STARTED) & (c.at < before)
        found = sa.select(provider_calls).where(left, sa.not_(_a_job_of(c.audio_book_id, worked_on())))
        return tuple(map(job_rows.call, await all_of(self._engine, page(found, c.key, after, limit))))


def _a_job_of(book_id: sa.ColumnElement[UUID], which: sa.ColumnElement[Any] | sa.TextClause | None = None) -> Any:
    """Whether the audio book has a job, or one of those."""
    related = job_audio_books.c
    theirs = sa.exists().where(related.audio_book_id == book_id, related.job_id == jobs.c.id)
    return theirs if which is None else theirs.where(which)
