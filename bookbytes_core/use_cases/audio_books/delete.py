"""Take an audio book off the shelf."""

from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.status import Status
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAudioBook:
    """The audio book is marked deleted and its unfinished job cancelled. Raises ``NotFound`` (also for another's)."""

    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, book_id: UUID, *, owner: UUID) -> None:
        async with self.new_uow() as uow:
            book = await uow.audio_books.get(book_id)
            if book.owner_id != owner:
                raise NotFound("There is no such book.", code="book_not_found")
            now = self.clock.now()
            job = await uow.jobs.latest_of(book_id)
            if job is not None and not job.status.is_final:
                await uow.jobs.save(job.ended(Status.CANCELLED, now), raise_fence=True)
            await uow.audio_books.save(book.deleted(now))
            await uow.commit()
