"""The limiter on a table keeps the port's promises, and keeps them between processes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.limits.line import Line
from bookbytes_adapters.limits.redis import SLOT_SECONDS
from bookbytes_adapters.memory import MemoryRateLimiter, SystemClock
from bookbytes_adapters.sql.engine import begun, make_engine
from bookbytes_adapters.sql.limits import EXPIRY_SECONDS, SqlRateLimiter
from bookbytes_adapters.sql.tables import provider_slots
from bookbytes_core.domain.job import LEASE_SECONDS
from bookbytes_core.errors import DatabaseUnavailable
from tests.contracts.rate_limiter import RateLimiterContract
from tests.support.databases import SqlFixtures
from tests.support.plans import listening

TAKEN = sa.select(provider_slots.c.number).where(provider_slots.c.expires_at > 0)


def a_limiter(engine: AsyncEngine, *, narrow: int = 2, expiry_seconds: float = EXPIRY_SECONDS) -> SqlRateLimiter:
    limits = {"narrow": narrow}
    local = MemoryRateLimiter(limits, 5)
    return SqlRateLimiter(engine, Line, local, limits, 5, machine_bound=("own",), expiry_seconds=expiry_seconds)


async def stops_at_once(limiter: SqlRateLimiter) -> None:
    """As when its process dies: nothing is given back, nothing is renewed."""
    for line, _ in limiter._lines.values():
        await line.stop()


async def gets_a_slot(limiter: SqlRateLimiter) -> bool:
    """At once, that is to say."""
    try:
        async with asyncio.timeout(0.1), limiter.slot("narrow"):
            return True
    except TimeoutError:
        return False


class LimiterFixtures(SqlFixtures):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()

    @pytest.fixture
    async def limiter(self, engine: AsyncEngine) -> AsyncIterator[SqlRateLimiter]:
        limiter = a_limiter(engine)
        yield limiter
        await limiter.close()


class TestSqlRateLimiter(LimiterFixtures, RateLimiterContract):
    pass


def test_k17_slots_come_back_well_before_a_lease_runs_out() -> None:
    assert max(EXPIRY_SECONDS, SLOT_SECONDS) <= LEASE_SECONDS / 2


class TestBetweenProcesses(LimiterFixtures):
    @pytest.fixture
    async def neighbour_engine(self, url: str) -> AsyncIterator[AsyncEngine]:
        engine = make_engine(url)
        yield engine
        await engine.dispose()

    @pytest.fixture
    async def neighbour(self, neighbour_engine: AsyncEngine) -> AsyncIterator[SqlRateLimiter]:
        """What another process has: nothing in common but the database."""
        neighbour = a_limiter(neighbour_engine)
        yield neighbour
        await neighbour.close()

    async def test_they_share_the_slots(self, limiter: SqlRateLimiter, neighbour: SqlRateLimiter) -> None:
        holding, most, both_taken = 0, 0, asyncio.Event()

        async def call(which: SqlRateLimiter) -> None:
            nonlocal holding, most
            async with which.slot("narrow"):
                holding += 1
                most = max(most, holding)
                if holding == 2:
                    both_taken.set()
                await both_taken.wait()
                await asyncio.sleep(0.002)
                holding -= 1

        await asyncio.gather(*(call(which) for _ in range(6) for which in (limiter, neighbour)))

        assert most == 2

    async def test_v01_a_pause_holds_for_all(self, limiter: SqlRateLimiter, neighbour: SqlRateLimiter) -> None:
        clock = SystemClock()
        began = clock.monotonic()
        await neighbour.pause("narrow", 0.2)

        async with limiter.slot("narrow"):
            assert clock.monotonic() - began >= 0.2

    async def test_a_process_that_holds_none_gets_the_next(
        self, limiter: SqlRateLimiter, neighbour: SqlRateLimiter
    ) -> None:
        done = {limiter: 0, neighbour: 0}

        async def call(which: SqlRateLimiter) -> None:
            async with which.slot("narrow"):
                await asyncio.sleep(0.01)
                done[which] += 1

        busy = [asyncio.create_task(call(limiter)) for _ in range(1000)]
        await asyncio.sleep(0.05)
        await asyncio.wait_for(asyncio.gather(*(call(neighbour) for _ in range(3))), 10)
        assert done[limiter] < 900
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)

    async def test_the_slots_of_a_process_that_died_come_back(
        self, limiter: SqlRateLimiter, engine: AsyncEngine
    ) -> None:
        dead = a_limiter(engine, expiry_seconds=0.3)
        async with dead.slot("narrow"), dead.slot("narrow"):
            await stops_at_once(dead)
            assert not await gets_a_slot(limiter)
            async with asyncio.timeout(10), limiter.slot("narrow"):
                pass

    async def test_a_slot_is_kept_as_long_as_the_call_lasts(
        self, engine: AsyncEngine, neighbour: SqlRateLimiter
    ) -> None:
        limiter = a_limiter(engine, expiry_seconds=0.3)
        async with limiter.slot("narrow"), limiter.slot("narrow"):
            await asyncio.sleep(0.7)
            assert not await gets_a_slot(neighbour)
        await limiter.close()

    async def test_who_lost_a_slot_cannot_give_back_anothers(
        self, limiter: SqlRateLimiter, neighbour: SqlRateLimiter, engine: AsyncEngine
    ) -> None:
        frozen = a_limiter(engine, expiry_seconds=0.1)
        async with frozen.slot("narrow"), frozen.slot("narrow"):
            await stops_at_once(frozen)
            async with limiter.slot("narrow"), limiter.slot("narrow"):
                await frozen.close()
                assert not await gets_a_slot(neighbour)

    async def test_a_wider_limit_elsewhere_is_not_used_here(self, limiter: SqlRateLimiter, engine: AsyncEngine) -> None:
        wide = a_limiter(engine, narrow=9)
        async with wide.slot("narrow"), wide.slot("narrow"):
            assert not await gets_a_slot(limiter)
        await wide.close()

    async def test_holding_a_slot_leaves_no_task_behind(self, limiter: SqlRateLimiter) -> None:
        before = asyncio.all_tasks()
        async with limiter.slot("narrow"):
            pass
        await limiter.close()

        assert asyncio.all_tasks() == before

    async def test_a_slot_goes_on_to_the_next_without_a_write(
        self, limiter: SqlRateLimiter, engine: AsyncEngine
    ) -> None:
        async with listening(engine) as statements:
            for _ in range(20):
                async with limiter.slot("narrow"):
                    pass
        writes = [statement for statement, _ in statements if statement.startswith("UPDATE")]
        assert len(writes) < 5, "only a machine that stands still for a while writes at all"

    async def test_a_call_that_was_paid_for_is_not_lost_with_the_database(
        self, limiter: SqlRateLimiter, engine: AsyncEngine
    ) -> None:
        async with limiter.slot("narrow"):
            async with begun(engine) as connection:
                await connection.execute(sa.text("DROP TABLE provider_slots"))
                await connection.commit()
            result = "speech"
        assert result == "speech"

        with pytest.raises(DatabaseUnavailable):
            async with limiter.slot("narrow"):
                pass

    async def test_slots_that_nobody_uses_are_free_again(self, limiter: SqlRateLimiter, engine: AsyncEngine) -> None:
        async with limiter.slot("narrow"), begun(engine) as connection:
            assert len((await connection.execute(TAKEN)).all()) == 1

        async with asyncio.timeout(10):
            while True:
                async with begun(engine) as connection:
                    if not (await connection.execute(TAKEN)).all():
                        break
                await asyncio.sleep(0.02)

    async def test_a_limiter_that_is_closed_gives_all_back(self, limiter: SqlRateLimiter, engine: AsyncEngine) -> None:
        async with limiter.slot("narrow"):
            pass
        await limiter.close()
        async with begun(engine) as connection:
            assert (await connection.execute(TAKEN)).all() == []

    async def test_an_engine_on_this_machine_costs_no_statement(
        self, limiter: SqlRateLimiter, engine: AsyncEngine
    ) -> None:
        async with listening(engine) as statements:
            await limiter.pause("own", 0.0)
            async with limiter.slot("own"):
                pass
        assert statements == []

        async with listening(engine) as statements, limiter.slot("narrow"):
            pass
        assert len(statements) > 0
