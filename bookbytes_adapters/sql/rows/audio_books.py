"""Audio books and their chapters."""

from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_adapters.sql.rows.failure import failure, of_failure
from bookbytes_adapters.sql.tables import audio_books, chapters
from bookbytes_core.domain.audio_book import AudioBook, Chapter


def audio_book(row: Row) -> AudioBook:
    c = audio_books.c
    return AudioBook(
        id=row[c.id],
        edition_id=row[c.edition_id],
        owner_id=row[c.owner_id],
        order_key=row[c.order_key],
        options=row[c.options],
        recipe=row[c.recipe],
        tier=row[c.tier],
        version=row[c.version],
        generation=row[c.generation],
        status=row[c.status],
        text_key=row[c.text_key],
        error=failure(row, audio_books),
        created_at=row[c.created_at],
        updated_at=row[c.updated_at],
        deleted_at=row[c.deleted_at],
        revision=row[c.revision],
    )


def of_audio_book(entity: AudioBook) -> Values:
    return {
        "id": entity.id,
        "edition_id": entity.edition_id,
        "owner_id": entity.owner_id,
        "order_key": entity.order_key,
        "options": entity.options,
        "recipe": entity.recipe,
        "tier": entity.tier,
        "version": entity.version,
        "generation": entity.generation,
        "status": entity.status,
        "text_key": entity.text_key,
        **of_failure(entity.error),
        "created_at": entity.created_at,
        "updated_at": entity.updated_at,
        "deleted_at": entity.deleted_at,
        "revision": entity.revision,
    }


def chapter(row: Row) -> Chapter:
    c = chapters.c
    return Chapter(
        id=row[c.id],
        audio_book_id=row[c.audio_book_id],
        number=row[c.number],
        title=row[c.title],
        source_word_count=row[c.source_word_count],
        target_words=row[c.target_words],
        status=row[c.status],
        error=failure(row, chapters),
        summary=row[c.summary],
        audio_key=row[c.audio_key],
        duration_seconds=row[c.duration_seconds],
        times=row[c.times],
        created_at=row[c.created_at],
        updated_at=row[c.updated_at],
    )


def of_chapter(entity: Chapter) -> Values:
    return {
        "id": entity.id,
        "audio_book_id": entity.audio_book_id,
        "number": entity.number,
        "title": entity.title,
        "source_word_count": entity.source_word_count,
        "target_words": entity.target_words,
        "status": entity.status,
        **of_failure(entity.error),
        "summary": entity.summary,
        "audio_key": entity.audio_key,
        "duration_seconds": entity.duration_seconds,
        "times": entity.times,
        "created_at": entity.created_at,
        "updated_at": entity.updated_at,
    }
