"""Attempts counted by all processes that use one Redis."""

import math
from collections.abc import Sequence
from time import monotonic

from loguru import logger

from bookbytes_core.ports.throttle import Quota, Throttle

AWAY_SECONDS = 5.0
"""So long Redis is left alone once it has not answered."""
ANSWER_SECONDS = 1.0

COUNT = """
-- keys: one for each quota; arguments: for each how many attempts and for how many milliseconds.
-- Answers for how many milliseconds to wait for each; nothing but 0 has counted the attempt under all of them.
local waits, free = {}, true
for i, key in ipairs(KEYS) do
    waits[i] = 0
    if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * i - 1]) then
        waits[i] = math.max(redis.call('PTTL', key), 1)
        free = false
    end
end
if free then
    for i, key in ipairs(KEYS) do
        if redis.call('INCR', key) == 1 then redis.call('PEXPIRE', key, ARGV[2 * i]) end
    end
end
return waits
"""


class RedisThrottle(Throttle):
    """A key is a number that Redis forgets when its time is over. While Redis does not answer, ``local`` decides: each
    process counts for itself."""

    def __init__(self, url: str, local: Throttle) -> None:
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
        self._count = self._redis.register_script(COUNT)
        self._local = local
        self._away_until = 0.0

    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        if monotonic() < self._away_until:
            return await self._local.attempt(quotas)
        keys = [f"bookbytes:attempts:{quota.key}" for quota in quotas]
        numbers = [number for quota in quotas for number in (quota.most, math.ceil(quota.seconds * 1000))]
        try:
            return tuple(int(wait) / 1000 for wait in await self._count(keys=keys, args=numbers))
        except self._trouble as error:
            logger.warning("Redis does not answer ({}): until it does each process counts attempts by itself.", error)
            self._away_until = monotonic() + AWAY_SECONDS
            return await self._local.attempt(quotas)

    async def close(self) -> None:
        await self._redis.aclose()
