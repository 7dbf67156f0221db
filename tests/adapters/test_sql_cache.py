"""The cache, the locks and the pacer on tables keep the promises of their ports, and keep them between processes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.memory import SystemClock
from bookbytes_adapters.sql.cache import SqlCache
from bookbytes_adapters.sql.engine import begun, make_engine
from bookbytes_adapters.sql.locks import SqlLocks
from bookbytes_adapters.sql.pacer import SqlPacer
from bookbytes_adapters.sql.tables import api_cache, api_cache_tags, locks
from tests.contracts.cache import KEY, OTHER, CacheContract, an_entry
from tests.contracts.locks import LocksContract
from tests.contracts.pacer import PacerContract
from tests.support.databases import SqlFixtures
from tests.support.plans import listening, scans


class TestSqlCache(SqlFixtures, CacheContract):
    @pytest.fixture
    def cache(self, engine: AsyncEngine) -> SqlCache:
        return SqlCache(engine)

    async def test_r29_hits_are_counted_without_a_write_for_each(self, cache: SqlCache, engine: AsyncEngine) -> None:
        await cache.set(KEY, an_entry(total_results=3))
        async with listening(engine) as statements:
            for _ in range(5):
                await cache.get(KEY)
        assert len(statements) == 5
        assert all(statement.startswith("SELECT") for statement, _ in statements)

        await cache.close()

        async with begun(engine) as connection:
            row = (await connection.execute(sa.select(api_cache))).mappings().one()
        assert (row["source"], row["total_results"], row["original_ttl"], row["hit_count"]) == ("library", 3, 60.0, 5)

    async def test_hits_of_many_keys_do_not_wait_for_a_write(self, engine: AsyncEngine) -> None:
        cache = SqlCache(engine, hits_at_once=2)
        for key in (KEY, OTHER):
            await cache.set(key, an_entry())
        for key in (KEY, OTHER, OTHER):
            await cache.get(key)
        async with begun(engine) as connection:
            assert (await connection.execute(sa.select(api_cache.c.hit_count))).scalars().all() == [1, 1]

    async def test_what_is_over_is_swept_with_the_next_write(self, cache: SqlCache, engine: AsyncEngine) -> None:
        for number in range(3):
            await cache.set(f"library:work:{number}", an_entry(ttl_seconds=0.01, tags=("t",)))
        await asyncio.sleep(0.05)

        await cache.set(KEY, an_entry())

        async with begun(engine) as connection:
            assert (await connection.execute(sa.select(api_cache.c.cache_key))).scalars().all() == [KEY]
            assert (await connection.execute(sa.select(api_cache_tags))).all() == []

    async def test_no_statement_reads_whole_tables(self, cache: SqlCache, engine: AsyncEngine) -> None:
        async with listening(engine) as statements:
            await cache.set(KEY, an_entry(tags=("t",)))
            await cache.get(KEY)
            await cache.invalidate_tag("t")
        for statement in statements:
            if not statement[0].startswith("INSERT"):
                assert await scans(engine, statement) == []

    async def test_c09_a_database_in_trouble_has_nothing_and_keeps_nothing(
        self, cache: SqlCache, engine: AsyncEngine
    ) -> None:
        async with begun(engine) as connection:
            for table in ("api_cache_tags", "api_cache"):
                await connection.execute(sa.text(f"DROP TABLE {table}"))
            await connection.commit()

        await cache.set(KEY, an_entry())
        assert await cache.get(KEY) is None
        assert await cache.invalidate_tag("t") == ()


class TestSqlLocks(SqlFixtures, LocksContract):
    @pytest.fixture
    def locks(self, engine: AsyncEngine) -> SqlLocks:
        return SqlLocks(engine)

    async def test_rows_of_the_dead_go_with_the_next(self, locks: SqlLocks, engine: AsyncEngine) -> None:
        await locks.take("a", "dead", seconds=0.0)
        await locks.take("b", "one", seconds=60)
        await locks.give_back("b", "one")

        async with begun(engine) as connection:
            assert (await connection.execute(sa.select(_locks))).all() == []

    async def test_without_a_database_everybody_may_do_everything(self, locks: SqlLocks, engine: AsyncEngine) -> None:
        async with begun(engine) as connection:
            await connection.execute(sa.text("DROP TABLE locks"))
            await connection.commit()

        assert await locks.take("a", "one", seconds=60)
        assert await locks.take("a", "other", seconds=60)
        await locks.give_back("a", "one")


_locks = locks


class TestSqlPacer(SqlFixtures, PacerContract):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()

    @pytest.fixture
    def pacer(self, engine: AsyncEngine) -> SqlPacer:
        return SqlPacer(engine, {"slow": 10, "other": 10})

    @pytest.fixture
    async def neighbour(self, url: str) -> AsyncIterator[SqlPacer]:
        engine = make_engine(url)
        yield SqlPacer(engine, {"slow": 10, "other": 10})
        await engine.dispose()

    async def test_a_name_without_a_rate_need_not_wait(self, pacer: SqlPacer, engine: AsyncEngine) -> None:
        async with listening(engine) as statements:
            for _ in range(100):
                await pacer.turn("free")
        assert statements == []
