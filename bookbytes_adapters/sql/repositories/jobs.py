"""Jobs, as their owners and workers write them."""

from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import epoch_now
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import job_audio_books, jobs
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import LeaseLost, NotFound
from bookbytes_core.ports.repositories import JobRepository

_KEPT = ("id", "type", "owner_id", "created_at", "request_id", "fence")


class SqlJobs(JobRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, job: Job, *, lease_seconds: float | None = None) -> None:
        expires = 0.0 if lease_seconds is None else epoch_now() + lease_seconds
        await self._statements.run(sa.insert(jobs).values(**rows.of_job(job), lease_expires_at=expires, sent_at=0.0))
        await self._statements.run(sa.insert(job_audio_books).values(job_id=job.id, audio_book_id=job.audio_book_id))

    async def get(self, job_id: UUID) -> Job:
        row = await self._statements.first(_select().where(jobs.c.id == job_id))
        if row is None:
            raise NotFound("There is no such job.", code="job_not_found")
        return rows.job(row)

    async def latest_of(self, audio_book_id: UUID) -> Job | None:
        related = sa.select(job_audio_books.c.job_id).where(job_audio_books.c.audio_book_id == audio_book_id)
        row = await self._statements.first(
            _select().where(jobs.c.id.in_(related)).order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(1)
        )
        return rows.job(row) if row else None

    async def save(self, job: Job, *, raise_fence: bool = False) -> None:
        values = {name: value for name, value in rows.of_job(job).items() if name not in _KEPT}
        if job.lease_owner is None:
            values["lease_expires_at"] = 0.0
        if job.status is Status.PENDING:
            values["sent_at"] = 0.0
        result = await self._statements.run(
            sa.update(jobs)
            .where(jobs.c.id == job.id, jobs.c.fence == job.fence)
            .values(**values, fence=jobs.c.fence + int(raise_fence))
        )
        if result.rowcount == 0:
            raise LeaseLost("Another worker has taken this job over: nothing more may be written by this one.")


def _select() -> sa.Select[tuple[object, ...]]:
    """With the row locked where the database locks rows: it is loaded to be written."""
    return sa.select(*rows.JOB_COLUMNS).with_for_update(of=jobs)
