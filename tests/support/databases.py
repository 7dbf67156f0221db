"""Databases for tests, each with all tables and the test's own: SQLite files and databases on a real PostgreSQL."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.catalogue_reader import SqlCatalogueReader
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.inventory import SqlInventory
from bookbytes_adapters.sql.leftovers import SqlLeftovers
from bookbytes_adapters.sql.migrate import upgrade
from bookbytes_adapters.sql.readers import SqlBookReader, SqlJobReader
from bookbytes_adapters.sql.repositories.users import SqlUserReader
from bookbytes_adapters.sql.statistics import SqlStatisticsReader
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory


def a_database(folder: Path) -> str:
    """The URL of a new database in ``folder`` at the newest revision."""
    file = folder / "bookbytes.db"
    file.write_bytes(_migrated())
    return f"sqlite:///{file}"


@cache
def _migrated() -> bytes:
    """Migrated once a process: tests of everything else take copies."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()


class SqlFixtures:
    """What the contracts of repositories and readers ask for, over a database of the test's own."""

    @pytest.fixture(params=["sqlite", "postgresql"])
    def url(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        if request.param == "sqlite":
            yield a_database(tmp_path)
        else:
            with request.getfixturevalue("postgres").migrated() as url:
                yield url

    @pytest.fixture
    async def engine(self, url: str) -> AsyncIterator[AsyncEngine]:
        engine = make_engine(url)
        yield engine
        await engine.dispose()

    @pytest.fixture
    def new_uow(self, engine: AsyncEngine) -> UnitOfWorkFactory:
        return partial(SqlUnitOfWork, engine)

    @pytest.fixture
    def new_uow_resending(self, engine: AsyncEngine) -> UnitOfWorkFactory:
        return partial(SqlUnitOfWork, engine, resend_seconds=0.0)

    @pytest.fixture
    def catalogue(self, engine: AsyncEngine) -> SqlCatalogueReader:
        return SqlCatalogueReader(engine)

    @pytest.fixture
    def books(self, engine: AsyncEngine) -> SqlBookReader:
        return SqlBookReader(engine)

    @pytest.fixture
    def statistics(self, engine: AsyncEngine) -> SqlStatisticsReader:
        return SqlStatisticsReader(engine)

    @pytest.fixture
    def inventory(self, engine: AsyncEngine) -> SqlInventory:
        return SqlInventory(engine)

    @pytest.fixture
    def leftovers(self, engine: AsyncEngine) -> SqlLeftovers:
        return SqlLeftovers(engine)

    @pytest.fixture
    def jobs(self, engine: AsyncEngine) -> SqlJobReader:
        return SqlJobReader(engine)

    @pytest.fixture
    def users(self, engine: AsyncEngine) -> SqlUserReader:
        return SqlUserReader(engine)
