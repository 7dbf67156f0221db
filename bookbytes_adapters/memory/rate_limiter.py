"""Slots for calls to providers, within one process."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.rate_limiter import RateLimiter


class MemoryRateLimiter(RateLimiter):
    """``limits`` says how many slots a provider has, ``default`` how many any other one has."""

    def __init__(self, limits: Mapping[str, int], default: int, clock: Clock | None = None) -> None:
        self._limits = limits
        self._default = default
        self._clock = clock or SystemClock()
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._paused_until: dict[str, float] = {}

    def slot(self, provider: str) -> AbstractAsyncContextManager[None]:
        return self._slot(provider)

    async def pause(self, provider: str, seconds: float) -> None:
        until = self._clock.monotonic() + seconds
        self._paused_until[provider] = max(until, self._paused_until.get(provider, until))

    @asynccontextmanager
    async def _slot(self, provider: str) -> AsyncIterator[None]:
        if provider not in self._slots:
            self._slots[provider] = asyncio.Semaphore(self._limits.get(provider, self._default))
        async with self._slots[provider]:
            while (left := self._paused_until.get(provider, 0.0) - self._clock.monotonic()) > 0:
                await self._clock.sleep(left)
            yield
