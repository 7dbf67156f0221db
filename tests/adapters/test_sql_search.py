"""Searches on PostgreSQL: which works they look through first, and what they keep from one to the next."""

from collections.abc import AsyncIterator, Iterator
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.catalogue_reader import SqlCatalogueReader
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.spelling import spellings
from bookbytes_adapters.sql.tables import LOOKED_THROUGH_FIRST, work_index
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.search_query import Word
from bookbytes_core.ports.metadata import WorkQuery
from tests.support.entities import a_work
from tests.support.postgres import Databases


@pytest.fixture
def url(postgres: Databases) -> Iterator[str]:
    with postgres.migrated() as url:
        yield url


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(url, pool_size=1)
    yield engine
    await engine.dispose()


@pytest.fixture
async def titles(engine: AsyncEngine) -> list[str]:
    """Of works half of which are among those that are looked through first."""
    found = [f"The salt road {number}" for number in range(6)]
    async with partial(SqlUnitOfWork, engine)() as uow:
        await uow.works.add_all([a_work(title=title) for title in found])
        await uow.commit()
    ids = sa.select(work_index.c.id).order_by(work_index.c.id)
    async with engine.begin() as connection:
        for place, each in enumerate((await connection.scalars(ids)).all()):
            renumbered = sa.update(work_index).where(work_index.c.id == each)
            await connection.execute(renumbered.values(id=1_000_000_000_000 + 997 + place))
        first = await connection.scalar(sa.select(sa.func.count()).where(LOOKED_THROUGH_FIRST).select_from(work_index))
    assert first == len(found) // 2
    return found


async def search(engine: AsyncEngine, title: str) -> list[str]:
    page = await SqlCatalogueReader(engine).search(WorkQuery(title=title), PageRequest())
    assert (page.total, page.total_is_minimum) == (len(page.items), False)
    return [work.title for work in page.items]


@pytest.mark.parametrize("sought", ["salt", "raod"])
async def test_works_are_found_once_whether_looked_through_first_or_not(
    sought: str, titles: list[str], engine: AsyncEngine
) -> None:
    assert sorted(await search(engine, sought)) == titles


async def test_a_search_is_prepared_once_for_many(titles: list[str], engine: AsyncEngine) -> None:
    for _ in range(7):  # psycopg prepares what it is given a sixth time
        await search(engine, "salt")
    async with engine.connect() as connection:
        prepared = await connection.scalars(sa.text("SELECT statement FROM pg_prepared_statements"))
        assert any("tsquery" in statement for statement in prepared)


def with_one_mistake(word: str) -> list[str]:
    """A letter left out, two that changed places, one that is wrong, one too many: each in each place."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = [before + after[1:] for before, after in halves[:-1]]
    turned = [before + after[1] + after[0] + after[2:] for before, after in halves[:-2]]
    wrong = [f"{before}z{after[1:]}" for before, after in halves[:-1]]
    too_many = [f"{before}z{after}" for before, after in halves]
    return [*left_out, *turned, *wrong, *too_many]


@pytest.mark.parametrize("word", ["abcde", "abcdef", "abcdefg", "abcdefghij"])
async def test_every_single_mistake_is_forgiven(word: str, engine: AsyncEngine) -> None:
    async with partial(SqlUnitOfWork, engine)() as uow:
        await uow.works.add(a_work(title=word))
        await uow.commit()
    sought = tuple(Word(other, (other,)) for other in with_one_mistake(word))
    async with engine.connect() as connection:
        found = await spellings(connection, sought)
    assert [other for other, meant in found.items() if meant != [word]] == []
