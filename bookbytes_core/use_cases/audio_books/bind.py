"""Bind the finished chapters into one M4B."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.ports.audio_encoder import AudioEncoder, BoundChapter
from bookbytes_core.ports.storage import Storage
from bookbytes_core.use_cases.audio_books.describe import AudioBookDescription


@dataclass(frozen=True, slots=True, kw_only=True)
class BindAudioBook:
    """Writes ``out`` whole or not at all; chapters that failed are left out.

    Raises ``InvalidInput`` (code ``m4b_not_installed``) where M4B cannot be made, and ``ObjectNotFound`` when a chapter
    was made where it could not.
    """

    encoder: AudioEncoder
    storage: Storage

    @property
    def possible(self) -> bool:
        return self.encoder.can_bind

    async def __call__(self, book: AudioBookDescription, out: Path) -> None:
        chapters = [
            BoundChapter(chapter.title, partial(self.storage.get, f"{chapter.audio_key}.m4a"))
            for chapter in book.chapters
            if chapter.status is ChapterStatus.COMPLETED
        ]
        await self.encoder.bind(chapters, book.context.tags(), out)
