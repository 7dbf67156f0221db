"""SQLite under load and in trouble: many writers, readers beside them, and a database that cannot be had."""

import asyncio
import gc
import os
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bookbytes_adapters.sql.dialect import epoch_now
from bookbytes_adapters.sql.engine import begun, make_engine
from bookbytes_adapters.sql.readers import SqlBookReader
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.status import Status
from bookbytes_core.domain.user import SYSTEM_USER
from bookbytes_core.errors import DatabaseUnavailable, InvalidInput, NotFound, StorageFull
from tests.contracts.audio_book_repositories import stored_book
from tests.support.databases import a_database
from tests.support.entities import a_job, a_work, later


@asynccontextmanager
async def an_engine(url: str, **options: float) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(url, **options)
    try:
        yield engine
    finally:
        await engine.dispose()


async def test_every_connection_is_set_up(tmp_path: Path) -> None:
    async with an_engine(a_database(tmp_path)) as engine, engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            pragmas = {
                name: await connection.scalar(sa.text(f"PRAGMA {name}"))
                for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
            }
            assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30000}


async def test_the_databases_clock_is_a_clock(tmp_path: Path) -> None:
    async with an_engine(a_database(tmp_path)) as engine, engine.connect() as connection:
        ours = await connection.scalar(sa.select(epoch_now()))
        whole = await connection.scalar(sa.text("SELECT CAST(strftime('%s', 'now') AS INTEGER)"))

    assert ours is not None
    assert whole is not None
    assert abs(ours - whole) < 5


async def test_c12_a_cancel_in_the_middle_of_a_statement_leaves_no_lock(tmp_path: Path) -> None:
    """Not even until Python collects what was thrown away."""
    rng = random.Random(1)
    async with an_engine(a_database(tmp_path), busy_timeout_seconds=5) as engine:
        async with SqlUnitOfWork(engine) as uow:
            job = a_job(await stored_book(uow))
            await uow.jobs.add(job)
            await uow.commit()

        async def claim() -> None:
            async with SqlUnitOfWork(engine) as uow:
                await uow.leases.claim(job.id, "one", seconds=-1)
                await uow.commit()

        gc.disable()
        try:
            for _ in range(60):
                cut_off = asyncio.create_task(claim())
                await asyncio.sleep(rng.random() * 0.004)
                cut_off.cancel()
                await asyncio.wait((cut_off,))
                await claim()
        finally:
            gc.enable()


async def test_b05_eight_writers_and_a_reader_never_find_it_locked(tmp_path: Path) -> None:
    """Each writer reads before it writes: the order in which SQLite's deferred transactions fail at once."""
    url = a_database(tmp_path)
    async with an_engine(url) as engine, an_engine(url) as other_process:
        async with SqlUnitOfWork(engine) as uow:
            book = await stored_book(uow)
            await uow.commit()
        reader, done = SqlBookReader(engine), asyncio.Event()

        async def write(number: int) -> None:
            for _ in range(10):
                async with SqlUnitOfWork(engine if number % 2 else other_process) as uow:
                    current = await uow.audio_books.get(book.id)
                    await uow.audio_books.save(current.moved(Status.PROCESSING, later(number)))
                    await uow.commit()

        async def read() -> None:
            while not done.is_set():
                assert (await reader.page(SYSTEM_USER, PageRequest())).total == 1

        reading = asyncio.create_task(read())
        await asyncio.gather(*(write(number) for number in range(8)))
        done.set()
        await reading

        async with SqlUnitOfWork(engine) as uow:
            assert (await uow.audio_books.get(book.id)).revision == 80


async def test_b05_without_immediate_they_would(tmp_path: Path) -> None:
    """The same with SQLAlchemy's plain engine: the test above has something to find."""
    url = a_database(tmp_path).replace("sqlite:", "sqlite+aiosqlite:")
    engine = create_async_engine(url, connect_args={"timeout": 1, "isolation_level": None})
    both_have_read = asyncio.Barrier(2)

    async def read_then_write() -> None:
        async with engine.connect() as connection:
            await connection.execute(sa.text("BEGIN"))
            await connection.execute(sa.text("SELECT count(*) FROM works"))
            await both_have_read.wait()
            await connection.execute(sa.text("UPDATE works SET title = ''"))
            await connection.execute(sa.text("DELETE FROM works"))
            await asyncio.sleep(0.05)

    outcomes = await asyncio.gather(read_then_write(), read_then_write(), return_exceptions=True)
    await engine.dispose()

    assert any("database is locked" in str(outcome) for outcome in outcomes)


async def test_writers_that_are_cancelled_leave_it_free(tmp_path: Path) -> None:
    chance = random.Random(7)
    async with an_engine(a_database(tmp_path), busy_timeout_seconds=20) as engine:

        async def write() -> None:
            async with SqlUnitOfWork(engine) as uow:
                await uow.works.add(a_work())
                await uow.commit()

        for _ in range(8):
            tasks = [asyncio.create_task(write()) for _ in range(6)]
            await asyncio.sleep(chance.random() * 0.02)
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(outcome is None or isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)

        await asyncio.gather(*(write() for _ in range(20)))


