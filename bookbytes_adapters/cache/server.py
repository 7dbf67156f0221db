"""The Redis that may forget, and what happens while it does not answer."""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from loguru import logger

from bookbytes_core.errors import Unavailable

T = TypeVar("T")

ANSWER_SECONDS = 1.0
AWAY_SECONDS = 5.0
"""So long Redis is left alone once it has not answered."""
CONNECTIONS = 20


class CacheServer:
    """One pool of connections, opened when they are needed. A Redis that is away or slow is told once, left alone for
    a while, and asked again."""

    def __init__(self, url: str, *, answer_seconds: float = ANSWER_SECONDS, away_seconds: float = AWAY_SECONDS) -> None:
        from redis.asyncio import BlockingConnectionPool, Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError

        self._trouble = (RedisError, OSError)
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=CONNECTIONS,
            timeout=answer_seconds,
            socket_connect_timeout=answer_seconds,
            socket_timeout=answer_seconds,
            retry=Retry(NoBackoff(), 1),  # a connection that a restart broke shows only when it is used
        )
        self.redis = Redis.from_pool(pool)
        self._away_seconds = away_seconds
        self._away_until = 0.0
        self._told = False

    async def ask(self, question: Callable[[], Awaitable[T]], otherwise: T) -> T:
        """Redis's answer, or ``otherwise`` while it is away."""
        if monotonic() < self._away_until:
            return otherwise
        try:
            answer = await question()
        except self._trouble as error:
            self._leave_alone(error)
            return otherwise
        if self._told:
            logger.info("The cache's Redis answers again.")
        self._told = False
        return answer

    async def ping(self) -> None:
        """Raises ``Unavailable`` while Redis does not answer."""
        try:
            await self.redis.ping()
        except self._trouble as error:
            raise Unavailable(f"The cache's Redis does not answer: {error}") from error

    async def close(self) -> None:
        await self.redis.aclose()

    def _leave_alone(self, error: Exception) -> None:
        if not self._told:
            logger.warning("The cache's Redis does not answer ({}): the database answers in its place.", error)
        self._told = True
        self._away_until = monotonic() + self._away_seconds
