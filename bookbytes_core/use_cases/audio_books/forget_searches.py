"""What catalogues told of a work is asked for anew once an audio book of it was made."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.cache_entry import work_tag
from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.cache import Cache
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.generate import GenerateAudioBook
from bookbytes_core.use_cases.calls import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateAndForgetSearches:
    """``generate``, and when it has ended the job the cache forgets what it holds of the job's work.

    Trouble with that is none of the job's: what is not forgotten now runs out by itself.
    """

    generate: GenerateAudioBook
    new_uow: UnitOfWorkFactory
    cache: Cache

    async def __call__(self, job_id: UUID) -> Tally | None:
        tally = await self.generate(job_id)
        if tally is not None:
            with suppress(BookBytesError):
                await self._forget(job_id)
        return tally

    async def _forget(self, job_id: UUID) -> None:
        async with self.new_uow() as uow:
            tags = await _tags(uow, job_id)
        for tag in tags:
            await self.cache.invalidate_tag(tag)


async def _tags(uow: UnitOfWork, job_id: UUID) -> list[str]:
    job = await uow.jobs.get(job_id)
    if not job.status.is_final:
        return []
    book = await uow.audio_books.get(job.audio_book_id)
    edition = await uow.editions.get(book.edition_id)
    return [work_tag(key.provider, key.external_key) for key in await uow.provider_keys.of([edition.work_id])]
