"""Everything that is known of an audio book, gathered for an export."""

from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.audio_book import Chapter
from bookbytes_core.domain.book_text import BookText
from bookbytes_core.ports.readers import BookReader, BookView
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.generate import chosen_text, cover_of
from bookbytes_core.use_cases.books.find_source import book_info
from bookbytes_core.use_cases.books.texts import load_text


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioBookDescription:
    """``text`` holds the chosen chapters and what was skipped, and none where the chapters are not known yet;
    ``chapters`` is empty before the job's first step."""

    view: BookView
    context: BookContext
    text: BookText
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeAudioBook:
    """Raises ``NotFound``, also for another's audio book."""

    books: BookReader
    new_uow: UnitOfWorkFactory
    storage: Storage

    async def __call__(self, book_id: UUID, *, owner: UUID) -> AudioBookDescription:
        view = await self.books.get(book_id, owner)
        async with self.new_uow() as uow:
            chapters = await uow.chapters.of(book_id)
            imported = await uow.texts.latest(view.edition.id, owner)
        text = BookText(book_info(view.edition, view.work), ())
        if view.audio_book.text_key:
            text = chosen_text(await load_text(self.storage, view.audio_book.text_key), view.audio_book)
        cover = await cover_of(self.storage, view.audio_book, imported)
        context = BookContext.of(view.audio_book, view.edition, view.work, text, cover)
        return AudioBookDescription(view=view, context=context, text=text, chapters=chapters)
