"""Audio books and their chapters."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.rows import audio_books as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import audio_books, chapters
from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.repositories import AudioBookRepository, ChapterRepository


class SqlAudioBooks(AudioBookRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, book: AudioBook) -> None:
        await self._statements.run(sa.insert(audio_books), [rows.of_audio_book(book)])

    async def get(self, book_id: UUID) -> AudioBook:
        c = audio_books.c
        row = await self._statements.first(sa.select(audio_books).where(c.id == book_id, c.deleted_at.is_(None)))
        if row is None:
            raise NotFound("There is no such book.", code="book_not_found")
        return rows.audio_book(row)

    async def by_order(self, owner_id: UUID, order_key: str) -> AudioBook | None:
        c = audio_books.c
        row = await self._statements.first(
            sa.select(audio_books)
            .where(c.owner_id == owner_id, c.order_key == order_key, c.deleted_at.is_(None))
            .order_by(c.version.desc())
            .limit(1)
        )
        return rows.audio_book(row) if row else None

    async def save(self, book: AudioBook) -> AudioBook:
        saved = replace(book, revision=book.revision + 1)
        result = await self._statements.run(
            sa.update(audio_books)
            .where(audio_books.c.id == book.id, audio_books.c.revision == book.revision)
            .values(rows.of_audio_book(saved))
        )
        if result.rowcount == 0:
            raise Conflict("Somebody changed the audio book in between: load it again and repeat.", code="stale")
        return saved


class SqlChapters(ChapterRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add_all(self, chapters_: Sequence[Chapter]) -> None:
        if chapters_:
            await self._statements.run(sa.insert(chapters), [rows.of_chapter(chapter) for chapter in chapters_])

    async def get(self, chapter_id: UUID) -> Chapter:
        row = await self._statements.first(sa.select(chapters).where(chapters.c.id == chapter_id))
        if row is None:
            raise NotFound("There is no such chapter.", code="chapter_not_found")
        return rows.chapter(row)

    async def of(self, audio_book_id: UUID) -> tuple[Chapter, ...]:
        found = await self._statements.all(
            sa.select(chapters).where(chapters.c.audio_book_id == audio_book_id).order_by(chapters.c.number)
        )
        return tuple(rows.chapter(row) for row in found)

    async def save(self, chapter: Chapter) -> None:
        result = await self._statements.run(
            sa.update(chapters).where(chapters.c.id == chapter.id).values(rows.of_chapter(chapter))
        )
        if result.rowcount == 0:
            raise NotFound("There is no such chapter.", code="chapter_not_found")
