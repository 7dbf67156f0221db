"""Turns to ask providers, shared by all processes that use one Redis."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from time import monotonic

from loguru import logger

from bookbytes_core.ports.pacer import Pacer

AWAY_SECONDS = 5.0
"""So long Redis is left alone once it has not answered."""
ANSWER_SECONDS = 1.0

TURN = """
-- keys: when the next turn is; arguments: seconds between turns. Answers how long to wait; 0 is a turn.
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local left = tonumber(redis.call('GET', KEYS[1]) or '0') - now
if left > 0 then return tostring(left) end
redis.call('SET', KEYS[1], string.format('%.6f', now + ARGV[1]), 'PX', math.ceil(ARGV[1] * 1000))
return '0'
"""


class RedisPacer(Pacer):
    """``rates`` says how many turns a second a name has, evenly spaced; who is not named there need not wait.

    Whoever wants a turn first takes one of ``local``, which must have the same rates, and then one of all. Time is
    Redis's own. While Redis does not answer ``local`` alone decides: each process keeps the pace by itself.
    """

    def __init__(self, url: str, local: Pacer, rates: Mapping[str, float]) -> None:
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
        self._take = self._redis.register_script(TURN)
        self._local = local
        self._rates = rates
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._away_until = 0.0

    async def turn(self, name: str) -> None:
        if name not in self._rates:
            return
        async with self._lines[name]:  # first come, first served
            await self._local.turn(name)
            while (wait := await self._seconds_to_wait(name)) > 0:  # noqa: ASYNC110 - Redis sends no event
                await asyncio.sleep(wait)

    async def close(self) -> None:
        await self._redis.aclose()

    async def _seconds_to_wait(self, name: str) -> float:
        """0: the turn is the caller's."""
        if monotonic() < self._away_until:
            return 0.0
        try:
            return float(await self._take(keys=[f"bookbytes:turns:{name}"], args=[1 / self._rates[name]]))
        except self._trouble as error:
            logger.warning("Redis does not answer ({}): until it does each process keeps the pace by itself.", error)
            self._away_until = monotonic() + AWAY_SECONDS
            return 0.0
