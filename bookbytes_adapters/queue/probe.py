"""Whether a Redis answers."""

from bookbytes_core.errors import Unavailable
from bookbytes_core.ports.probe import Probe


class RedisProbe(Probe):
    """A PING on a connection of its own, which is opened by the first look. To be closed by whoever made it."""

    def __init__(self, url: str, *, seconds: float) -> None:
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        self._redis = Redis.from_url(
            url,
            max_connections=2,
            socket_connect_timeout=seconds,
            socket_timeout=seconds,
            retry=Retry(NoBackoff(), 1),  # a connection that a restart broke shows only when it is used
        )

    async def look(self) -> None:
        from redis.exceptions import RedisError

        try:
            await self._redis.ping()
        except (RedisError, OSError) as error:
            raise Unavailable(f"Redis does not answer: {error}") from error

    async def close(self) -> None:
        await self._redis.aclose()
