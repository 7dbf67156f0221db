"""Doing a job under its lease: claimed first, renewed while it is done, handed back when it is left."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from bookbytes_core.domain.audio_book import Chapter, Failure
from bookbytes_core.domain.job import LEASE_SECONDS, RENEW_SECONDS, Claim, Job
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import DatabaseUnavailable, LeaseLost, NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.presence import Presence
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.group_commit import GroupCommit


class Stalled(Exception):
    """The job made no progress for too long."""


@dataclass(slots=True)
class Lease:
    """The right to write to a job. Every write goes through ``step``; a lost lease raises ``LeaseLost`` there.
    ``generation`` is that of the job's audio book, once it is known."""

    job: Job
    new_uow: UnitOfWorkFactory
    committed: GroupCommit
    clock: Clock
    progressed_at: float
    generation: int = 0

    @property
    def claim(self) -> Claim:
        return replace(self.job.claim, generation=self.generation)

    async def step(self, *chapters: Chapter) -> None:
        """Save ``chapters`` as one visible step of the job."""

        async def saved(uow: UnitOfWork) -> None:
            await uow.leases.advance(self.job.id, self.job.fence)
            for chapter in chapters:
                await uow.chapters.save(chapter)

        await self.committed(saved, order=str(self.job.id))
        self.progressed_at = self.clock.monotonic()

    async def begin(self, chapters: tuple[Chapter, ...]) -> None:
        """Save the chapters that are to be made, all at once, as the first step."""
        async with self.new_uow() as uow:
            await uow.leases.advance(self.job.id, self.job.fence)
            await uow.chapters.add_all(chapters)
            await uow.commit()
        self.progressed_at = self.clock.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leases:
    """Claims jobs and keeps them claimed. ``stall_seconds`` without a saved step ends a job."""

    new_uow: UnitOfWorkFactory
    committed: GroupCommit
    clock: Clock
    presence: Presence
    stall_seconds: float

    async def claim(self, job_id: UUID) -> Lease | None:
        """The lease of a job, or None when it is not to be had now. What an earlier run left under way is lost."""
        try:
            async with self.new_uow() as uow:
                holder = (await uow.jobs.get(job_id)).lease_owner
        except NotFound:
            return None
        gone = holder if holder and await self.presence.is_gone(holder) else None
        async with self.new_uow() as uow:
            job = await uow.leases.claim(job_id, self.presence.owner, seconds=LEASE_SECONDS, gone=gone)
            if job is not None:  # what others had under way for the book, in this job or one before, is nobody's now
                await uow.calls.lose(job.audio_book_id)
            await uow.commit()
        return Lease(job, self.new_uow, self.committed, self.clock, self.clock.monotonic()) if job else None

    async def hold(self, lease: Lease, work: Callable[[], Awaitable[None]], made: Callable[[], int]) -> None:
        """Run ``work`` while the lease is renewed. ``made`` counts its calls: they are progress, as saved steps are.

        Raises ``LeaseLost`` or ``Stalled`` when that is why the work was stopped. A cancelled call hands the job back.
        """
        working = asyncio.ensure_future(work())
        keeping = asyncio.ensure_future(self._keep(lease, made))
        try:
            await asyncio.wait((working, keeping), return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                await _stop(working)
                keeping.result()
        except asyncio.CancelledError:
            await _stop(working)
            await self.end(lease, Status.PENDING)
            raise
        finally:
            await _stop(keeping)
        if not working.cancelled():
            working.result()

    async def end(self, lease: Lease, status: Status, error: Failure | None = None) -> None:
        """Write how the job and its audio book stand now, and give the lease back. A lost lease writes nothing."""
        with suppress(LeaseLost):
            async with self.new_uow() as uow:
                await _end(uow, lease.job, status, error, self.clock)
                await uow.commit()

    async def _keep(self, lease: Lease, made: Callable[[], int]) -> None:
        seen = made()
        while True:
            await self.clock.sleep(RENEW_SECONDS)
            if made() != seen:
                seen, lease.progressed_at = made(), self.clock.monotonic()
            if self.clock.monotonic() - lease.progressed_at > self.stall_seconds:
                raise Stalled
            try:
                async with self.new_uow() as uow:
                    held = await uow.leases.renew(lease.job.id, lease.job.fence, seconds=LEASE_SECONDS)
                    await uow.commit()
            except DatabaseUnavailable:
                continue  # the lease may run out meanwhile; then the next write says so
            if not held:
                raise LeaseLost("Another worker has this job now.")


async def _end(uow: UnitOfWork, claimed: Job, status: Status, error: Failure | None, clock: Clock) -> None:
    job = await uow.jobs.get(claimed.id)
    if job.fence != claimed.fence:
        raise LeaseLost("Another worker has this job now.")
    handed_back = status is Status.PENDING
    await uow.jobs.save(job.handed_back(clock.now()) if handed_back else job.ended(status, clock.now(), error))
    book = await uow.audio_books.get(job.audio_book_id)
    await uow.audio_books.save(book.moved(status, clock.now(), error))


async def _stop(task: "asyncio.Future[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError, LeaseLost, Stalled):
        await task
