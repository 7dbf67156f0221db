"""Attempts counted within one process."""

from collections import OrderedDict
from collections.abc import Sequence

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.throttle import Quota, Throttle

MOST_KEYS = 100_000
"""Whoever tries under more keys than that at a time pushes the oldest out: memory is worth more than their counts."""


class MemoryThrottle(Throttle):
    def __init__(self, clock: Clock | None = None, *, most_keys: int = MOST_KEYS) -> None:
        self._clock = clock or SystemClock()
        self._most_keys = most_keys
        self._counted: OrderedDict[str, tuple[int, float]] = OrderedDict()
        """By key: how many attempts, and when they are over."""

    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        now = self._clock.monotonic()
        waits = tuple(self._wait(quota, now) for quota in quotas)
        if not any(waits):
            for quota in quotas:
                self._count(quota, now)
        return waits

    def _wait(self, quota: Quota, now: float) -> float:
        count, until = self._counted.get(quota.key, (0, now))
        return until - now if until > now and count >= quota.most else 0.0

    def _count(self, quota: Quota, now: float) -> None:
        count, until = self._counted.pop(quota.key, (0, now))
        self._counted[quota.key] = (count + 1, until) if until > now else (1, now + quota.seconds)
        while len(self._counted) > self._most_keys:
            self._counted.popitem(last=False)
