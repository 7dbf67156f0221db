"""The cache on a Redis that may forget."""

import json
import math
import zlib
from collections.abc import Awaitable, Iterable
from typing import cast

from bookbytes_adapters.cache.scripts import KEEP, READ
from bookbytes_adapters.cache.server import CacheServer
from bookbytes_core.domain.cache_entry import CacheEntry
from bookbytes_core.ports.cache import Cache

LONGEST_SECONDS = 3600.0
"""So long an entry is kept here at most: what was missed while Redis was away is not missed for ever."""
_ENTRY = "bookbytes:cache:1:entry:"
_TAG = "bookbytes:cache:1:tag:"
"""1 is the format below; one of another format is not seen."""
_SCANNED_AT_ONCE = 1000


class RedisCache(Cache):
    """An entry is one string: when it was made, by Redis's clock; a checksum of the rest; a line of JSON; the value."""

    def __init__(self, server: CacheServer, *, longest_seconds: float = LONGEST_SECONDS) -> None:
        self._server = server
        self._redis = server.redis
        self._read = server.redis.register_script(READ)
        self._keep = server.redis.register_script(KEEP)
        self._longest_seconds = longest_seconds

    async def get(self, key: str) -> CacheEntry | None:
        found = await self._server.ask(lambda: self._read(keys=[_ENTRY + key]), None)
        if not found:
            return None
        stored, seconds, micros = found
        try:
            entry = _load(stored, int(seconds) + int(micros) / 1_000_000)
        except ValueError:
            return None
        return entry if entry.seconds_left > 0 else None

    async def set(self, key: str, entry: CacheEntry) -> None:
        milliseconds = math.ceil(min(entry.seconds_left, self._longest_seconds) * 1000)
        if milliseconds > 0:
            keys = [_ENTRY + key, *(_TAG + tag for tag in entry.tags)]
            stored = _dump(entry)
            await self._server.ask(lambda: self._keep(keys=keys, args=[milliseconds, entry.age_seconds, stored]), None)

    async def invalidate(self, *keys: str) -> None:
        await self._server.ask(lambda: self._drop(_ENTRY + key for key in keys), None)

    async def invalidate_pattern(self, pattern: str) -> None:
        await self._server.ask(lambda: self._drop_like(_ENTRY + _escaped(pattern)), None)

    async def invalidate_tag(self, tag: str) -> tuple[str, ...]:
        return await self._server.ask(lambda: self._drop_tagged(_TAG + tag), ())

    async def _drop(self, names: Iterable[str | bytes]) -> None:
        if some := tuple(names):
            await self._redis.unlink(*some)

    async def _drop_like(self, pattern: str) -> None:
        cursor = -1
        while cursor:
            cursor, names = await self._redis.scan(max(cursor, 0), match=pattern, count=_SCANNED_AT_ONCE)
            await self._drop(names)

    async def _drop_tagged(self, tag: str) -> tuple[str, ...]:
        names = sorted(await cast("Awaitable[set[bytes]]", self._redis.smembers(tag)))
        await self._drop([*names, tag])
        return tuple(name.decode().removeprefix(_ENTRY) for name in names)


def _escaped(pattern: str) -> str:
    return "".join(f"\\{character}" if character in "?[]\\" else character for character in pattern)


def _dump(entry: CacheEntry) -> bytes:
    about = [entry.ttl_seconds, entry.stale_seconds, entry.total_results, entry.tags]
    rest = json.dumps(about).encode() + b"\n" + entry.value
    return b"%08x\n" % zlib.crc32(rest) + rest


def _load(stored: bytes, now: float) -> CacheEntry:
    """Raises ``ValueError`` for what is damaged."""
    born, checksum, rest = stored.split(b"\n", 2)
    if int(checksum, 16) != zlib.crc32(rest):
        raise ValueError("damaged")
    about, _, value = rest.partition(b"\n")
    ttl_seconds, stale_seconds, total_results, tags = json.loads(about)
    return CacheEntry(
        value=value,
        ttl_seconds=ttl_seconds,
        stale_seconds=stale_seconds,
        age_seconds=max(0.0, now - float(born)),
        tags=tuple(tags),
        total_results=total_results,
    )
