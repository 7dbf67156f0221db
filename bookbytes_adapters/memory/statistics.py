"""Counts over what the memory holds."""

from collections import Counter
from decimal import Decimal

from bookbytes_adapters.memory.store import NEVER, MemoryStore, StoredJob
from bookbytes_core.domain.cost import CallKind, CallState
from bookbytes_core.domain.status import Status
from bookbytes_core.ports.statistics import (
    CacheCounts,
    CacheMeter,
    CallCount,
    QueueCounts,
    StatisticsReader,
    WorkCounts,
)


class MemoryStatisticsReader(StatisticsReader):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def count(self) -> WorkCounts:
        stored = tuple(self._store.state.jobs.values())
        pending = [each.job.created_at for each in stored if each.job.status is Status.PENDING]
        kinds = Counter(filter(None, (self._kind(each) for each in stored)))
        return WorkCounts(
            jobs=dict(Counter(each.job.status for each in stored)),
            queue=QueueCounts(**kinds),
            oldest_pending_at=min(pending, default=None),
            calls=self._calls(),
        )

    def _kind(self, stored: StoredJob) -> str:
        if stored.job.status is Status.PENDING:
            return "waiting" if stored.sent_at == NEVER else "sent"
        if stored.job.status is Status.PROCESSING:
            return "running" if stored.lease_expires_at > self._store.clock.monotonic() else "abandoned"
        return ""

    def _calls(self) -> tuple[CallCount, ...]:
        found: dict[tuple[str, CallKind, CallState], tuple[int, Decimal]] = {}
        for call in self._store.state.calls.values():
            group = (call.provider, call.kind, call.state)
            calls, cost = found.get(group, (0, Decimal(0)))
            found[group] = (calls + 1, cost + call.usage.cost_usd)
        return tuple(CallCount(*group, *found[group]) for group in sorted(found))


class NoCache(CacheMeter):
    """The meter of a cache that is not there."""

    @property
    def counts(self) -> CacheCounts:
        return CacheCounts()
