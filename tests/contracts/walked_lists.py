"""What lists promise that are walked by ``next``. Their adapters' tests provide ``new_uow``, ``books`` and ``jobs``."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from bookbytes_core.domain.page import Page, PageRequest
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.readers import BookReader, JobReader
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.readers import a_stored_book, with_chapters, with_job
from tests.support.entities import a_chapter, an_owner, later

OF_OTHER_LISTS = ["x", "", "W10", "WyJhIiwiYiJd", "WzEsMiwzLCJ4Il0", "WyIwMDAxLTAxLTAxVDAwOjAwKzIzOjU5IiwiYSJd"]


async def walked(look: Callable[[PageRequest], Awaitable[Page[Any]]], size: int = 2) -> tuple[list[Any], set[int]]:
    """All items that walking by ``next`` leads to, and every total that was told on the way."""
    items, totals, after = [], set(), None
    while True:
        page = await look(PageRequest(page_size=size, after=after))
        assert len(page.items) <= size
        items += page.items
        totals.add(page.total)
        after = page.next
        if after is None:
            return items, totals


class WalkedListsContract:
    async def test_books_are_walked_newest_first(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        owner = an_owner()
        ages = (3, 1, 1, 1, 2)  # three were made in the same moment
        for age in ages:
            await a_stored_book(new_uow, owner_id=owner, created_at=later(age))
        await a_stored_book(new_uow)

        found, totals = await walked(lambda request: books.page(owner, request))

        assert [view.audio_book.created_at for view in found] == [later(age) for age in (3, 2, 1, 1, 1)]
        assert (len({view.audio_book.id for view in found}), totals) == (5, {5})
        assert (await books.page(owner, PageRequest(2, 2))).next is not None
        assert (await books.page(owner, PageRequest(3, 2))).next is None

    async def test_what_comes_meanwhile_moves_nobody(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        owner = an_owner()
        old = [await a_stored_book(new_uow, owner_id=owner, created_at=later(age)) for age in (1, 2, 3)]
        first = await books.page(owner, PageRequest(page_size=2))
        await a_stored_book(new_uow, owner_id=owner, created_at=later(9))

        rest = await books.page(owner, PageRequest(page_size=2, after=first.next))

        assert [view.audio_book.id for view in rest.items] == [old[0].id]

    async def test_jobs_of_a_status_are_walked(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        book = await a_stored_book(new_uow)
        made = [await with_job(new_uow, book, created_at=later(age), status=Status.FAILED) for age in range(5)]
        await with_job(new_uow, book, created_at=later(2), status=Status.COMPLETED)

        found, totals = await walked(lambda request: jobs.page(book.owner_id, request, [Status.FAILED]))

        assert [view.job.id for view in found] == [job.id for job in reversed(made)]
        assert totals == {5}

    async def test_chapters_are_walked_by_number(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        book = await a_stored_book(new_uow)
        await with_chapters(new_uow, book, *(a_chapter(book, number) for number in (4, 2, 5, 1, 3)))

        found, totals = await walked(lambda request: books.chapters(book.id, book.owner_id, request))

        assert ([chapter.number for chapter in found], totals) == ([1, 2, 3, 4, 5], {5})

    @pytest.mark.parametrize("after", OF_OTHER_LISTS)
    async def test_a_place_of_another_list_is_refused(
        self, after: str, new_uow: UnitOfWorkFactory, books: BookReader, jobs: JobReader
    ) -> None:
        book, request = await a_stored_book(new_uow), PageRequest(after=after)
        owner: UUID = book.owner_id
        for look in (books.page(owner, request), jobs.page(owner, request), books.chapters(book.id, owner, request)):
            with pytest.raises(InvalidInput, match="after must be"):
                await look
