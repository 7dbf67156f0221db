"""A cache that counts what it is asked."""

from bookbytes_core.domain.cache_entry import CacheEntry
from bookbytes_core.ports.cache import Cache
from bookbytes_core.ports.statistics import CacheCounts, CacheMeter


class MeteredCache(Cache, CacheMeter):
    """``cache``, with its hits and misses counted in this process since its start."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._hits = self._stale = self._misses = 0

    @property
    def counts(self) -> CacheCounts:
        return CacheCounts(self._hits, self._stale, self._misses)

    async def get(self, key: str) -> CacheEntry | None:
        entry = await self._cache.get(key)
        if entry is None:
            self._misses += 1
        elif entry.age_seconds > entry.ttl_seconds:
            self._stale += 1
        else:
            self._hits += 1
        return entry

    async def set(self, key: str, entry: CacheEntry) -> None:
        await self._cache.set(key, entry)

    async def invalidate(self, *keys: str) -> None:
        await self._cache.invalidate(*keys)

    async def invalidate_pattern(self, pattern: str) -> None:
        await self._cache.invalidate_pattern(pattern)

    async def invalidate_tag(self, tag: str) -> tuple[str, ...]:
        return await self._cache.invalidate_tag(tag)
