"""Locks on a Redis that may forget: a lost one costs a second call, no more."""

from bookbytes_adapters.cache.scripts import GIVE_BACK, TAKE
from bookbytes_adapters.cache.server import CacheServer
from bookbytes_core.ports.locks import Locks

_LOCK = "bookbytes:cache:1:lock:"


class RedisLocks(Locks):
    """While Redis does not answer ``otherwise`` decides."""

    def __init__(self, server: CacheServer, otherwise: Locks) -> None:
        self._server = server
        self._otherwise = otherwise
        self._take = server.redis.register_script(TAKE)
        self._give_back = server.redis.register_script(GIVE_BACK)
        self._elsewhere: set[tuple[str, str]] = set()

    async def take(self, name: str, holder: str, *, seconds: float) -> bool:
        milliseconds = max(1, round(seconds * 1000))
        taken = await self._server.ask(lambda: self._take(keys=[_LOCK + name], args=[holder, milliseconds]), None)
        if taken is not None:
            return bool(taken)
        self._elsewhere.add((name, holder))
        return await self._otherwise.take(name, holder, seconds=seconds)

    async def give_back(self, name: str, holder: str) -> None:
        await self._server.ask(lambda: self._give_back(keys=[_LOCK + name], args=[holder]), None)
        if (name, holder) in self._elsewhere:
            self._elsewhere.discard((name, holder))
            await self._otherwise.give_back(name, holder)
