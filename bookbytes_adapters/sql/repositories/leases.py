"""Claims, renewals and what is due: compare and swap in one statement each, by the database's own clock."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import epoch_now, utc_now
from bookbytes_adapters.sql.due import due_jobs, worked_on
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import PROCESSING, audio_books, job_audio_books, jobs
from bookbytes_core.domain.job import MAX_ATTEMPTS, POISON, Job
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import LeaseLost
from bookbytes_core.ports.repositories import LeaseRepository

RESEND_SECONDS = 3.0
"""A job that was sent and not claimed for so long is sent again: its message may be lost, or its receiver dead."""

_FAILED = {"status": Status.FAILED, "error_code": POISON.code, "error_message": POISON.message}


class SqlLeases(LeaseRepository):
    def __init__(self, statements: Statements, resend_seconds: float = RESEND_SECONDS) -> None:
        self._statements = statements
        self._resend_seconds = resend_seconds

    async def claim(self, job_id: UUID, owner: str, *, seconds: float, gone: str | None = None) -> Job | None:
        to_be_had = _to_be_had(job_id, owner, gone)
        row = await self._statements.first(
            sa.update(jobs)
            .where(to_be_had, jobs.c.attempts < MAX_ATTEMPTS)
            .values(
                status=Status.PROCESSING,
                attempts=jobs.c.attempts + 1,
                fence=jobs.c.fence + 1,
                change=jobs.c.change + 1,
                lease_owner=owner,
                lease_expires_at=epoch_now() + seconds,
                sent_at=0.0,
                started_at=sa.func.coalesce(jobs.c.started_at, utc_now()),
                updated_at=utc_now(),
            )
            .returning(*rows.JOB_COLUMNS)
        )
        if row is None:
            await self._fail_poison(to_be_had)
            return None
        return rows.job(row)

    async def renew(self, job_id: UUID, fence: int, *, seconds: float) -> bool:
        result = await self._statements.run(
            sa.update(jobs)
            .where(_held(job_id, fence))
            .values(lease_expires_at=epoch_now() + seconds, updated_at=jobs.c.updated_at)
        )
        return result.rowcount == 1

    async def advance(self, job_id: UUID, fence: int) -> None:
        result = await self._statements.run(
            sa.update(jobs)
            .where(_held(job_id, fence))
            .values(attempts=0, change=jobs.c.change + 1, updated_at=utc_now())
        )
        if result.rowcount == 0:
            raise LeaseLost("Another worker has taken this job over: nothing more may be written by this one.")

    async def due(self, *, limit: int, unfinished_per_owner: int) -> tuple[Job, ...]:
        found = await self._statements.all(
            due_jobs(self._statements.dialect),
            {"limit": limit, "each": unfinished_per_owner, "resend_seconds": self._resend_seconds},
        )
        return tuple(rows.job(row) for row in found)

    async def mark_sent(self, job_ids: Sequence[UUID]) -> None:
        """Skips what another transaction is writing at the moment: it is being claimed, or marked by another sweep;
        waiting for it, two sweeps could wait for each other."""
        named = sa.select(jobs.c.id).where(jobs.c.id.in_(job_ids), sa.not_(worked_on()))
        free = named.with_for_update(skip_locked=True)
        await self._statements.run(
            sa.update(jobs).where(jobs.c.id.in_(free)).values(sent_at=epoch_now(), updated_at=jobs.c.updated_at)
        )

    async def held(self) -> tuple[Job, ...]:
        found = await self._statements.all(sa.select(*rows.JOB_COLUMNS).where(PROCESSING))
        return tuple(rows.job(row) for row in found)

    async def _fail_poison(self, to_be_had: sa.ColumnElement[bool]) -> None:
        row = await self._statements.first(
            sa.update(jobs)
            .where(to_be_had, jobs.c.attempts >= MAX_ATTEMPTS)
            .values(
                **_FAILED,
                fence=jobs.c.fence + 1,
                change=jobs.c.change + 1,
                lease_owner=None,
                lease_expires_at=0.0,
                completed_at=utc_now(),
                updated_at=utc_now(),
            )
            .returning(jobs.c.id)
        )
        if row is not None:
            its_books = sa.select(job_audio_books.c.audio_book_id).where(job_audio_books.c.job_id == row[jobs.c.id])
            await self._statements.run(
                sa.update(audio_books)
                .where(audio_books.c.id.in_(its_books))
                .values(**_FAILED, revision=audio_books.c.revision + 1, updated_at=utc_now())
            )


def _to_be_had(job_id: UUID, owner: str, gone: str | None) -> sa.ColumnElement[bool]:
    takeable = [jobs.c.lease_expires_at <= epoch_now(), jobs.c.lease_owner == owner]
    if gone is not None:
        takeable.append(jobs.c.lease_owner == gone)
    return sa.and_(
        jobs.c.id == job_id,
        sa.or_(
            jobs.c.status == Status.PENDING,
            sa.and_(jobs.c.status == Status.PROCESSING, sa.or_(*takeable)),
        ),
    )


def _held(job_id: UUID, fence: int) -> sa.ColumnElement[bool]:
    return sa.and_(jobs.c.id == job_id, jobs.c.fence == fence, jobs.c.status == Status.PROCESSING)
