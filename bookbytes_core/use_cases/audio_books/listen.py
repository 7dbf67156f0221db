"""Hand over a finished chapter's sound."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.audio_book import LOST_AUDIO, Chapter
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.readers import BookReader
from bookbytes_core.ports.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterSound:
    """``url`` is a signed address where the store gives one; otherwise the bytes are read with
    ``ListenToChapter.read``.
    ``size`` is bytes."""

    chapter: Chapter
    key: str
    size: int
    content_type: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenToChapter:
    """Raises ``NotFound``, with the codes ``audio_missing`` and ``audio_damaged`` where the chapter's sound is known to
    be lost, and ``Conflict`` (code ``audio_not_ready``) while the chapter has none."""

    books: BookReader
    storage: Storage

    async def __call__(self, chapter_id: UUID, *, owner: UUID) -> ChapterSound:
        chapter = (await self.books.chapter(chapter_id, owner)).chapter
        if chapter.audio_key is None and chapter.error and chapter.error.code in LOST_AUDIO:
            raise NotFound(chapter.error.message, code=chapter.error.code)
        if chapter.audio_key is None:
            raise Conflict(
                "This chapter has no audio yet; look at its book's job for progress.", code="audio_not_ready"
            )
        stored = await self.storage.stat(f"{chapter.audio_key}.mp3")
        return ChapterSound(
            chapter=chapter,
            key=stored.key,
            size=stored.size,
            content_type=stored.content_type,
            url=await self.storage.url(stored.key),
        )

    def read(self, sound: ChapterSound, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of ``sound`` from ``start`` on, a piece at a time."""
        return self.storage.read(sound.key, start=start, length=length)
