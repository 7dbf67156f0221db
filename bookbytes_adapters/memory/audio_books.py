"""Audio books and their chapters."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bookbytes_adapters.memory.store import Transaction, require
from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.repositories import AudioBookRepository, ChapterRepository


class MemoryAudioBooks(AudioBookRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, book: AudioBook) -> None:
        require(book.edition_id in self._transaction.state.editions)
        if any(version.version == book.version for version in self._standing(book.owner_id, book.order_key)):
            raise Conflict("You have this order in this version already.", code="order_known")
        self._transaction.state.audio_books[book.id] = book

    async def get(self, book_id: UUID) -> AudioBook:
        book = self._transaction.state.audio_books.get(book_id)
        if book is None or book.deleted_at is not None:
            raise NotFound("There is no such book.", code="book_not_found")
        return book

    async def by_order(self, owner_id: UUID, order_key: str) -> AudioBook | None:
        return max(self._standing(owner_id, order_key), key=lambda book: book.version, default=None)

    async def save(self, book: AudioBook) -> AudioBook:
        stored = self._transaction.state.audio_books.get(book.id)
        if stored is None or stored.revision != book.revision:
            raise Conflict("Somebody changed the audio book in between: load it again and repeat.", code="stale")
        saved = replace(book, revision=book.revision + 1)
        self._transaction.state.audio_books[book.id] = saved
        return saved

    def _standing(self, owner_id: UUID, order_key: str) -> list[AudioBook]:
        return [
            book
            for book in self._transaction.state.audio_books.values()
            if book.owner_id == owner_id and book.order_key == order_key and book.deleted_at is None
        ]


class MemoryChapters(ChapterRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add_all(self, chapters: Sequence[Chapter]) -> None:
        stored = self._transaction.state.chapters
        known = {(chapter.audio_book_id, chapter.number) for chapter in stored.values()}
        for chapter in chapters:
            require(chapter.audio_book_id in self._transaction.state.audio_books)
            if (chapter.audio_book_id, chapter.number) in known:
                raise Conflict("The audio book has a chapter with this number already.", code="chapter_known")
            known.add((chapter.audio_book_id, chapter.number))
        stored |= {chapter.id: chapter for chapter in chapters}

    async def get(self, chapter_id: UUID) -> Chapter:
        chapter = self._transaction.state.chapters.get(chapter_id)
        if chapter is None:
            raise NotFound("There is no such chapter.", code="chapter_not_found")
        return chapter

    async def of(self, audio_book_id: UUID) -> tuple[Chapter, ...]:
        theirs = (each for each in self._transaction.state.chapters.values() if each.audio_book_id == audio_book_id)
        return tuple(sorted(theirs, key=lambda chapter: chapter.number))

    async def save(self, chapter: Chapter) -> None:
        await self.get(chapter.id)
        self._transaction.state.chapters[chapter.id] = chapter
