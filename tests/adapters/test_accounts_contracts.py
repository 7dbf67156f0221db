"""Accounts, passwords, tokens and throttles: what is in memory and in tables keeps the promises of its port."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.limits.refusals import RememberedRefusals
from bookbytes_adapters.limits.throttle import RedisThrottle
from bookbytes_adapters.memory import (
    ManualClock,
    MemoryAccessTokens,
    MemoryPasswordHasher,
    MemoryStore,
    MemoryThrottle,
    MemoryUnitOfWork,
    MemoryUserReader,
    SystemClock,
)
from bookbytes_adapters.security.bcrypt import BcryptHasher
from bookbytes_adapters.security.jwt import JwtAccessTokens
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.throttle import SqlThrottle
from bookbytes_core.errors import Unavailable
from bookbytes_core.ports.throttle import Quota
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.access_tokens import AccessTokensContract
from tests.contracts.passwords import PasswordHasherContract
from tests.contracts.throttle import ThrottleContract
from tests.contracts.users import UserContract
from tests.support.databases import SqlFixtures


class TestMemoryUsers(UserContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    @pytest.fixture
    def new_uow(self, store: MemoryStore) -> UnitOfWorkFactory:
        return partial(MemoryUnitOfWork, store)

    @pytest.fixture
    def users(self, store: MemoryStore) -> MemoryUserReader:
        return MemoryUserReader(store)


class TestMemoryPasswords(PasswordHasherContract):
    @pytest.fixture
    def hasher(self) -> MemoryPasswordHasher:
        return MemoryPasswordHasher()


class TestMemoryAccessTokens(AccessTokensContract):
    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(datetime(2024, 2, 29, tzinfo=UTC))

    @pytest.fixture
    def tokens(self, clock: ManualClock) -> MemoryAccessTokens:
        return MemoryAccessTokens(clock)


class TestMemoryThrottle(ThrottleContract):
    @pytest.fixture
    def throttle(self) -> MemoryThrottle:
        return MemoryThrottle()

    @pytest.fixture
    def neighbour(self, throttle: MemoryThrottle) -> MemoryThrottle:
        """Memory is one process's own."""
        return throttle

    async def test_the_oldest_count_gives_way_when_there_are_too_many(self) -> None:
        throttle = MemoryThrottle(most_keys=3)
        for key in "abcd":
            assert await throttle.attempt([Quota(key, 1)]) == (0,)

        assert [await throttle.attempt([Quota(key, 1)]) == (0,) for key in "dcba"] == [False, False, False, True]


class TestRememberedRefusals(ThrottleContract):
    @pytest.fixture
    def shared(self) -> MemoryThrottle:
        return MemoryThrottle()

    @pytest.fixture
    def throttle(self, shared: MemoryThrottle) -> RememberedRefusals:
        return RememberedRefusals(shared, SystemClock())

    @pytest.fixture
    def neighbour(self, shared: MemoryThrottle) -> RememberedRefusals:
        return RememberedRefusals(shared, SystemClock())

    async def test_a_refusal_is_not_asked_for_again(self) -> None:
        clock, asked = ManualClock(datetime(2024, 2, 29, tzinfo=UTC)), 0

        class Counting(MemoryThrottle):
            async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
                nonlocal asked
                asked += 1
                return await super().attempt(quotas)

        throttle = RememberedRefusals(Counting(clock), clock)
        peer = Quota("peer", 1)
        for number in range(50):
            await throttle.attempt([peer, Quota(f"account {number}", 1)])
        assert asked == 2

        clock.advance(60)
        assert await throttle.attempt([peer]) == (0,)
        assert asked == 3


class TestRedisThrottle(ThrottleContract):
    @pytest.fixture
    async def throttle(self, redis_url: str) -> AsyncIterator[RedisThrottle]:
        throttle = RedisThrottle(redis_url, MemoryThrottle())
        yield throttle
        await throttle.close()

    @pytest.fixture
    async def neighbour(self, redis_url: str) -> AsyncIterator[RedisThrottle]:
        neighbour = RedisThrottle(redis_url, MemoryThrottle())
        yield neighbour
        await neighbour.close()


class TestRedisAway(ThrottleContract):
    """Each process counts for itself."""

    @pytest.fixture
    async def throttle(self) -> AsyncIterator[RedisThrottle]:
        throttle = RedisThrottle("redis://127.0.0.1:1/0", MemoryThrottle())
        yield throttle
        await throttle.close()

    @pytest.fixture
    def neighbour(self, throttle: RedisThrottle) -> RedisThrottle:
        return throttle


class TestSqlThrottle(SqlFixtures, ThrottleContract):
    @pytest.fixture
    def throttle(self, engine: AsyncEngine) -> SqlThrottle:
        return SqlThrottle(engine)

    @pytest.fixture
    async def neighbour(self, url: str) -> AsyncIterator[SqlThrottle]:
        engine = make_engine(url)
        yield SqlThrottle(engine)
        await engine.dispose()


class TestBcrypt(PasswordHasherContract):
    @pytest.fixture
    def hasher(self) -> Iterator[BcryptHasher]:
        hasher = BcryptHasher(cost=4)
        yield hasher
        hasher.close()

    async def test_it_costs_what_it_should(self) -> None:
        assert (await BcryptHasher().hash("correct horse")).startswith("$2b$12$")

    async def test_a17_nobodys_hash_is_of_the_same_cost(self, hasher: BcryptHasher) -> None:
        known = await hasher.hash("correct horse")
        assert hasher._nobodys.decode()[:7] == known[:7]
        assert len(hasher._nobodys) == len(known)

    async def test_whoever_would_wait_too_long_is_told(self) -> None:
        hasher = BcryptHasher(cost=4, threads=1, most_waiting=2)
        tries = await asyncio.gather(*(hasher.verify("x", None) for _ in range(5)), return_exceptions=True)
        assert [isinstance(one, Unavailable) for one in tries] == [False] * 3 + [True] * 2
        assert await hasher.verify("x", await hasher.hash("x"))
        hasher.close()


class TestJwt(AccessTokensContract):
    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(datetime(2024, 2, 29, tzinfo=UTC))

    @pytest.fixture
    def tokens(self, clock: ManualClock) -> JwtAccessTokens:
        return JwtAccessTokens("k" * 32, clock, expire_minutes=60)
