"""Turns to ask providers, within one process."""

import asyncio
import math
from collections import defaultdict
from collections.abc import Mapping

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.pacer import Pacer


class MemoryPacer(Pacer):
    """``rates`` says how many turns a second a name has, evenly spaced; who is not named there need not wait."""

    def __init__(self, rates: Mapping[str, float], clock: Clock | None = None) -> None:
        self._rates = rates
        self._clock = clock or SystemClock()
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}

    async def turn(self, name: str) -> None:
        if name not in self._rates:
            return
        async with self._lines[name]:  # first come, first served
            while (wait := self._next.get(name, -math.inf) - self._clock.monotonic()) > 0:
                await self._clock.sleep(wait)
            self._next[name] = self._clock.monotonic() + 1 / self._rates[name]
