"""The selects behind the readers: everything a page shows in one statement, whatever the number of its rows.

A page's ids come from an index that covers the list, so skipping to it reads no row that is not shown. Sums over
chapters and calls are made for those ids alone.
"""

from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.column_types import UtcDateTime
from bookbytes_adapters.sql.rows import Row
from bookbytes_adapters.sql.rows import audio_books as book_rows
from bookbytes_adapters.sql.rows import catalogue as catalogue_rows
from bookbytes_adapters.sql.rows import jobs as job_rows
from bookbytes_adapters.sql.tables import (
    audio_books,
    chapters,
    editions,
    job_audio_books,
    jobs,
    provider_calls,
    works,
)
from bookbytes_core.domain.cost import CallKind, CallState
from bookbytes_core.domain.job import JobView, progress
from bookbytes_core.domain.page import MAX_COUNTED
from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.domain.tier import Tier
from bookbytes_core.ports.readers import BookView

_ENDED = (ChapterStatus.COMPLETED, ChapterStatus.FAILED)


_PAGE = {name: sa.bindparam(name, type_=sa.Integer) for name in ("size", "skip")}
_PLACE = sa.tuple_(sa.bindparam("after_at", type_=UtcDateTime), sa.bindparam("after_id", type_=sa.Uuid))


def books_of_owner() -> sa.Select[UUID]:
    """The ids of the audio books of ``owner_id`` that are not deleted."""
    return sa.select(audio_books.c.id).where(
        audio_books.c.owner_id == sa.bindparam("owner_id"), audio_books.c.deleted_at.is_(None)
    )


def jobs_of_owner(*, by_status: bool = False) -> sa.Select[UUID]:
    """The ids of the jobs of ``owner_id``, on request only those with one of ``statuses``."""
    ids = sa.select(jobs.c.id).where(jobs.c.owner_id == sa.bindparam("owner_id"))
    return ids.where(jobs.c.status.in_(sa.bindparam("statuses", expanding=True))) if by_status else ids


@cache
def count_books() -> sa.Select[int]:
    """How many there are; where there are more than are counted, one more than those."""
    return _count_of(books_of_owner())


@cache
def page_of_books(*, walking: bool) -> sa.Select[Any]:
    """``size`` book views of ``owner_id`` from ``skip`` on, newest first, ``walking`` from behind the place
    (``after_at``, ``after_id``)."""
    return _books(_page(books_of_owner(), audio_books, walking=walking))


@cache
def one_book() -> sa.Select[Any]:
    """The view of the book ``id`` of ``owner_id``."""
    return _books(books_of_owner().where(audio_books.c.id == sa.bindparam("id")))


@cache
def count_chapters() -> sa.Select[int, Tier]:
    """How many chapters the book ``book_id`` of ``owner_id`` has and its tier; no row where there is no such book."""
    return (
        sa.select(sa.func.count(chapters.c.id), audio_books.c.tier)
        .select_from(audio_books.outerjoin(chapters, chapters.c.audio_book_id == audio_books.c.id))
        .where(audio_books.c.id.in_(books_of_owner()), audio_books.c.id == sa.bindparam("book_id"))
        .group_by(audio_books.c.id, audio_books.c.tier)
    )


@cache
def page_of_chapters() -> sa.Select[Any]:
    """``size`` chapters of the book ``book_id`` with greater numbers than ``after_number``, from ``skip`` on."""
    of_book = sa.select(chapters).where(
        chapters.c.audio_book_id == sa.bindparam("book_id"), chapters.c.number > sa.bindparam("after_number")
    )
    return of_book.order_by(chapters.c.number).limit(_PAGE["size"]).offset(_PAGE["skip"])


@cache
def one_chapter() -> sa.Select[Any]:
    """The chapter ``id`` of a book of ``owner_id``, and the book's tier."""
    of_book = sa.select(chapters, audio_books.c.tier).join(audio_books, audio_books.c.id == chapters.c.audio_book_id)
    return of_book.where(chapters.c.id == sa.bindparam("id"), audio_books.c.id.in_(books_of_owner()))


@cache
def count_jobs(*, by_status: bool) -> sa.Select[int]:
    return _count_of(jobs_of_owner(by_status=by_status))


@cache
def page_of_jobs(*, by_status: bool, walking: bool) -> sa.Select[Any]:
    """As ``page_of_books``, of jobs."""
    return _jobs(_page(jobs_of_owner(by_status=by_status), jobs, walking=walking))


@cache
def one_job() -> sa.Select[Any]:
    """The view of the job ``id`` of ``owner_id``."""
    return _jobs(jobs_of_owner().where(jobs.c.id == sa.bindparam("id")))


@cache
def some_jobs() -> sa.Select[Any]:
    """The views of the jobs ``ids``."""
    return _jobs(sa.select(jobs.c.id).where(jobs.c.id.in_(sa.bindparam("ids", expanding=True))))


def book_view(row: Row) -> BookView:
    return BookView(
        audio_book=book_rows.audio_book(row),
        edition=catalogue_rows.edition(row),
        work=catalogue_rows.work(row),
        job=job_view(row) if row[jobs.c.id] is not None else None,
        chapters=row["total"],
        chapters_done=row["completed"],
        duration_seconds=row["duration"],
        cost_usd=row["cost"],
    )


