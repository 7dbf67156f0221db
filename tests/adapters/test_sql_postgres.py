"""PostgreSQL in trouble: restarted, gone, refusing, and writers that get in each other's way."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.engine import begun, make_engine
from bookbytes_adapters.sql.errors import WRITE_CONFLICT
from bookbytes_adapters.sql.migrate import make_ready, upgrade
from bookbytes_adapters.sql.readers import SqlBookReader
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.status import Status
from bookbytes_core.domain.user import SYSTEM_USER
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import Conflict, DatabaseUnavailable, InvalidInput
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import a_work, later
from tests.support.postgres import Databases, PostgresServer


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server of these tests' own: they stop it."""
    server = PostgresServer()
    server.start()
    upgrade(server.url())
    yield server
    server.close()


@pytest.fixture
def url(postgres: Databases) -> Iterator[str]:
    with postgres.migrated() as url:
        yield url


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(url)
    yield engine
    await engine.dispose()


@pytest.fixture
def new_uow(engine: AsyncEngine) -> UnitOfWorkFactory:
    return partial(SqlUnitOfWork, engine)


class TestRestarts:
    @pytest.fixture
    async def engine(self, server: PostgresServer) -> AsyncIterator[AsyncEngine]:
        engine = make_engine(server.tcp_url())
        yield engine
        await engine.dispose()

    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
    async def test_b01_what_was_committed_outlives_a_restart(
        self, how: signal.Signals, server: PostgresServer, engine: AsyncEngine, new_uow: UnitOfWorkFactory
    ) -> None:
        kept, cut = a_work(), a_work()
        await asyncio.gather(*(_add(new_uow, a_work()) for _ in range(4)), _add(new_uow, kept))

        async def stop_in_a_transaction() -> None:
            async with new_uow() as uow:
                await uow.works.add(cut)
                await asyncio.to_thread(server.stop, how)
                await uow.commit()

        with pytest.raises(DatabaseUnavailable):
            await stop_in_a_transaction()
        with pytest.raises(DatabaseUnavailable, match="does not answer"):
            await _add(new_uow, a_work())
        with pytest.raises(DatabaseUnavailable, match="does not answer"):
            await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())

        await asyncio.to_thread(server.start)

        async with new_uow() as uow:
            assert await uow.works.get(kept.id) == kept
        await asyncio.gather(*(_add(new_uow, a_work()) for _ in range(12)), _add(new_uow, cut))

    async def test_connections_that_were_cut_are_replaced_unnoticed(
        self, server: PostgresServer, new_uow: UnitOfWorkFactory
    ) -> None:
        await asyncio.gather(*(_add(new_uow, a_work()) for _ in range(6)))
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

        await asyncio.gather(*(_add(new_uow, a_work()) for _ in range(6)))

    @pytest.mark.parametrize("touch", [upgrade, make_ready])
    def test_a_wrong_password_or_name_is_told(self, touch: object, server: PostgresServer) -> None:
        assert callable(touch)
        for wrong in (server.tcp_url().replace(server.password, "guessed"), server.url("missing")):
            with pytest.raises(DatabaseUnavailable, match="DATABASE_URL"):
                touch(wrong)

    async def test_nobody_there_is_told(self) -> None:
        engine = make_engine("postgresql://nobody@127.0.0.1:1/none")
        with pytest.raises(DatabaseUnavailable, match="does not answer") as caught:
            await SqlBookReader(engine).page(SYSTEM_USER, PageRequest())
        assert isinstance(caught.value.__cause__, psycopg.OperationalError)
        await engine.dispose()

    async def test_b03_an_exhausted_pool_is_told(self, server: PostgresServer) -> None:
        engine = make_engine(server.url(), pool_timeout_seconds=0.05)
        ten = [begun(engine) for _ in range(10)]
        for one in ten:
            await one.__aenter__()
        with pytest.raises(DatabaseUnavailable, match="in use"):
            async with SqlUnitOfWork(engine):
                pass
        for one in ten:
            await one.__aexit__(None, None, None)
        await engine.dispose()


