"""Connections to the database: how many, and the line for them, from which nobody is sent away while it moves."""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from bookbytes_adapters.sql.engine import begun, make_engine
from bookbytes_adapters.sql.pool import FairPool
from bookbytes_core.errors import DatabaseUnavailable

SECONDS = 0.4


def a_pool(connections: int) -> FairPool:
    return FairPool(lambda: None, pool_size=connections, max_overflow=0, timeout=SECONDS)


async def hold(pool: FairPool, seconds: float) -> None:
    async with pool.turn():
        await asyncio.sleep(seconds)


async def test_a_line_that_stands_still_is_left() -> None:
    pool = a_pool(1)
    async with pool.turn():
        with pytest.raises(DatabaseUnavailable):
            await hold(pool, 0)
    await hold(pool, 0)


async def test_a_line_that_moves_is_waited_in_for_longer() -> None:
    pool = a_pool(2)
    await asyncio.gather(*(hold(pool, SECONDS / 4) for _ in range(20)))


async def test_time_in_which_the_process_stood_still_does_not_count() -> None:
    pool = a_pool(1)
    holds, waits = asyncio.Event(), asyncio.Event()

    async def holding() -> None:
        async with pool.turn():
            holds.set()
            await waits.wait()
            time.sleep(2 * SECONDS)  # noqa: ASYNC251 - what a machine without time does to a process
            for _ in range(10):
                await asyncio.sleep(0)

    async def waiting() -> None:
        await holds.wait()
        asyncio.get_running_loop().call_later(SECONDS / 10, waits.set)
        await hold(pool, 0)

    await asyncio.gather(holding(), waiting())


async def test_connections_to_a_file_are_few_and_keep_few_of_its_pages(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'bookbytes.db'}", pool_timeout_seconds=SECONDS)
    async with AsyncExitStack() as stack:
        connection, *_ = [await stack.enter_async_context(begun(engine)) for _ in range(5)]
        assert await connection.scalar(sa.text("PRAGMA cache_size")) == -256
        with pytest.raises(DatabaseUnavailable):
            await stack.enter_async_context(begun(engine))
    await engine.dispose()
