"""Counts for operators: the contract can fail, counting stays cheap, and scraping cannot load the database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.memory import ManualClock, MemoryStatisticsReader, MemoryStore, MemoryUnitOfWork
from bookbytes_adapters.memory.statistics import NoCache
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.statistics import SqlStatisticsReader, statements
from bookbytes_core.errors import DatabaseUnavailable
from bookbytes_core.ports.statistics import QueueCounts, StatisticsReader, WorkCounts
from bookbytes_core.use_cases.upkeep.read_statistics import KEPT_SECONDS, LIMIT_SECONDS, REST, ReadStatistics
from tests.contracts.statistics import StatisticsContract
from tests.support.broken import fails
from tests.support.databases import a_database
from tests.support.entities import NOW, later


class ForgetsTheQueue(MemoryStatisticsReader):
    async def count(self) -> WorkCounts:
        return replace(await super().count(), queue=QueueCounts())


class ForgetsCosts(MemoryStatisticsReader):
    async def count(self) -> WorkCounts:
        return replace(await super().count(), calls=())


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (ForgetsTheQueue, "test_jobs_of_all_users_are_counted_by_status_and_place"),
        (ForgetsCosts, "test_calls_are_counted_and_their_costs_summed"),
    ],
)
async def test_the_contract_can_fail(broken: type[MemoryStatisticsReader], test: str) -> None:
    store = MemoryStore()
    await fails(getattr(StatisticsContract(), test), partial(MemoryUnitOfWork, store), broken(store))


class Counting(StatisticsReader):
    def __init__(self) -> None:
        self.counts = 0
        self.answers = asyncio.Event()
        self.answers.set()
        self.is_away = False

    async def count(self) -> WorkCounts:
        self.counts += 1
        await self.answers.wait()
        if self.is_away:
            raise DatabaseUnavailable("It is away.")
        return WorkCounts(jobs={}, queue=QueueCounts(), oldest_pending_at=NOW, calls=())


@pytest.fixture
def reader() -> Counting:
    return Counting()


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock(later(30))


@pytest.fixture
async def read(reader: Counting, clock: ManualClock) -> AsyncIterator[ReadStatistics]:
    made = ReadStatistics(reader=reader, cache=NoCache(), clock=clock)
    yield made
    await made.close()


async def test_however_often_it_is_read_the_store_counts_now_and_then(
    read: ReadStatistics, reader: Counting, clock: ManualClock
) -> None:
    first = await read()
    assert first.oldest_pending_seconds >= 30
    clock.advance(KEPT_SECONDS - LIMIT_SECONDS - 1)  # sleeping moves this clock, too
    again = [await read() for _ in range(100)]
    assert reader.counts == 1
    assert again[0].oldest_pending_seconds > first.oldest_pending_seconds
    clock.advance(1)
    await read()
    assert reader.counts == 2


async def test_a_store_that_takes_long_is_asked_seldom(
    read: ReadStatistics, reader: Counting, clock: ManualClock
) -> None:
    reader.answers.clear()
    assert (await read()).work is None
    clock.advance(2.0)
    reader.answers.set()
    await asyncio.sleep(0)
    await read()
    clock.advance(REST * LIMIT_SECONDS)
    assert (await read()).work is not None
    assert reader.counts == 1
    clock.advance(REST * 2.0)
    await read()
    assert reader.counts == 2


async def test_a_store_that_is_away_or_hangs_is_told_and_counts_once(
    read: ReadStatistics, reader: Counting, clock: ManualClock
) -> None:
    reader.is_away = True
    assert (await read()).work is None
    clock.advance(KEPT_SECONDS)
    reader.is_away = False
    reader.answers.clear()
    assert [(await read()).work for _ in range(3)] == [None] * 3
    assert reader.counts == 2
    reader.answers.set()
    await asyncio.sleep(0)
    assert (await read()).work is not None


async def test_every_count_comes_from_an_index_alone(tmp_path: Path) -> None:
    engine: AsyncEngine = make_engine(a_database(tmp_path))
    async with engine.connect() as connection:
        for statement in statements():
            text = statement.compile(engine.sync_engine, compile_kwargs={"literal_binds": True})
            plan = (await connection.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))).all()
            assert "USING COVERING INDEX" in str(plan), plan
    await SqlStatisticsReader(engine).count()
    await engine.dispose()