class TestWriters:
    async def test_b04_a_deadlock_undoes_one_of_two_which_then_succeeds(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            first, second = await stored_book(uow), await stored_book(uow)
            await uow.commit()
        both_have_one = asyncio.Barrier(2)

        async def write(*books: AudioBook, meet: bool = True) -> None:
            async with new_uow() as uow:
                for number, book in enumerate(books):
                    current = await uow.audio_books.get(book.id)
                    await uow.audio_books.save(current.moved(Status.PROCESSING, later(1)))
                    if number == 0 and meet:
                        await both_have_one.wait()
                await uow.commit()

        outcomes = await asyncio.gather(write(first, second), write(second, first), return_exceptions=True)

        lost = [outcome for outcome in outcomes if outcome is not None]
        assert [(type(error), error.code) for error in lost if isinstance(error, DatabaseUnavailable)] == [
            (DatabaseUnavailable, WRITE_CONFLICT)
        ]
        assert await _revisions(new_uow, first, second) == [1, 1]
        await write(first, second, meet=False)
        assert await _revisions(new_uow, first, second) == [2, 2]

    async def test_b04_a_serialization_failure_is_the_same_error(self, url: str) -> None:
        strict = make_engine(f"{url}&options=-c%20default_transaction_isolation%3Dserializable")
        new_uow = partial(SqlUnitOfWork, strict)
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.commit()

        async with new_uow() as uow:
            seen = await uow.audio_books.get(book.id)
            async with new_uow() as other:
                await other.audio_books.save(seen.moved(Status.PROCESSING, later(1)))
                await other.commit()
            with pytest.raises(DatabaseUnavailable) as caught:
                await uow.audio_books.save(seen.moved(Status.FAILED, later(2)))
        assert caught.value.code == WRITE_CONFLICT
        await strict.dispose()

    async def test_without_it_the_second_writer_is_told_that_it_is_stale(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.commit()

        async def write() -> None:
            async with new_uow() as uow:
                await uow.audio_books.save(book.moved(Status.PROCESSING, later(1)))
                await asyncio.sleep(0.02)
                await uow.commit()

        outcomes = await asyncio.gather(*(write() for _ in range(5)), return_exceptions=True)

        assert [getattr(outcome, "code", "saved") for outcome in outcomes].count("stale") == 4
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 4

    async def test_writers_that_are_cancelled_leave_the_pool_whole(self, new_uow: UnitOfWorkFactory) -> None:
        for pause in range(12):
            tasks = [asyncio.create_task(_add(new_uow, a_work())) for _ in range(12)]
            await asyncio.sleep(pause * 0.003)
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(outcome is None or isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)

        await asyncio.gather(*(_add(new_uow, a_work()) for _ in range(20)))


class TestValues:
    async def test_a_servers_own_time_zone_changes_nothing(self, url: str) -> None:
        engine = make_engine(f"{url}&options=-c%20timezone%3DAsia/Kolkata")
        work = a_work()
        await _add(partial(SqlUnitOfWork, engine), work)
        async with SqlUnitOfWork(engine) as uow:
            assert await uow.works.get(work.id) == work
        await engine.dispose()

    async def test_a_text_with_nul_is_refused_by_name(self, new_uow: UnitOfWorkFactory) -> None:
        with pytest.raises(InvalidInput) as caught:
            await _add(new_uow, a_work(title="one\x00two"))
        assert caught.value.code == "invalid_value"

    async def test_a_number_too_large_is_refused_by_name(self, engine: AsyncEngine) -> None:
        with pytest.raises(InvalidInput):
            async with begun(engine) as connection:
                await connection.execute(sa.text("SELECT CAST(9999999999 AS INTEGER)"))


def test_a_server_ends_with_whoever_started_it_however_that_ends() -> None:
    program = (
        "import time; from tests.support.postgres import PostgresServer; server = PostgresServer(); server.start(); "
        "print(server.folder, (server.folder / 'data/postmaster.pid').read_text().split()[0], flush=True); "
        "time.sleep(60)"
    )
    root = Path(__file__).parents[2]
    owner = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=root)
    assert owner.stdout is not None
    folder, pid = owner.stdout.readline().split()
    owner.kill()
    owner.wait()
    owner.stdout.close()

    until = time.monotonic() + 20
    while Path(folder).exists() or _runs(int(pid)):
        assert time.monotonic() < until, "the server outlived its owner"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def _add(new_uow: UnitOfWorkFactory, work: Work) -> None:
    async with new_uow() as uow:
        await uow.works.add(work)
        await uow.commit()


async def _revisions(new_uow: UnitOfWorkFactory, *books: AudioBook) -> list[int]:
    async with new_uow() as uow:
        return [(await uow.audio_books.get(book.id)).revision for book in books]
