"""Let a parked job go on."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bookbytes_core.domain.status import Status
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeJob:
    """The job waits for a worker again; what was finished stays. ``max_cost_usd`` is what its audio book may cost from
    now on, all that was spent on it included; None leaves that as it is.

    Raises ``NotFound`` (also for another's job), ``Conflict`` (code ``job_not_paused``) and ``InvalidInput``.
    """

    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, job_id: UUID, *, owner: UUID, max_cost_usd: Decimal | None = None) -> None:
        async with self.new_uow() as uow:
            job = await uow.jobs.get(job_id)
            if job.owner_id != owner:
                raise NotFound("There is no such job.", code="job_not_found")
            if job.status is not Status.PAUSED:
                raise Conflict(f"The job is {job.status.value}, not paused.", code="job_not_paused")
            now = self.clock.now()
            await uow.jobs.save(job.resumed(now))
            book = await uow.audio_books.get(job.audio_book_id)
            await uow.audio_books.save(book.costing(max_cost_usd).moved(Status.PENDING, now))
            await uow.commit()