def job_view(row: Row) -> JobView:
    job = job_rows.job(row)
    per_cent, step = progress(job.status, row["summaries"], row["ended"], row["total"])
    return JobView(
        job=job,
        progress=per_cent,
        current_step=step,
        cost_usd=row["cost"],
        chapters_done=row["completed"],
        chapters=row["total"],
    )


def _count_of(ids: sa.Select[UUID]) -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(ids.limit(MAX_COUNTED + 1).subquery("counted_rows"))


def _page(ids: sa.Select[UUID], table: sa.Table, *, walking: bool) -> sa.Select[UUID]:
    newest = ids.order_by(table.c.created_at.desc(), table.c.id.desc())
    if walking:
        newest = newest.where(sa.tuple_(table.c.created_at, table.c.id) < _PLACE)
    return newest.limit(_PAGE["size"]).offset(_PAGE["skip"])


def _books(chosen: sa.Select[UUID]) -> sa.Select[Any]:
    ids = chosen.cte("ids")
    counted, paid = _counted(sa.select(ids.c.id)), _paid(sa.select(ids.c.id))
    return (
        sa.select(audio_books, editions, works, *job_rows.JOB_COLUMNS, *_sums(counted, paid))
        .join(ids, ids.c.id == audio_books.c.id)
        .join(editions, editions.c.id == audio_books.c.edition_id)
        .join(works, works.c.id == editions.c.work_id)
        .outerjoin(jobs, jobs.c.id == _latest_job())
        .outerjoin(counted, counted.c.audio_book_id == audio_books.c.id)
        .outerjoin(paid, paid.c.audio_book_id == audio_books.c.id)
        .order_by(audio_books.c.created_at.desc(), audio_books.c.id.desc())
    )


def _jobs(chosen: sa.Select[UUID]) -> sa.Select[Any]:
    ids = chosen.cte("ids")
    theirs = sa.select(job_audio_books.c.audio_book_id).join(ids, ids.c.id == job_audio_books.c.job_id)
    counted, paid = _counted(theirs), _paid(theirs)
    return (
        sa.select(*job_rows.JOB_COLUMNS, *_sums(counted, paid))
        .join(ids, ids.c.id == jobs.c.id)
        .join(job_audio_books, job_audio_books.c.job_id == jobs.c.id)
        .outerjoin(counted, counted.c.audio_book_id == job_audio_books.c.audio_book_id)
        .outerjoin(paid, paid.c.audio_book_id == job_audio_books.c.audio_book_id)
        .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
    )


def _counted(book_ids: sa.Select[UUID]) -> sa.Subquery:
    """A chapter is done once it can be heard."""
    status, is_done = chapters.c.status, chapters.c.status == ChapterStatus.COMPLETED
    has_ended = sa.or_(*(status == each for each in _ENDED))  # a list is written into the statement anew each time
    return (
        sa.select(
            chapters.c.audio_book_id,
            sa.func.count().label("total"),
            _count(has_ended).label("ended"),
            _count(is_done).label("completed"),
            sa.func.sum(sa.case((is_done, chapters.c.duration_seconds), else_=0.0)).label("duration"),
        )
        .where(chapters.c.audio_book_id.in_(book_ids))
        .group_by(chapters.c.audio_book_id)
        .subquery("counted")
    )


def _paid(book_ids: sa.Select[UUID]) -> sa.Subquery:
    """What the calls cost, and how many of them gave a summary."""
    c = provider_calls.c
    gave_summary = sa.and_(c.kind == CallKind.LLM, c.state == CallState.DONE)
    cost = sa.func.sum(c.cost_usd, type_=c.cost_usd.type).label("cost")
    return (
        sa.select(c.audio_book_id, cost, _count(gave_summary).label("summaries"))
        .where(c.audio_book_id.in_(book_ids))
        .group_by(c.audio_book_id)
        .subquery("paid")
    )


def _sums(counted: sa.Subquery, paid: sa.Subquery) -> list[sa.Label[Any]]:
    zero = sa.literal(0, sa.BigInteger)
    return [
        *(sa.func.coalesce(counted.c[name], 0).label(name) for name in ("total", "ended", "completed")),
        sa.func.coalesce(paid.c.summaries, 0).label("summaries"),
        sa.func.coalesce(counted.c.duration, 0.0).label("duration"),
        sa.func.coalesce(paid.c.cost, zero, type_=paid.c.cost.type).label("cost"),
    ]


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _latest_job() -> sa.ScalarSelect[UUID]:
    candidate = jobs.alias("candidate")
    return (
        sa.select(candidate.c.id)
        .join(job_audio_books, job_audio_books.c.job_id == candidate.c.id)
        .where(job_audio_books.c.audio_book_id == audio_books.c.id)
        .order_by(candidate.c.created_at.desc(), candidate.c.id.desc())
        .limit(1)
        .correlate(audio_books)
        .scalar_subquery()
    )
