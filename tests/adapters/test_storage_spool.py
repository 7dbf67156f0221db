"""B12, P1: what was paid for outlives a store that does not take it."""

import os
import time
from pathlib import Path

import pytest

from bookbytes_adapters.storage.local import LocalStorage
from bookbytes_adapters.storage.spool import KEPT_SECONDS, SpooledStorage
from bookbytes_core.domain.cost import CallKind
from bookbytes_core.errors import ObjectNotFound, StorageUnavailable
from bookbytes_core.use_cases.prepared_call import result_key_of
from tests.contracts.storage import StorageContract
from tests.contracts.storage_upkeep import StorageUpkeepContract, listed
from tests.support.entities import sha256

RESULT = result_key_of(CallKind.TTS, sha256("a"))
TYPE = "application/octet-stream"


class FarStorage(LocalStorage):
    """A folder that can be away, as a bucket can."""

    is_away = False

    async def open(self) -> None:
        """Nothing to do."""

    async def close(self) -> None:
        """Nothing to do."""

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        if self.is_away:
            raise StorageUnavailable("away")
        await super().put(key, data, content_type=content_type)


@pytest.fixture
def store(tmp_path: Path) -> FarStorage:
    return FarStorage(tmp_path / "store")


@pytest.fixture
def spool(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "spool")


@pytest.fixture
def storage(store: FarStorage, spool: LocalStorage) -> SpooledStorage:
    return SpooledStorage(store, spool)


class TestSpooledStorage(StorageContract, StorageUpkeepContract):
    pass


async def refused(storage: SpooledStorage, store: FarStorage, key: str) -> None:
    store.is_away = True
    with pytest.raises(StorageUnavailable):
        await storage.put(key, b"paid", content_type=TYPE)


async def test_a_result_waits_for_the_store_and_moves_there(
    storage: SpooledStorage, store: FarStorage, spool: LocalStorage
) -> None:
    await store.put("other.bin", b"", content_type=TYPE)
    await refused(storage, store, RESULT)
    with pytest.raises(StorageUnavailable):  # asked for while it is still away: nobody may take it for lost
        await storage.get(RESULT)
    store.is_away = False
    assert await storage.get(RESULT) == b"paid"
    assert await store.get(RESULT) == b"paid"
    with pytest.raises(ObjectNotFound):
        await spool.get(RESULT)


async def test_what_costs_nothing_to_make_again_is_not_kept(
    storage: SpooledStorage, store: FarStorage, tmp_path: Path
) -> None:
    await refused(storage, store, "audio/ab/1.mp3")
    assert not (tmp_path / "spool").exists()


async def test_what_is_thrown_away_does_not_come_back(storage: SpooledStorage, store: FarStorage) -> None:
    await store.put("other.bin", b"", content_type=TYPE)
    await refused(storage, store, RESULT)
    store.is_away = False
    await storage.delete(RESULT)
    with pytest.raises(ObjectNotFound):
        await storage.get(RESULT)


async def test_what_nobody_came_back_for_is_forgotten(
    storage: SpooledStorage, store: FarStorage, spool: LocalStorage, tmp_path: Path
) -> None:
    await refused(storage, store, RESULT)
    await storage.open()
    assert await listed(spool) == [(RESULT, 4)]
    os.utime(tmp_path / "spool" / RESULT, (time.time() - KEPT_SECONDS - 60,) * 2)
    await storage.open()
    assert await listed(spool) == []


async def test_a_disk_that_is_no_better_tells_of_the_store(store: FarStorage, tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("no folder", encoding="utf-8")
    await refused(SpooledStorage(store, LocalStorage(tmp_path / "spool")), store, RESULT)
