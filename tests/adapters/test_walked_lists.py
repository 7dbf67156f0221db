"""Both stores' lists are walked by ``next`` as promised, and the promise can be broken."""

from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.memory import MemoryBookReader, MemoryJobReader, MemoryStore, MemoryUnitOfWork
from bookbytes_adapters.sql.readers import SqlBookReader
from bookbytes_adapters.sql.tables import audio_books
from bookbytes_core.domain.page import MAX_COUNTED, Page, PageRequest
from bookbytes_core.ports.readers import BookView
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.readers import a_stored_book
from tests.contracts.walked_lists import WalkedListsContract
from tests.support.broken import fails
from tests.support.databases import SqlFixtures


class TestMemoryLists(WalkedListsContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    @pytest.fixture
    def new_uow(self, store: MemoryStore) -> UnitOfWorkFactory:
        return partial(MemoryUnitOfWork, store)

    @pytest.fixture
    def books(self, store: MemoryStore) -> MemoryBookReader:
        return MemoryBookReader(store)

    @pytest.fixture
    def jobs(self, store: MemoryStore) -> MemoryJobReader:
        return MemoryJobReader(store)


class TestSqlLists(SqlFixtures, WalkedListsContract):
    async def test_more_than_are_counted_is_a_minimum(
        self, new_uow: UnitOfWorkFactory, books: SqlBookReader, engine: AsyncEngine
    ) -> None:
        book = await a_stored_book(new_uow)
        async with engine.begin() as connection:
            row = dict((await connection.execute(sa.select(audio_books))).mappings().one())
            rows = [row | {"id": UUID(int=number), "order_key": str(number)} for number in range(MAX_COUNTED + 1)]
            await connection.execute(sa.insert(audio_books), rows)

        page = await books.page(book.owner_id, PageRequest(page_size=1))

        assert (page.total, page.total_is_minimum) == (MAX_COUNTED, True)
        deep = await books.page(book.owner_id, PageRequest(page_size=1, after=page.next))
        assert deep.items != page.items


class BeginsAnew(MemoryBookReader):
    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        return await super().page(owner_id, replace(request, after=None))


class SkipsOne(MemoryBookReader):
    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        page = await super().page(owner_id, request)
        return replace(page, items=page.items[1:]) if request.after else page


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (BeginsAnew, "test_what_comes_meanwhile_moves_nobody"),
        (SkipsOne, "test_books_are_walked_newest_first"),
    ],
)
async def test_a_broken_promise_is_seen(broken: type[MemoryBookReader], test: str) -> None:
    store = MemoryStore()
    await fails(getattr(WalkedListsContract(), test), partial(MemoryUnitOfWork, store), broken(store))