async def test_b06_a_read_only_database_is_told_and_can_still_be_read(tmp_path: Path) -> None:
    file = Path(a_database(tmp_path).removeprefix("sqlite:///"))
    async with an_engine(f"sqlite:///file:{file}?mode=ro&uri=true") as engine:
        assert (await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())).total == 0

        with pytest.raises(DatabaseUnavailable, match="cannot be written") as caught:
            async with SqlUnitOfWork(engine) as uow:
                await uow.works.add(a_work())
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
async def test_b06_a_file_without_permission_is_told(tmp_path: Path) -> None:
    url = a_database(tmp_path)
    os.chmod(url.removeprefix("sqlite:///"), 0o444)  # noqa: PTH101 - not worth a thread
    async with an_engine(url) as engine:
        with pytest.raises(DatabaseUnavailable):
            async with SqlUnitOfWork(engine) as uow:
                await uow.works.add(a_work())


async def test_b06_a_database_in_other_hands_is_told_and_recovers(tmp_path: Path) -> None:
    url = a_database(tmp_path)
    async with an_engine(url, busy_timeout_seconds=0.05) as engine:
        backup = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        backup.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable, match="in use"):
            async with SqlUnitOfWork(engine):
                pass
        assert (await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())).total == 0
        async with SqlUnitOfWork(engine, writes=False) as uow:
            with pytest.raises(NotFound):
                await uow.works.get(uuid4())
            with pytest.raises(RuntimeError, match="only reads"):
                await uow.commit()
        backup.execute("ROLLBACK")
        backup.close()

        async with SqlUnitOfWork(engine) as uow:
            await uow.works.add(a_work())
            await uow.commit()


async def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    async with an_engine(f"sqlite:///{tmp_path}/missing/bookbytes.db") as engine:
        with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
            await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())


async def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "bookbytes.db").write_bytes(b"This is the text of a book, not a database. " * 100)
    async with an_engine(f"sqlite:///{tmp_path}/bookbytes.db") as engine:
        with pytest.raises(DatabaseUnavailable, match="no SQLite database"):
            await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())


async def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    async with an_engine(f"sqlite:///{tmp_path}/bookbytes.db") as engine:
        with pytest.raises(DatabaseUnavailable, match="no tables"):
            await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())


async def test_b08_a_full_disk_is_told_and_undoes_the_whole(tmp_path: Path) -> None:
    async with an_engine(a_database(tmp_path)) as engine:
        kept, lost = a_work(), a_work(title="long " * 100_000)
        async with SqlUnitOfWork(engine) as uow:
            await uow.works.add(kept)
            await uow.commit()
        async with engine.connect() as connection:
            pages = await connection.scalar(sa.text("PRAGMA page_count"))
            await connection.execute(sa.text(f"PRAGMA max_page_count = {pages + 2}"))

        with pytest.raises(StorageFull) as caught:
            async with SqlUnitOfWork(engine) as uow:
                await uow.works.add(lost)
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)

        async with SqlUnitOfWork(engine) as uow:
            assert await uow.works.get(kept.id) == kept
            await uow.works.add(a_work())
            await uow.commit()


async def test_b03_an_exhausted_pool_is_told(tmp_path: Path) -> None:
    engine = make_engine(a_database(tmp_path), pool_size=1, pool_timeout_seconds=0.05)
    async with begun(engine):
        with pytest.raises(DatabaseUnavailable, match="in use"):
            await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())
    await engine.dispose()


async def test_c01_a_line_that_moves_is_waited_in(tmp_path: Path) -> None:
    engine = make_engine(a_database(tmp_path), pool_size=1, pool_timeout_seconds=0.1)

    async def caller() -> None:
        async with begun(engine):
            await asyncio.sleep(0.04)

    await asyncio.gather(*(caller() for _ in range(10)))
    await engine.dispose()


async def test_who_leaves_the_line_takes_nothing_along(tmp_path: Path) -> None:
    engine = make_engine(a_database(tmp_path), pool_size=1)

    async def caller() -> None:
        async with begun(engine):
            await asyncio.sleep(0.01)

    async with begun(engine):
        waiting = [asyncio.ensure_future(caller()) for _ in range(10)]
        await asyncio.sleep(0.01)
        for each in waiting[::2]:
            each.cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(each, asyncio.CancelledError) for each in outcomes] == [True, False] * 5
    await engine.dispose()


async def test_c01_connections_go_to_whoever_has_waited_longest(tmp_path: Path) -> None:
    engine = make_engine(a_database(tmp_path), pool_size=1)
    served: list[int] = []

    async def caller(number: int) -> None:
        for _ in range(3):
            async with begun(engine):
                served.append(number)

    await asyncio.gather(*map(caller, range(5)))
    assert served == [*range(5)] * 3
    await engine.dispose()


@pytest.mark.parametrize("url", ["", "mysql://localhost/x", "no url"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_engine(url)
    assert caught.value.code == "invalid_database_url"
