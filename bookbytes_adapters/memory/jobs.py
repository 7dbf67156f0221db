"""Jobs, as their owners and workers write them."""

from dataclasses import replace
from uuid import UUID

from bookbytes_adapters.memory.store import NEVER, StoredJob, Transaction, require
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import LeaseLost, NotFound
from bookbytes_core.ports.repositories import JobRepository


class MemoryJobs(JobRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, job: Job, *, lease_seconds: float | None = None) -> None:
        require(job.audio_book_id in self._transaction.state.audio_books)
        expires = NEVER if lease_seconds is None else self._transaction.clock.monotonic() + lease_seconds
        self._transaction.state.jobs[job.id] = StoredJob(job, lease_expires_at=expires)

    async def get(self, job_id: UUID) -> Job:
        stored = self._transaction.state.jobs.get(job_id)
        if stored is None:
            raise NotFound("There is no such job.", code="job_not_found")
        return stored.job

    async def latest_of(self, audio_book_id: UUID) -> Job | None:
        jobs = (stored.job for stored in self._transaction.state.jobs.values())
        theirs = (job for job in jobs if job.audio_book_id == audio_book_id)
        return max(theirs, key=lambda job: (job.created_at, job.id), default=None)

    async def save(self, job: Job, *, raise_fence: bool = False) -> None:
        stored = self._transaction.state.jobs.get(job.id)
        if stored is None or stored.job.fence != job.fence:
            raise LeaseLost("Another worker has taken this job over: nothing more may be written by this one.")
        self._transaction.state.jobs[job.id] = StoredJob(
            replace(job, fence=job.fence + int(raise_fence)),
            lease_expires_at=NEVER if job.lease_owner is None else stored.lease_expires_at,
            sent_at=NEVER if job.status is Status.PENDING else stored.sent_at,
        )
