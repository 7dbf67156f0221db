"""Two caches as one: a quick one that may forget before one that keeps."""

from collections.abc import Callable
from secrets import SystemRandom

from bookbytes_core.domain.cache_entry import CacheEntry
from bookbytes_core.ports.cache import Cache


class TieredCache(Cache):
    """What ``first`` has not, ``second`` may have, and then ``first`` has it again. Both keep an entry for the same
    time, which differs from the wanted one by a tenth at most; ``chance`` gives numbers from 0 to 1, those of the
    machine if it is left out.

    An entry of ``first`` that is about to end is compared with the one of ``second``, which another process may have
    renewed. Invalidated are first the entries of ``second`` and then those of ``first``: a reader in between may put
    one back, which is why ``first`` should keep nothing for long.
    """

    def __init__(self, first: Cache, second: Cache, chance: Callable[[], float] | None = None) -> None:
        self._first = first
        self._second = second
        self._chance = chance or SystemRandom().random

    async def get(self, key: str) -> CacheEntry | None:
        quick = await self._first.get(key)
        if quick is not None and not quick.needs_revalidation:
            return quick
        kept = await self._second.get(key)
        if kept is None or (quick is not None and quick.age_seconds <= kept.age_seconds):
            return quick
        await self._first.set(key, kept)
        return kept

    async def set(self, key: str, entry: CacheEntry) -> None:
        spread = entry.spread(self._chance())
        await self._second.set(key, spread)
        await self._first.set(key, spread)

    async def invalidate(self, *keys: str) -> None:
        await self._second.invalidate(*keys)
        await self._first.invalidate(*keys)

    async def invalidate_pattern(self, pattern: str) -> None:
        await self._second.invalidate_pattern(pattern)
        await self._first.invalidate_pattern(pattern)

    async def invalidate_tag(self, tag: str) -> tuple[str, ...]:
        kept = await self._second.invalidate_tag(tag)
        await self._first.invalidate(*kept)
        quick = await self._first.invalidate_tag(tag)
        return tuple(dict.fromkeys((*kept, *quick)))
