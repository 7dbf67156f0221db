"""The contracts of stores' upkeep, inventories and leftovers can fail."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from bookbytes_adapters.memory import (
    MemoryInventory,
    MemoryLeftovers,
    MemoryStorage,
    MemoryStore,
    MemoryUnitOfWork,
)
from bookbytes_core.domain.cost import Call
from bookbytes_core.domain.job import Job
from bookbytes_core.ports.storage_upkeep import ListedObject
from tests.contracts.inventory import InventoryContract, LeftoversContract
from tests.contracts.storage_upkeep import StorageUpkeepContract
from tests.support.broken import fails


class ListsTwice(MemoryStorage):
    async def listed(self) -> AsyncIterator[tuple[ListedObject, ...]]:
        for _ in range(2):
            async for page in super().listed():
                yield page


class DiscardsTheYoung(MemoryStorage):
    async def discard(self, key: str, *, older_than_seconds: float) -> bool:
        return await super().discard(key, older_than_seconds=-older_than_seconds)


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (ListsTwice, "test_every_object_is_listed_once_and_nothing_else"),
        (DiscardsTheYoung, "test_only_what_is_old_is_discarded"),
    ],
)
async def test_upkeep(broken: type[MemoryStorage], test: str) -> None:
    await fails(getattr(StorageUpkeepContract(), test), broken())


class ForgetsAudio(MemoryInventory):
    async def named(self, keys: Collection[str]) -> frozenset[str]:
        return await super().named([key for key in keys if not key.startswith("audio/")])


class NamesTwice(MemoryInventory):
    async def texts(self, *, after: str, limit: int) -> tuple[str, ...]:
        return (await super().texts(after=after, limit=limit)) * 2


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (ForgetsAudio, "test_every_row_names_its_objects"),
        (NamesTwice, "test_results_and_texts_are_walked_each_once"),
    ],
)
async def test_inventories(broken: type[MemoryInventory], test: str) -> None:
    store = MemoryStore()
    await fails(getattr(InventoryContract(), test), partial(MemoryUnitOfWork, store), broken(store))


class TakesTheLiving(MemoryLeftovers):
    async def jobs(self, *, after: UUID | None, limit: int, seconds: float) -> tuple[Job, ...]:
        return await super().jobs(after=after, limit=limit, seconds=-3600)


class TakesTheYoung(MemoryLeftovers):
    async def calls(self, *, after: str, limit: int, before: datetime) -> tuple[Call, ...]:
        return await super().calls(after=after, limit=limit, before=before.replace(year=9999))


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (TakesTheLiving, "test_jobs_whose_lease_is_long_over_are_walked"),
        (TakesTheYoung, "test_calls_that_nobody_waits_for_are_walked"),
    ],
)
async def test_leftovers(broken: type[MemoryLeftovers], test: str) -> None:
    store = MemoryStore()
    contract: Any = getattr(LeftoversContract(), test)
    await fails(contract, partial(MemoryUnitOfWork, store), broken(store))
