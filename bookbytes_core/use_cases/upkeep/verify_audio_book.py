"""One audio book's sound, looked at before it is handed out as a whole."""

from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.audio_book import AUDIO_MISSING, Chapter, Failure
from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.errors import StorageUnavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.readers import BookReader
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.sounds import sound_of
from bookbytes_core.use_cases.upkeep.lost_audio import claimed, lose


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyAudioBook:
    """Reads all sound of an audio book and returns how many finished chapters have theirs no more, whole and as it was
    made. Those chapters, the book and its job say so from then on; an equal order makes them again.

    A book that somebody is at work on is left alone. Raises ``NotFound``, also for another's book, and
    ``StorageUnavailable``, also where no chapter's sound is there at all: a disk that is not mounted looks like that,
    and to make a whole book again may be paid for.
    """

    books: BookReader
    storage: Storage
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, book_id: UUID, *, owner: UUID) -> int:
        await self.books.get(book_id, owner)
        async with self.new_uow() as uow:
            chapters = await uow.chapters.of(book_id)
        finished = [chapter for chapter in chapters if chapter.status is ChapterStatus.COMPLETED]
        sounds = [await sound_of(self.storage, chapter.audio_key or "") for chapter in finished]
        if finished and all(sound == AUDIO_MISSING for sound in sounds):
            raise StorageUnavailable(
                "None of this audio book's sound is in the store: see that its disk is mounted or its bucket the right "
                "one, or restore it from a backup. If it is lost, `bookbytes doctor --repair --yes` writes that down, "
                "and the same order makes it again."
            )
        lost = [(seen, sound) for seen, sound in zip(finished, sounds, strict=True) if isinstance(sound, Failure)]
        return sum([await self._lost(seen, failure) for seen, failure in lost])

    async def _lost(self, seen: Chapter, failure: Failure) -> bool:
        """Whether it still claimed that sound."""
        async with self.new_uow() as uow:
            chapter = await claimed(uow, seen)
            if chapter is not None:
                await lose(uow, chapter, failure, self.clock.now())
                await uow.commit()
        return chapter is not None
