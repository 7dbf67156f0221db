"""Finished chapters whose audio is gone or is not what was made."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from bookbytes_core.domain.audio_book import AUDIO_MISSING, Chapter, Failure, outcome
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.inventory import Inventory
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.sounds import sound_of
from bookbytes_core.use_cases.upkeep.findings import PAGE, Finding, Trouble, outcome_of, walked

DONE = (Status.COMPLETED, Status.COMPLETED_WITH_ERRORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostAudio:
    """The chapter, its audio book and its job say so from then on; nothing is made again before somebody orders that.

    The files are not touched: nobody names them any more, and a run that makes the chapter again takes only whole ones.
    """

    inventory: Inventory
    storage: Storage
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        look = partial(self.inventory.sounds, limit=PAGE)
        async for chapter in walked(lambda after: look(after=after), _id, None):
            sound = await sound_of(self.storage, chapter.audio_key or "")
            if isinstance(sound, Failure) and await self._looked_at(chapter, sound, mend=mend):
                yield _finding(chapter, sound, mend=mend)

    async def _looked_at(self, seen: Chapter, failure: Failure, *, mend: bool) -> bool:
        async with self.new_uow() as uow:
            chapter = await claimed(uow, seen)
            if chapter and mend:
                await lose(uow, chapter, failure, self.clock.now())
                await uow.commit()
        return chapter is not None


async def claimed(uow: UnitOfWork, seen: Chapter) -> Chapter | None:
    """The chapter as it stands, if it still claims the audio that it had when it was ``seen``, with nobody at work on
    its book."""
    if await rested(uow, seen.audio_book_id) is None:
        return None
    chapter = await uow.chapters.get(seen.id)
    claims = chapter.audio_key == seen.audio_key and chapter.status is ChapterStatus.COMPLETED
    return chapter if claims else None


async def rested(uow: UnitOfWork, book_id: UUID) -> Job | None:
    """The newest job of the audio book; None when it is under way or waits, or the book is deleted."""
    try:
        await uow.audio_books.get(book_id)
    except NotFound:
        return None
    job = await uow.jobs.latest_of(book_id)
    return None if job is None or job.status in (Status.PENDING, Status.PROCESSING) else job


async def lose(uow: UnitOfWork, chapter: Chapter, failure: Failure, at: datetime) -> None:
    """Write that the chapter has no audio, and that its audio book and job, if they had ended well, lack it."""
    await uow.chapters.save(chapter.without_audio(failure, at))
    job = await rested(uow, chapter.audio_book_id)
    if job is None or job.status not in DONE:
        return
    status, error = outcome(await uow.chapters.of(chapter.audio_book_id))
    await uow.jobs.save(job.amended(status, at, error))
    book = await uow.audio_books.get(chapter.audio_book_id)
    await uow.audio_books.save(book.moved(status, at, error))


def _finding(chapter: Chapter, failure: Failure, *, mend: bool) -> Finding:
    how = "is gone" if failure == AUDIO_MISSING else "is damaged"
    return Finding(
        trouble=Trouble.AUDIO_LOST,
        subject=f"chapter {chapter.number} of audio book {chapter.audio_book_id}",
        found=f"its audio {how} ({chapter.audio_key})",
        remedy=f"marked failed ({failure.code}); an order of the book makes it again",
        outcome=outcome_of(mend=mend),
    )


def _id(chapter: Chapter) -> UUID | None:
    return chapter.id
