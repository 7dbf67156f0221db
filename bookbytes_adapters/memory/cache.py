"""A cache within one process."""

import math
from collections import OrderedDict
from dataclasses import replace
from fnmatch import fnmatchcase

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.domain.cache_entry import CacheEntry
from bookbytes_core.ports.cache import Cache
from bookbytes_core.ports.clock import Clock

MAX_BYTES = 32 * 1024 * 1024
_OVERHEAD_BYTES = 1000
"""About what an entry costs besides its value."""


class MemoryCache(Cache):
    """Forgets what was used longest ago when it holds more than ``max_bytes``, and everything after
    ``longest_seconds``: other processes' invalidations are not heard here."""

    def __init__(
        self, clock: Clock | None = None, *, max_bytes: int = MAX_BYTES, longest_seconds: float = math.inf
    ) -> None:
        self._clock = clock or SystemClock()
        self._max_bytes = max_bytes
        self._longest_seconds = longest_seconds
        self._kept: OrderedDict[str, tuple[CacheEntry, float]] = OrderedDict()
        self._bytes = 0

    async def get(self, key: str) -> CacheEntry | None:
        if key not in self._kept:
            return None
        entry, at = self._kept[key]
        passed = self._clock.monotonic() - at
        if passed >= min(entry.seconds_left, self._longest_seconds):
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return replace(entry, age_seconds=entry.age_seconds + passed)

    async def set(self, key: str, entry: CacheEntry) -> None:
        self._drop(key)
        self._kept[key] = (entry, self._clock.monotonic())
        self._bytes += _size(entry)
        while self._bytes > self._max_bytes:
            self._drop(next(iter(self._kept)))

    async def invalidate(self, *keys: str) -> None:
        for key in keys:
            self._drop(key)

    async def invalidate_pattern(self, pattern: str) -> None:
        plain = pattern.replace("[", "[[]").replace("?", "[?]")
        await self.invalidate(*[key for key in self._kept if fnmatchcase(key, plain)])

    async def invalidate_tag(self, tag: str) -> tuple[str, ...]:
        tagged = tuple(key for key, (entry, _) in self._kept.items() if tag in entry.tags)
        await self.invalidate(*tagged)
        return tagged

    def _drop(self, key: str) -> None:
        if key in self._kept:
            entry, _ = self._kept.pop(key)
            self._bytes -= _size(entry)


def _size(entry: CacheEntry) -> int:
    return len(entry.value) + sum(map(len, entry.tags)) + _OVERHEAD_BYTES
