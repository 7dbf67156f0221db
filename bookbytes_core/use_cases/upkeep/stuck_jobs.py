"""Jobs and calls that nobody is at any more, though their rows say so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from bookbytes_core.domain.audio_book import Failure, outcome
from bookbytes_core.domain.cost import Call
from bookbytes_core.domain.job import LEASE_SECONDS, Job
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.inventory import Leftovers
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.ledger import ABANDONED_AFTER
from bookbytes_core.use_cases.upkeep.findings import (
    PAGE,
    STUCK_SECONDS,
    Finding,
    Trouble,
    outcome_of,
    walked,
)

_OWNER = "repair"
_ENDED = (ChapterStatus.COMPLETED, ChapterStatus.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckJobs:
    """A job whose lease is long over waits for a worker again; one with nothing left to do is ended as it stands."""

    leftovers: Leftovers
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        async for job in walked(self._page, _id, None):
            status = await self._mended(job.id) if mend else await self._standing(job)
            if status is not None:
                yield _finding(job, status, mend=mend)

    async def _page(self, after: UUID | None) -> tuple[Job, ...]:
        return await self.leftovers.jobs(after=after, limit=PAGE, seconds=STUCK_SECONDS)

    async def _standing(self, job: Job) -> Status:
        async with self.new_uow() as uow:
            return (await _end_of(uow, job.audio_book_id))[0]

    async def _mended(self, job_id: UUID) -> Status | None:
        """How the job stands now, or None when it was taken up meanwhile. A claim tells that: it is given for a lease
        that is over, and no more often than a job may be tried."""
        async with self.new_uow() as uow:
            if (await uow.jobs.get(job_id)).status is not Status.PROCESSING:
                return None
            job = await uow.leases.claim(job_id, _OWNER, seconds=LEASE_SECONDS)
            status = await self._written(uow, job) if job else (await uow.jobs.get(job_id)).status
            await uow.commit()
        return None if status is Status.PROCESSING else status

    async def _written(self, uow: UnitOfWork, job: Job) -> Status:
        status, error = await _end_of(uow, job.audio_book_id)
        now = self.clock.now()
        await uow.calls.lose(job.audio_book_id)
        await uow.jobs.save(job.handed_back(now) if status is Status.PENDING else job.ended(status, now, error))
        book = await uow.audio_books.get(job.audio_book_id)
        await uow.audio_books.save(book.moved(status, now, error))
        return status


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckCalls:
    """A call whose process died without anybody taking up its job is listed as unknown: it may have been paid."""

    leftovers: Leftovers
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        look = partial(self.leftovers.calls, limit=PAGE, before=self.clock.now() - ABANDONED_AFTER)
        async for call in walked(lambda after: look(after=after), _key, ""):
            if mend and not await self._mended(call):
                continue
            yield Finding(
                trouble=Trouble.CALL_STUCK,
                subject=f"call {call.key[:16]} to {call.provider}",
                found=f"started at {call.at:%Y-%m-%d %H:%M} UTC, and nobody waits for its answer",
                remedy="listed as unknown: it may have been paid for",
                outcome=outcome_of(mend=mend),
            )

    async def _mended(self, call: Call) -> bool:
        async with self.new_uow() as uow:
            job = await uow.jobs.latest_of(call.audio_book_id)
            if job is not None and job.status is Status.PROCESSING:
                return False
            await uow.calls.lose(call.audio_book_id)
            await uow.commit()
        return True


async def _end_of(uow: UnitOfWork, book_id: UUID) -> tuple[Status, Failure | None]:
    """How a job of the audio book stands with nobody at it."""
    chapters = await uow.chapters.of(book_id)
    if chapters and all(chapter.status in _ENDED for chapter in chapters):
        return outcome(chapters)
    return Status.PENDING, None


def _finding(job: Job, status: Status, *, mend: bool) -> Finding:
    waits = status is Status.PENDING
    return Finding(
        trouble=Trouble.JOB_STUCK,
        subject=f"job {job.id}",
        found="in processing, and its worker is gone" + ("" if waits else " with nothing left to do"),
        remedy="waits for a worker again" if waits else f"ended as {status.value}",
        outcome=outcome_of(mend=mend),
    )


def _id(job: Job) -> UUID | None:
    return job.id


def _key(call: Call) -> str:
    return call.key
