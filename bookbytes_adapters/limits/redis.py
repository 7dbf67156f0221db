"""Slots for calls to providers, shared by all processes that use one Redis."""

import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from time import monotonic

from loguru import logger

from bookbytes_adapters.limits.line import Line
from bookbytes_adapters.limits.scripts import PAUSE, TAKE
from bookbytes_core.ports.rate_limiter import RateLimiter

SLOT_SECONDS = 6.0
"""The slots of a process that no longer renews them come back after so long: before its leases run out, for whoever
takes up its jobs can do nothing without slots."""
WAITING_SECONDS = 0.1
"""A process that has not asked again for so long does not hold up the others."""
AWAY_SECONDS = 5.0
"""So long Redis is left alone once it has not answered."""
ANSWER_SECONDS = 1.0


class RedisRateLimiter(RateLimiter):
    """``limits`` says how many slots a provider has among all processes, ``default`` how many any other one has.

    Whoever wants a slot first takes one of ``local``, which must have the same limits, and then one of all. Providers
    in ``machine_bound`` are engines on this machine: for them ``local`` alone decides. Processes that wait for the same
    provider take turns, however many callers each of them has. A pause holds for all. Time is Redis's own.

    While Redis does not answer ``local`` alone decides, too: paid work goes on, with at most the limit in each process.
    A provider that finds that too much says so (429), and every process that hears it pauses.
    """

    def __init__(
        self,
        url: str,
        local: RateLimiter,
        limits: Mapping[str, int],
        default: int,
        *,
        machine_bound: Collection[str] = (),
        slot_seconds: float = SLOT_SECONDS,
    ) -> None:
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError

        self._trouble = (RedisError, OSError)
        self._redis = Redis.from_url(
            url,
            socket_connect_timeout=ANSWER_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 1),  # a connection that a restart broke shows only when it is used
        )
        self._take = self._redis.register_script(TAKE)
        self._pause = self._redis.register_script(PAUSE)
        self._local = local
        self._limits = limits
        self._default = default
        self._machine_bound = machine_bound
        self._slot_seconds = slot_seconds
        self._name = secrets.token_hex(8)
        self._lines: dict[str, Line] = {}
        self._away_until = 0.0

    def slot(self, provider: str) -> AbstractAsyncContextManager[None]:
        return self._local.slot(provider) if provider in self._machine_bound else self._slot(provider)

    async def pause(self, provider: str, seconds: float) -> None:
        await self._local.pause(provider, seconds)
        if provider in self._machine_bound:
            return
        try:
            await self._pause(keys=[_key(provider, "pause")], args=[seconds])
        except self._trouble as error:
            self._leave_alone(error)

    async def close(self) -> None:
        """Give all slots back and close the connections."""
        for line in self._lines.values():
            await line.close()
        await self._redis.aclose()

    @asynccontextmanager
    async def _slot(self, provider: str) -> AsyncIterator[None]:
        async with self._local.slot(provider):
            if provider not in self._lines:
                self._lines[provider] = Line(lambda held, wanted: self._ask(provider, held, wanted), self._slot_seconds)
            line = self._lines[provider]
            await line.wait()
            try:
                yield
            finally:
                line.give_back()

    async def _ask(self, provider: str, held: int, wanted: int) -> tuple[int, float]:
        if monotonic() < self._away_until:
            return wanted, 0.0
        keys = [_key(provider, name) for name in ("slots", "alive", "waiting", "turns", "pause")]
        limit = self._limits.get(provider, self._default)
        try:
            granted, pause = await self._take(
                keys=keys, args=[self._name, limit, self._slot_seconds, held, wanted, WAITING_SECONDS]
            )
        except self._trouble as error:
            self._leave_alone(error)
            return wanted, 0.0
        return int(granted), float(pause)

    def _leave_alone(self, error: Exception) -> None:
        logger.warning("Redis does not answer ({}): until it does each process keeps the limits by itself.", error)
        self._away_until = monotonic() + AWAY_SECONDS


def _key(provider: str, name: str) -> str:
    return f"bookbytes:limits:{provider}:{name}"
