"""Claims, renewals and what is due."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bookbytes_adapters.memory.store import NEVER, StoredJob, Transaction
from bookbytes_core.domain.job import MAX_ATTEMPTS, POISON, Job
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import LeaseLost
from bookbytes_core.ports.repositories import LeaseRepository

RESEND_SECONDS = 3.0
"""A job that was sent and not claimed for so long is sent again: its message may be lost, or its receiver dead."""


class MemoryLeases(LeaseRepository):
    def __init__(self, transaction: Transaction, resend_seconds: float = RESEND_SECONDS) -> None:
        self._transaction = transaction
        self._resend_seconds = resend_seconds

    async def claim(self, job_id: UUID, owner: str, *, seconds: float, gone: str | None = None) -> Job | None:
        stored = self._transaction.state.jobs.get(job_id)
        if stored is None or not self._can_be_had(stored, owner, gone):
            return None
        if stored.job.attempts >= MAX_ATTEMPTS:
            self._fail_poison(stored.job)
            return None
        now = self._transaction.clock.now()
        claimed = replace(
            stored.job,
            status=Status.PROCESSING,
            attempts=stored.job.attempts + 1,
            fence=stored.job.fence + 1,
            change=stored.job.change + 1,
            lease_owner=owner,
            started_at=stored.job.started_at or now,
            updated_at=now,
        )
        self._keep(StoredJob(claimed, lease_expires_at=self._now + seconds))
        return claimed

    async def renew(self, job_id: UUID, fence: int, *, seconds: float) -> bool:
        stored = self._held_with(job_id, fence)
        if stored is None:
            return False
        self._keep(replace(stored, lease_expires_at=self._now + seconds))
        return True

    async def advance(self, job_id: UUID, fence: int) -> None:
        stored = self._held_with(job_id, fence)
        if stored is None:
            raise LeaseLost("Another worker has taken this job over: nothing more may be written by this one.")
        job = stored.job
        moved = replace(job, attempts=0, change=job.change + 1, updated_at=self._transaction.clock.now())
        self._keep(replace(stored, job=moved))

    async def due(self, *, limit: int, unfinished_per_owner: int) -> tuple[Job, ...]:
        unfinished = [stored for stored in self._stored if stored.job.status in (Status.PENDING, Status.PROCESSING)]
        sent = Counter(stored.job.owner_id for stored in unfinished if self._is_sent(stored))
        waiting = [stored.job for stored in unfinished if not self._is_sent(stored)]
        turns: list[tuple[int, Job]] = []
        for job in sorted(waiting, key=lambda job: (job.created_at, job.id)):
            sent[job.owner_id] += 1
            if sent[job.owner_id] <= unfinished_per_owner:
                turns.append((sent[job.owner_id], job))
        turns.sort(key=lambda turn: turn[0])
        return tuple(job for _, job in turns[:limit])

    async def mark_sent(self, job_ids: Sequence[UUID]) -> None:
        for stored in [stored for stored in self._stored if stored.job.id in set(job_ids)]:
            if not self._is_worked_on(stored):
                self._keep(replace(stored, sent_at=self._now))

    async def held(self) -> tuple[Job, ...]:
        return tuple(stored.job for stored in self._stored if stored.job.status is Status.PROCESSING)

    @property
    def _now(self) -> float:
        return self._transaction.clock.monotonic()

    @property
    def _stored(self) -> list[StoredJob]:
        return list(self._transaction.state.jobs.values())

    def _keep(self, stored: StoredJob) -> None:
        self._transaction.state.jobs[stored.job.id] = stored

    def _can_be_had(self, stored: StoredJob, owner: str, gone: str | None) -> bool:
        if stored.job.status is Status.PENDING:
            return True
        takeable = stored.job.lease_owner in (owner, gone or owner) or not self._is_worked_on(stored)
        return stored.job.status is Status.PROCESSING and takeable

    def _held_with(self, job_id: UUID, fence: int) -> StoredJob | None:
        stored = self._transaction.state.jobs.get(job_id)
        held = stored is not None and stored.job.fence == fence and stored.job.status is Status.PROCESSING
        return stored if held else None

    def _is_worked_on(self, stored: StoredJob) -> bool:
        return stored.job.status is Status.PROCESSING and stored.lease_expires_at > self._now

    def _is_sent(self, stored: StoredJob) -> bool:
        return stored.sent_at > self._now - self._resend_seconds or self._is_worked_on(stored)

    def _fail_poison(self, job: Job) -> None:
        now = self._transaction.clock.now()
        failed = replace(job.ended(Status.FAILED, now, POISON), fence=job.fence + 1)
        self._keep(StoredJob(failed, NEVER, NEVER))
        books = self._transaction.state.audio_books
        book = books[job.audio_book_id].moved(Status.FAILED, now, POISON)
        books[book.id] = replace(book, revision=book.revision + 1)
