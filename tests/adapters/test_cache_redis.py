"""The cache, its locks and the pacer on a real Redis, and a Redis that goes away; and two tiers as one."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from loguru import logger
from redis import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.cache.locks import RedisLocks
from bookbytes_adapters.cache.redis import RedisCache
from bookbytes_adapters.cache.server import CacheServer
from bookbytes_adapters.cache.tiered import TieredCache
from bookbytes_adapters.limits.pacer import RedisPacer
from bookbytes_adapters.memory import MemoryCache, MemoryLocks, MemoryPacer, SystemClock
from bookbytes_adapters.sql.cache import SqlCache
from bookbytes_adapters.sql.engine import make_engine
from tests.contracts.cache import KEY, OTHER, CacheContract, an_entry
from tests.contracts.locks import LocksContract
from tests.contracts.pacer import PacerContract
from tests.support.databases import a_database
from tests.support.redis_server import RedisServer, a_redis

RATES = {"slow": 10, "other": 10}
_NAME = f"bookbytes:cache:1:entry:{KEY}"


@pytest.fixture
async def server(redis_url: str) -> AsyncIterator[CacheServer]:
    server = CacheServer(redis_url)
    yield server
    await server.close()


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(a_database(tmp_path))
    yield engine
    await engine.dispose()


class TestRedisCache(CacheContract):
    @pytest.fixture
    def cache(self, server: CacheServer) -> RedisCache:
        return RedisCache(server)

    @pytest.mark.parametrize("damage", ["", "x", "1\nx\n", "1.0\n00000000\n[60, 0, null, []]\nvalue"])
    async def test_c09_a_damaged_entry_is_none(self, damage: str, cache: RedisCache, redis_url: str) -> None:
        with Redis.from_url(redis_url) as client:
            client.set(_NAME, damage)

        assert await cache.get(KEY) is None

    async def test_c09_every_changed_byte_is_noticed(self, cache: RedisCache, redis_url: str) -> None:
        await cache.set(KEY, an_entry(b"abc", tags=("t",)))
        with Redis.from_url(redis_url) as client:
            stored = client.get(_NAME)
            assert isinstance(stored, bytes)
            for place in range(stored.index(b"\n") + 1, len(stored)):
                client.set(_NAME, stored[:place] + bytes([stored[place] ^ 1]) + stored[place + 1 :])
                assert await cache.get(KEY) is None

    async def test_nothing_is_kept_without_an_end(self, cache: RedisCache, redis_url: str) -> None:
        await cache.set(KEY, an_entry(ttl_seconds=1e6, tags=("t",)))
        with Redis.from_url(redis_url) as client:
            assert all(0 < client.pttl(name) <= 3_600_000 for name in client.keys("*"))


class TestRedisLocks(LocksContract):
    @pytest.fixture
    def locks(self, server: CacheServer) -> RedisLocks:
        return RedisLocks(server, MemoryLocks())


class TestRedisPacer(PacerContract):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()

    @pytest.fixture
    async def pacer(self, redis_url: str) -> AsyncIterator[RedisPacer]:
        pacer = RedisPacer(redis_url, MemoryPacer(RATES), RATES)
        yield pacer
        await pacer.close()

    @pytest.fixture
    async def neighbour(self, redis_url: str) -> AsyncIterator[RedisPacer]:
        pacer = RedisPacer(redis_url, MemoryPacer(RATES), RATES)
        yield pacer
        await pacer.close()


class TestTieredCache(CacheContract):
    @pytest.fixture(params=["memory", "redis"])
    def first(self, request: pytest.FixtureRequest) -> MemoryCache | RedisCache:
        return MemoryCache() if request.param == "memory" else RedisCache(request.getfixturevalue("server"))

    @pytest.fixture
    def second(self, engine: AsyncEngine) -> SqlCache:
        return SqlCache(engine)

    @pytest.fixture
    def cache(self, first: MemoryCache | RedisCache, second: SqlCache) -> TieredCache:
        return TieredCache(first, second)


class TestTwoTiers:
    """What only the two together promise."""

    @pytest.fixture
    def first(self) -> MemoryCache:
        return MemoryCache()

    @pytest.fixture
    def second(self) -> MemoryCache:
        return MemoryCache()

    @pytest.mark.parametrize(("chance", "ttl"), [(0.0, 90), (0.5, 100), (1.0, 110)])
    async def test_r33_both_keep_it_for_about_its_time(
        self, chance: float, ttl: float, first: MemoryCache, second: MemoryCache
    ) -> None:
        await TieredCache(first, second, lambda: chance).set(KEY, an_entry(ttl_seconds=100.0, stale_seconds=7.0))

        for tier in (first, second):
            found = await tier.get(KEY)
            assert found is not None
            assert (found.ttl_seconds, found.stale_seconds) == (pytest.approx(ttl), 7)

    async def test_what_the_first_forgot_it_gets_back_as_old_as_it_is(
        self, first: MemoryCache, second: MemoryCache
    ) -> None:
        await second.set(KEY, an_entry(age_seconds=30.0, tags=("t",)))

        await TieredCache(first, second).get(KEY)

        found = await first.get(KEY)
        assert found is not None
        assert found.age_seconds >= 30
        assert found.tags == ("t",)

    async def test_what_another_process_renewed_is_not_renewed_again(
        self, first: MemoryCache, second: MemoryCache
    ) -> None:
        cache = TieredCache(first, second)
        await first.set(KEY, an_entry(b"old", age_seconds=55.0))
        await second.set(KEY, an_entry(b"old", age_seconds=55.0))
        await second.set(KEY, an_entry(b"new"))

        found = await cache.get(KEY)

        assert found is not None
        assert found.value == b"new"

    async def test_a_tag_the_first_forgot_is_known_to_the_second(self, first: MemoryCache, second: MemoryCache) -> None:
        await first.set(KEY, an_entry())
        await second.set(KEY, an_entry(tags=("t",)))
        await first.set(OTHER, an_entry(tags=("t",)))

        assert await TieredCache(first, second).invalidate_tag("t") == (KEY, OTHER)

        assert [await first.get(KEY), await first.get(OTHER)] == [None, None]


async def test_c09_a_redis_that_is_killed_is_told_once_and_left_alone(redis_server: RedisServer) -> None:
    told: list[str] = []
    sink = logger.add(lambda message: told.append(message.record["message"]), format="{message}")
    server = CacheServer(redis_server.url, away_seconds=0.1)
    cache, locks = RedisCache(server), RedisLocks(server, MemoryLocks())
    try:
        await cache.set(KEY, an_entry())
        redis_server.kill()

        assert [await cache.get(KEY) for _ in range(3)] == [None] * 3
        await cache.set(KEY, an_entry())
        await cache.invalidate(KEY)
        await cache.invalidate_pattern("*")
        assert await cache.invalidate_tag("t") == ()
        assert await locks.take("a", "one", seconds=60)
        assert not await locks.take("a", "other", seconds=60), "others decide"
        await asyncio.sleep(0.15)
        assert await cache.get(KEY) is None
        assert len(told) == 1

        redis_server.start()
        await asyncio.sleep(0.15)
        await cache.set(KEY, an_entry())
        assert await cache.get(KEY) is not None
        await locks.give_back("a", "one")
        assert await locks.take("a", "other", seconds=60)
        assert len(told) == 2
    finally:
        await server.close()
        logger.remove(sink)


async def test_c09_a_redis_that_hangs_costs_one_wait() -> None:
    with a_redis() as stuck, stuck.client() as client:
        process = int(client.info("server")["process_id"])
        server = CacheServer(stuck.url, answer_seconds=0.1)
        cache = RedisCache(server)
        await cache.set(KEY, an_entry())
        os.kill(process, signal.SIGSTOP)
        try:
            async with asyncio.timeout(5):
                assert await asyncio.gather(*(cache.get(KEY) for _ in range(100))) == [None] * 100
        finally:
            os.kill(process, signal.SIGCONT)
            await server.close()


async def test_while_redis_is_away_each_process_keeps_the_pace_by_itself(redis_server: RedisServer) -> None:
    pacer = RedisPacer(redis_server.url, MemoryPacer(RATES), RATES)
    clock = SystemClock()
    try:
        await pacer.turn("slow")
        redis_server.kill()
        began = clock.monotonic()
        for _ in range(3):
            await pacer.turn("slow")
        assert clock.monotonic() - began >= 0.2 - 0.005
    finally:
        await pacer.close()
