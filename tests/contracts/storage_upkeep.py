"""What every store offers to whoever looks after it. Its adapters' tests provide ``storage``: one, empty store."""

from typing import Protocol

import pytest

from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.storage_upkeep import StorageUpkeep

MINUTE, HOUR = 60.0, 3600.0


class Upkept(Storage, StorageUpkeep, Protocol):
    """A store, as its keeper sees it."""


async def listed(storage: StorageUpkeep) -> list[tuple[str, int]]:
    return sorted([(item.key, item.size) async for page in storage.listed() for item in page])


class StorageUpkeepContract:
    async def test_an_empty_store_lists_nothing(self, storage: Upkept) -> None:
        assert await listed(storage) == []

    async def test_every_object_is_listed_once_and_nothing_else(self, storage: Upkept) -> None:
        await storage.put("audio/ab/1.mp3", b"12345", content_type="audio/mpeg")
        await storage.put("audio/ab.json", b"{}", content_type="application/json")
        await storage.put("rejected/x", b"", content_type="text/html")
        await storage.put("audio/ab/1.mp3", b"123", content_type="text/html")
        await storage.put("gone", b"x", content_type="audio/mpeg")
        await storage.delete("gone")

        assert await listed(storage) == [("audio/ab.json", 2), ("audio/ab/1.mp3", 3), ("rejected/x", 0)]

    async def test_what_was_put_just_now_is_young(self, storage: Upkept) -> None:
        await storage.put("a", b"x", content_type="audio/mpeg")

        assert [item.age_seconds < MINUTE async for page in storage.listed() for item in page] == [True]

    async def test_only_what_is_old_is_discarded(self, storage: Upkept) -> None:
        await storage.put("a/b.mp3", b"x", content_type="text/html")

        assert await storage.discard("a/b.mp3", older_than_seconds=HOUR) is False
        assert await storage.get("a/b.mp3") == b"x"
        assert await storage.discard("a/b.mp3", older_than_seconds=-MINUTE) is True
        assert await storage.discard("a/b.mp3", older_than_seconds=-MINUTE) is False
        assert await storage.discard("a", older_than_seconds=-MINUTE) is False
        assert await listed(storage) == []

    async def test_a_key_that_is_none_is_not_discarded(self, storage: Upkept) -> None:
        with pytest.raises(InvalidInput):
            await storage.discard("../x", older_than_seconds=-MINUTE)

    async def test_whole_objects_are_not_half_written(self, storage: Upkept) -> None:
        await storage.put("a", b"x", content_type="audio/mpeg")

        assert await storage.half_written(older_than_seconds=-MINUTE, remove=True) == 0
        assert await storage.get("a") == b"x"
