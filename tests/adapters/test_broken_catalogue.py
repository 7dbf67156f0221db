"""The contract of the library's reader can fail: readers that break one promise are noticed by the test of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bookbytes_adapters.memory import MemoryCatalogueReader, MemoryStore, MemoryUnitOfWork
from bookbytes_core.domain.page import Page, PageRequest
from bookbytes_core.ports.catalogue import ListedWork
from bookbytes_core.ports.metadata import WorkQuery
from tests.contracts.catalogue_reader import CatalogueReaderContract
from tests.support.broken import fails


class ShowsTheLastWorkTwice(MemoryCatalogueReader):
    async def works(self, request: PageRequest) -> Page[ListedWork]:
        page = await super().works(request)
        return replace(page, items=(*page.items, *page.items[-1:]))


class FindsBackwards(MemoryCatalogueReader):
    async def search(self, query: WorkQuery, request: PageRequest) -> Page[ListedWork]:
        page = await super().search(query, request)
        return replace(page, items=page.items[::-1])


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (ShowsTheLastWorkTwice, CatalogueReaderContract.test_a_list_is_walked_by_next_in_order_of_titles),
        (FindsBackwards, CatalogueReaderContract.test_a_search_ranks_titles_that_are_the_words_first),
    ],
)
async def test_the_contract_of_the_librarys_reader_can_fail(
    broken: type[MemoryCatalogueReader], test: Callable[..., Any]
) -> None:
    store = MemoryStore()

    await fails(partial(test, CatalogueReaderContract()), partial(MemoryUnitOfWork, store), broken(store))
