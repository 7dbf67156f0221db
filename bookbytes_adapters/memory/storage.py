"""Finished bytes in a dictionary."""

from collections.abc import AsyncIterator

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.errors import ObjectNotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.storage import Storage, StoredObject, check_part, key_parts
from bookbytes_core.ports.storage_upkeep import LISTED_AT_ONCE, ListedObject, StorageUpkeep

CHUNK_BYTES = 64 * 1024


class MemoryStorage(Storage, StorageUpkeep):
    """``objects`` shows what is stored: bytes and content type by key. What others put there themselves is as old as
    the store. ``clock`` is its own clock."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.objects: dict[str, tuple[bytes, str]] = {}
        self._clock = clock or SystemClock()
        self._made_at = self._clock.monotonic()
        self._put_at: dict[str, float] = {}

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        key_parts(key)
        self.objects[key] = (bytes(data), content_type)
        self._put_at[key] = self._clock.monotonic()

    async def get(self, key: str) -> bytes:
        return self._object(key)[0]

    async def stat(self, key: str) -> StoredObject:
        data, content_type = self._object(key)
        return StoredObject(key, len(data), content_type)

    async def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        check_part(start, length)
        data, _ = self._object(key)
        end = len(data) if length is None else min(len(data), start + length)
        for place in range(start, end, CHUNK_BYTES):
            yield data[place : min(end, place + CHUNK_BYTES)]

    async def delete(self, key: str) -> None:
        key_parts(key)
        self.objects.pop(key, None)
        self._put_at.pop(key, None)

    async def url(self, key: str) -> str | None:
        key_parts(key)
        return None

    async def listed(self) -> AsyncIterator[tuple[ListedObject, ...]]:
        keys = tuple(self.objects)
        for start in range(0, len(keys), LISTED_AT_ONCE):
            there = [key for key in keys[start : start + LISTED_AT_ONCE] if key in self.objects]
            yield tuple(ListedObject(key, len(self.objects[key][0]), self._age(key)) for key in there)

    async def discard(self, key: str, *, older_than_seconds: float) -> bool:
        key_parts(key)
        if key not in self.objects or self._age(key) < older_than_seconds:
            return False
        await self.delete(key)
        return True

    async def half_written(self, *, older_than_seconds: float, remove: bool) -> int:
        return 0

    def _age(self, key: str) -> float:
        return self._clock.monotonic() - self._put_at.get(key, self._made_at)

    def _object(self, key: str) -> tuple[bytes, str]:
        key_parts(key)
        stored = self.objects.get(key)
        if stored is None:
            raise ObjectNotFound(f"Nothing is stored under {key}.")
        return stored
