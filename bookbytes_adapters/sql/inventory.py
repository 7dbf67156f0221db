"""What the tables say is stored."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.engine import begun, for_looking
from bookbytes_adapters.sql.rows import audio_books as rows
from bookbytes_adapters.sql.rows import jobs as call_rows
from bookbytes_adapters.sql.tables import audio_books, chapters, imported_texts, provider_calls
from bookbytes_core.domain.audio_book import Chapter
from bookbytes_core.domain.cost import Call
from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.ports.inventory import Inventory


class SqlInventory(Inventory):
    """``named`` reads whole tables, for not every column that names an object has an index: ask for many at once."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def named(self, keys: Collection[str]) -> frozenset[str]:
        by_stem: dict[str, list[str]] = {}
        for key in keys:
            by_stem.setdefault(key.rpartition(".")[0], []).append(key)
        found = {row[0] for row in await _rows(self._engine, _naming(list(keys)))}
        stems = await _rows(self._engine, _one_of(chapters.c.audio_key, list(by_stem)))
        return frozenset(found).union(*(by_stem[row[0]] for row in stems))

    async def calls(self, keys: Collection[str]) -> tuple[Call, ...]:
        found = sa.select(provider_calls).where(provider_calls.c.key.in_(list(keys)))
        return tuple(call_rows.call(row) for row in await all_of(self._engine, found))

    async def sounds(self, *, after: UUID | None, limit: int) -> tuple[Chapter, ...]:
        c = chapters.c
        standing = (c.audio_book_id == audio_books.c.id) & audio_books.c.deleted_at.is_(None)
        heard = (c.status == ChapterStatus.COMPLETED) & c.audio_key.is_not(None)
        found = sa.select(chapters).join(audio_books, standing).where(heard)
        return tuple(map(rows.chapter, await all_of(self._engine, page(found, c.id, after, limit))))

    async def results(self, *, after: str, limit: int) -> tuple[str, ...]:
        key = provider_calls.c.result_key
        found = page(sa.select(key).distinct().where(key.is_not(None)), key, after, limit)
        return tuple(row[0] for row in await _rows(self._engine, found))

    async def texts(self, *, after: str, limit: int) -> tuple[str, ...]:
        book, text = audio_books.c, imported_texts.c
        keys = sa.union(
            sa.select(text.text_key.label("key")),
            sa.select(text.cover_key).where(text.cover_key.is_not(None)),
            sa.select(book.text_key).where(book.text_key != "", book.deleted_at.is_(None)),
        ).subquery("keys")
        return tuple(row[0] for row in await _rows(self._engine, page(sa.select(keys), keys.c.key, after, limit)))


def page(select: sa.Select[Any], place: sa.ColumnElement[Any], after: object, limit: int) -> sa.Select[Any]:
    """The first ``limit`` rows of ``select`` behind the one at ``after``; None and "" stand before the first."""
    behind = select.where(place > after) if after else select
    return behind.order_by(place).limit(limit)


async def all_of(engine: AsyncEngine, select: sa.Select[Any]) -> Sequence[Mapping[Any, Any]]:
    async with begun(for_looking(engine)) as connection:
        found: Sequence[Mapping[Any, Any]] = (await connection.execute(select)).mappings().all()
    return found


def _naming(keys: list[str]) -> sa.CompoundSelect[Any]:
    text, book, call = imported_texts.c, audio_books.c, provider_calls.c
    return sa.union(
        *(_one_of(column, keys) for column in (text.text_key, text.cover_key, book.text_key, call.result_key))
    )


def _one_of(column: sa.ColumnElement[str], keys: list[str]) -> sa.Select[Any]:
    return sa.select(column).distinct().where(column.in_(keys))


async def _rows(engine: AsyncEngine, select: sa.Select[Any] | sa.CompoundSelect[Any]) -> Sequence[Sequence[Any]]:
    async with begun(for_looking(engine)) as connection:
        found: Sequence[Sequence[Any]] = (await connection.execute(select)).all()
    return found
