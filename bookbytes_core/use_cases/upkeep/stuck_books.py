"""Audio books and chapters that say they are being made though all their jobs rest."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from bookbytes_core.domain.audio_book import AUDIO_MISSING, AudioBook, Chapter
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.inventory import Leftovers
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.upkeep.findings import PAGE, Finding, Trouble, outcome_of, walked
from bookbytes_core.use_cases.upkeep.lost_audio import DONE, lose, rested

_WAITING = (Status.PENDING, Status.PROCESSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckBooks:
    """An audio book stands as its newest job does."""

    leftovers: Leftovers
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        look = partial(self.leftovers.books, limit=PAGE)
        async for book in walked(lambda after: look(after=after), _book_id, None):
            status = await self._looked_at(book.id, mend=mend)
            if status is not None:
                yield Finding(
                    trouble=Trouble.BOOK_STUCK,
                    subject=f"audio book {book.id}",
                    found=f"{book.status.value}, though its job is {status.value}",
                    remedy=f"{status.value}, as its job is",
                    outcome=outcome_of(mend=mend),
                )

    async def _looked_at(self, book_id: UUID, *, mend: bool) -> Status | None:
        async with self.new_uow() as uow:
            job = await rested(uow, book_id)
            try:
                book = await uow.audio_books.get(book_id)
            except NotFound:
                return None
            if job is None or book.status not in _WAITING:
                return None
            if mend:
                await uow.audio_books.save(book.moved(job.status, self.clock.now(), job.error))
                await uow.commit()
        return job.status


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckChapters:
    """A chapter waits again, for whoever orders the audio book once more; where that is called completed, the chapter
    lacks its audio."""

    leftovers: Leftovers
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        look = partial(self.leftovers.chapters, limit=PAGE)
        async for chapter in walked(lambda after: look(after=after), _chapter_id, None):
            status = await self._looked_at(chapter, mend=mend)
            if status is not None:
                yield Finding(
                    trouble=Trouble.CHAPTER_STUCK,
                    subject=f"chapter {chapter.number} of audio book {chapter.audio_book_id}",
                    found=f"{chapter.status.value}, though nobody is at it",
                    remedy=f"{status.value}: an order of the book makes it",
                    outcome=outcome_of(mend=mend),
                )

    async def _looked_at(self, seen: Chapter, *, mend: bool) -> ChapterStatus | None:
        async with self.new_uow() as uow:
            job = await rested(uow, seen.audio_book_id)
            chapter = await uow.chapters.get(seen.id)
            if job is None or chapter.status is not seen.status:
                return None
            lacks = job.status in DONE
            if mend and lacks:
                await lose(uow, chapter, AUDIO_MISSING, self.clock.now())
            elif mend:
                await uow.chapters.save(chapter.again(self.clock.now()))
            if mend:
                await uow.commit()
        return ChapterStatus.FAILED if lacks else ChapterStatus.PENDING


def _book_id(book: AudioBook) -> UUID | None:
    return book.id


def _chapter_id(chapter: Chapter) -> UUID | None:
    return chapter.id
