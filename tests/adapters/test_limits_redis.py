"""The limiter on a real Redis: its contract, over two processes' worth of clients, and a Redis that goes away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from bookbytes_adapters.limits.redis import RedisRateLimiter
from bookbytes_adapters.memory import MemoryRateLimiter, SystemClock
from tests.contracts.rate_limiter import RateLimiterContract
from tests.support.redis_server import RedisServer

LIMITS, DEFAULT = {"narrow": 2}, 5
SLOT_SECONDS = 0.5

NewLimiter = Callable[[], RedisRateLimiter]


def a_limiter(url: str) -> RedisRateLimiter:
    local = MemoryRateLimiter(LIMITS, DEFAULT)
    return RedisRateLimiter(url, local, LIMITS, DEFAULT, machine_bound=["engine"], slot_seconds=SLOT_SECONDS)


@pytest.fixture
async def new_limiter(redis_url: str) -> AsyncIterator[NewLimiter]:
    """Limiters as different processes have them."""
    async with AsyncExitStack() as stack:

        def new() -> RedisRateLimiter:
            limiter = a_limiter(redis_url)
            stack.push_async_callback(limiter.close)
            return limiter

        yield new


async def gets_a_slot(limiter: RedisRateLimiter, provider: str) -> bool:
    """At once, that is to say."""
    try:
        async with asyncio.timeout(0.1), limiter.slot(provider):
            return True
    except TimeoutError:
        return False


class TestRedisRateLimiter(RateLimiterContract):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()

    @pytest.fixture
    def limiter(self, new_limiter: NewLimiter) -> RedisRateLimiter:
        return new_limiter()


async def test_the_limit_holds_over_all_processes_and_all_come_to_their_turn(new_limiter: NewLimiter) -> None:
    limiters = [new_limiter() for _ in range(3)]
    holding, most = 0, 0
    done = [0, 0, 0]

    async def call(number: int) -> None:
        nonlocal holding, most
        async with limiters[number].slot("other"):
            holding += 1
            most = max(most, holding)
            await asyncio.sleep(0.005)
            holding -= 1
            done[number] += 1

    busy = [asyncio.create_task(call(0)) for _ in range(2000)]
    late = [asyncio.create_task(call(number)) for number in (1, 2) for _ in range(5)]
    await asyncio.wait_for(asyncio.gather(*late), 20)
    assert done[0] < 1000
    for task in busy:
        task.cancel()
    await asyncio.gather(*busy, return_exceptions=True)
    assert most == DEFAULT


async def test_v01_a_pause_is_shared_by_all_processes(new_limiter: NewLimiter) -> None:
    one, other = new_limiter(), new_limiter()
    assert await gets_a_slot(other, "narrow")
    clock = SystemClock()
    began = clock.monotonic()
    await one.pause("narrow", 0.3)
    await one.pause("narrow", 0.01)
    assert not await gets_a_slot(other, "narrow")
    assert await gets_a_slot(other, "wide")
    async with other.slot("narrow"):
        assert clock.monotonic() - began >= 0.3


async def test_slots_of_a_process_that_was_killed_come_back(redis_url: str, new_limiter: NewLimiter) -> None:
    killed = new_limiter()
    async with asyncio.timeout(30), AsyncExitStack() as held:
        await held.enter_async_context(killed.slot("narrow"))
        await held.enter_async_context(killed.slot("narrow"))
        other = new_limiter()
        assert not await gets_a_slot(other, "narrow")
        await asyncio.sleep(SLOT_SECONDS * 2)
        assert not await gets_a_slot(other, "narrow"), "slots in use are renewed"
        await killed._lines["narrow"].stop()
        async with other.slot("narrow"), other.slot("narrow"):
            pass


async def test_engines_on_this_machine_are_limited_by_it_alone(new_limiter: NewLimiter) -> None:
    one, other = new_limiter(), new_limiter()
    async with AsyncExitStack() as held:
        for _ in range(DEFAULT):
            await held.enter_async_context(one.slot("engine"))
        assert not await gets_a_slot(one, "engine")
        assert await gets_a_slot(other, "engine")


async def test_while_redis_is_away_each_process_keeps_the_limit_by_itself(redis_server: RedisServer) -> None:
    limiter = a_limiter(redis_server.url)
    try:
        async with limiter.slot("narrow"):
            redis_server.kill()
            async with asyncio.timeout(10), limiter.slot("narrow"):
                assert not await gets_a_slot(limiter, "narrow")
            await limiter.pause("narrow", 0.2)
        assert not await gets_a_slot(limiter, "narrow")
    finally:
        await limiter.close()


async def test_a_redis_that_lost_everything_is_told_again_who_holds_what(redis_server: RedisServer) -> None:
    one, other = a_limiter(redis_server.url), a_limiter(redis_server.url)
    try:
        async with one.slot("narrow"), one.slot("narrow"):
            with redis_server.client() as client:
                client.flushall()
            await asyncio.sleep(SLOT_SECONDS)
            assert not await gets_a_slot(other, "narrow")
        assert await gets_a_slot(other, "narrow")
    finally:
        await one.close()
        await other.close()
