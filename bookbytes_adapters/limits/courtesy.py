"""Books are made with what the answers to requests leave of this process."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.rate_limiter import RateLimiter

LONGEST_SECONDS = 10.0
"""How long a call waits at most, so that books are made under any load: each slot makes at least six calls a minute."""

LOOK_SECONDS = 0.05
"""How often it is looked whether nobody waits. Looks fall anywhere, so the share of them that find a way free is the
share of time that the answers leave."""


class CourteousRateLimiter(RateLimiter):
    """The slots of ``limiter``, but a call to an engine on this machine, one of ``machine_bound``, keeps its slot and
    waits while somebody ``is_busy`` in this process, for ``LONGEST_SECONDS`` at most.

    Python runs one thread at a time: an answer that takes four milliseconds alone takes many times as long beside
    engines that never pause, and where requests come faster than that, the last one waits for all the others.
    """

    def __init__(
        self, limiter: RateLimiter, clock: Clock, is_busy: Callable[[], bool], *, machine_bound: Collection[str]
    ) -> None:
        self._limiter = limiter
        self._clock = clock
        self._is_busy = is_busy
        self._machine_bound = machine_bound

    def slot(self, provider: str) -> AbstractAsyncContextManager[None]:
        return self._slot(provider) if provider in self._machine_bound else self._limiter.slot(provider)

    async def pause(self, provider: str, seconds: float) -> None:
        await self._limiter.pause(provider, seconds)

    @asynccontextmanager
    async def _slot(self, provider: str) -> AsyncIterator[None]:
        async with self._limiter.slot(provider):
            end = self._clock.monotonic() + LONGEST_SECONDS
            while self._is_busy() and self._clock.monotonic() < end:
                await self._clock.sleep(LOOK_SECONDS)
            yield
