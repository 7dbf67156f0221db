"""Stop a job for good."""

from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.status import Status
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelJob:
    """After it returns the job's worker can write nothing more and makes no further call; finished chapters stay.

    Raises ``NotFound`` (also for another's job) and ``Conflict`` (code ``job_finished``).
    """

    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, job_id: UUID, *, owner: UUID) -> None:
        async with self.new_uow() as uow:
            job = await uow.jobs.get(job_id)
            if job.owner_id != owner:
                raise NotFound("There is no such job.", code="job_not_found")
            if job.status.is_final:
                raise Conflict(f"The job is {job.status.value} already.", code="job_finished")
            now = self.clock.now()
            await uow.jobs.save(job.ended(Status.CANCELLED, now), raise_fence=True)
            book = await uow.audio_books.get(job.audio_book_id)
            await uow.audio_books.save(book.moved(Status.CANCELLED, now))
            await uow.commit()
