"""The cache that outlives restarts: answers of book catalogues in a table."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from loguru import logger
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_writing
from bookbytes_adapters.sql.statements import Rows, Statements
from bookbytes_adapters.sql.tables import api_cache, api_cache_tags
from bookbytes_core.domain.cache_entry import CacheEntry
from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.cache import Cache

T = TypeVar("T")

SWEPT_AT_ONCE = 100
"""Rows that are over, removed with each write."""
HITS_AT_ONCE = 200
"""So many keys' hits are counted here before they are written down, if nothing else is written meanwhile."""
_BETWEEN_TAGS = "\n"


class SqlCache(Cache):
    """Times are the database's own. A read costs one statement and writes nothing: hits are counted here, and written
    down with the next entry. While the database is away it has nothing, and says so once."""

    def __init__(self, engine: AsyncEngine, *, hits_at_once: int = HITS_AT_ONCE) -> None:
        self._engine = engine
        self._hits_at_once = hits_at_once
        self._hits: Counter[str] = Counter()
        self._away = False

    async def get(self, key: str) -> CacheEntry | None:
        row = await self._try(self._engine, lambda statements: statements.first(_entry(key)), None)
        if row is None:
            return None
        self._hits[key] += 1
        if len(self._hits) >= self._hits_at_once:
            await self._write_hits()
        return _read(row)

    async def set(self, key: str, entry: CacheEntry) -> None:
        await self._write(lambda statements: _keep(statements, key, entry), None)
        await self._write_hits()
        await self._write(lambda statements: statements.run(_sweep()), None)

    async def invalidate(self, *keys: str) -> None:
        await self._delete(api_cache.c.cache_key.in_(keys))

    async def invalidate_pattern(self, pattern: str) -> None:
        parts = (part.replace("/", "//").replace("%", "/%").replace("_", "/_") for part in pattern.split("*"))
        await self._delete(api_cache.c.cache_key.like("%".join(parts), escape="/"))

    async def invalidate_tag(self, tag: str) -> tuple[str, ...]:
        tagged = sa.select(api_cache_tags.c.cache_key).where(api_cache_tags.c.tag == tag)
        return await self._delete(api_cache.c.cache_key.in_(tagged))

    async def close(self) -> None:
        """Write down what was counted."""
        await self._write_hits()

    async def _write_hits(self) -> None:
        hits, self._hits = self._hits, Counter()
        if not hits:
            return
        rows = [{"hit_key": key, "more": hits[key]} for key in sorted(hits)]  # in order: nobody waits crosswise
        counted = sa.update(api_cache).where(api_cache.c.cache_key == sa.bindparam("hit_key"))
        more = counted.values(hit_count=api_cache.c.hit_count + sa.bindparam("more"))
        await self._write(lambda statements: statements.run(more, rows), None)

    async def _delete(self, condition: sa.ColumnElement[bool]) -> tuple[str, ...]:
        delete = sa.delete(api_cache).where(condition).returning(api_cache.c.cache_key)
        nothing: Rows = ()
        gone = await self._write(lambda statements: statements.all(delete), nothing)
        return tuple(str(row["cache_key"]) for row in gone)

    async def _write(self, work: Callable[[Statements], Awaitable[T]], otherwise: T) -> T:
        async def committed(statements: Statements) -> T:
            result = await work(statements)
            await statements.commit()
            return result

        return await self._try(for_writing(self._engine), committed, otherwise)

    async def _try(self, engine: AsyncEngine, work: Callable[[Statements], Awaitable[T]], otherwise: T) -> T:
        """What ``work`` gives in a transaction of its own, or ``otherwise`` when the database is in trouble."""
        try:
            async with begun(engine) as connection:
                result = await work(Statements(connection))
        except BookBytesError as error:
            if not self._away:
                logger.warning("The cache in the database cannot be used at present: {}", error.message)
            self._away = True
            return otherwise
        self._away = False
        return result


def _entry(key: str) -> sa.Select[Any]:
    c, tag = api_cache.c, api_cache_tags.c
    tags = sa.select(sa.func.aggregate_strings(tag.tag, _BETWEEN_TAGS)).where(tag.cache_key == c.cache_key)
    return sa.select(
        c.response,
        c.original_ttl,
        c.total_results,
        (c.forget_at - c.expires_at).label("stale"),
        (c.original_ttl - c.expires_at + epoch_now()).label("age"),
        tags.scalar_subquery().label("tags"),
    ).where(c.cache_key == key, c.forget_at > epoch_now())


def _read(row: Mapping[Any, Any]) -> CacheEntry:
    return CacheEntry(
        value=bytes(row["response"]),
        ttl_seconds=row["original_ttl"],
        stale_seconds=row["stale"],
        age_seconds=max(0.0, row["age"]),
        tags=tuple(row["tags"].split(_BETWEEN_TAGS)) if row["tags"] else (),
        total_results=row["total_results"],
    )


async def _keep(statements: Statements, key: str, entry: CacheEntry) -> None:
    await statements.run(_kept(statements.dialect, key, entry))
    await statements.run(sa.delete(api_cache_tags).where(api_cache_tags.c.cache_key == key))
    if entry.tags:
        rows = [{"tag": tag, "cache_key": key} for tag in sorted(set(entry.tags))]
        await statements.run(sa.insert(api_cache_tags), rows)


def _kept(dialect: str, key: str, entry: CacheEntry) -> sa.Executable:
    expires_at = epoch_now() + (entry.ttl_seconds - entry.age_seconds)
    insert = upsert(dialect, api_cache).values(
        cache_key=key,
        source=key.partition(":")[0],
        response=entry.value,
        total_results=entry.total_results,
        expires_at=expires_at,
        forget_at=epoch_now() + entry.seconds_left,
        original_ttl=entry.ttl_seconds,
        hit_count=0,
    )
    new = ("source", "response", "total_results", "expires_at", "forget_at", "original_ttl", "updated_at")
    return insert.on_conflict_do_update(
        index_elements=["cache_key"], set_={name: insert.excluded[name] for name in new}
    )


def _sweep() -> sa.Delete:
    now = sa.select(epoch_now()).scalar_subquery()  # asked once, so that the index can be used
    over = sa.select(api_cache.c.cache_key).where(api_cache.c.forget_at <= now)
    some = over.order_by(api_cache.c.forget_at).limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)
    return sa.delete(api_cache).where(api_cache.c.cache_key.in_(some))
