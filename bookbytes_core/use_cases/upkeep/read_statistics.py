"""The numbers that operators watch."""

import asyncio
from dataclasses import dataclass, field

from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.statistics import CacheCounts, CacheMeter, StatisticsReader, WorkCounts

KEPT_SECONDS = 10.0
"""So long counts are shown again at least: however many ask and however often, the store counts six times a minute."""
REST = 50
"""So many times as long as a count took it is shown again at least: a large store is busy with it 2 % of the time."""
LIMIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Statistics:
    """``work`` is None while the store does not answer. ``oldest_pending_seconds`` is 0 where nothing waits."""

    work: WorkCounts | None
    oldest_pending_seconds: float
    cache: CacheCounts


@dataclass(slots=True, kw_only=True)
class ReadStatistics:
    """Counts at most once in ``KEPT_SECONDS`` and in ``REST`` times what a count takes, waits ``limit_seconds`` for it
    and never has two counts under way."""

    reader: StatisticsReader
    cache: CacheMeter
    clock: Clock
    limit_seconds: float = LIMIT_SECONDS
    _kept: WorkCounts | None = None
    _kept_until: float = float("-inf")
    _counting: "asyncio.Task[None] | None" = field(default=None)

    async def __call__(self) -> Statistics:
        if self.clock.monotonic() >= self._kept_until:
            await self._count()
        waits_since = self._kept.oldest_pending_at if self._kept else None
        age = (self.clock.now() - waits_since).total_seconds() if waits_since else 0.0
        return Statistics(self._kept, max(0.0, age), self.cache.counts)

    async def close(self) -> None:
        """End a count that still goes on."""
        if self._counting is not None:
            self._counting.cancel()
            await asyncio.wait((self._counting,))

    async def _count(self) -> None:
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._counted())
        counting = self._counting
        patience = asyncio.ensure_future(self.clock.sleep(self.limit_seconds))
        try:
            await asyncio.wait((counting, patience), return_when=asyncio.FIRST_COMPLETED)
        finally:
            patience.cancel()
        if not counting.done():
            self._kept = None
        elif not counting.cancelled():
            counting.result()

    async def _counted(self) -> None:
        began = self.clock.monotonic()
        try:
            self._kept = await self.reader.count()
        except BookBytesError:
            self._kept = None
        ended = self.clock.monotonic()
        self._kept_until = ended + max(KEPT_SECONDS, REST * (ended - began))
