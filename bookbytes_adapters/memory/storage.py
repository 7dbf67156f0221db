"""Finished bytes in a dictionary."""

from collections.abc import AsyncIterator

from bookbytes_core.errors import ObjectNotFound
from bookbytes_core.ports.storage import Storage, StoredObject, check_part, key_parts

CHUNK_BYTES = 64 * 1024


class MemoryStorage(Storage):
    """``objects`` shows what is stored: bytes and content type by key."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, str]] = {}

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        key_parts(key)
        self.objects[key] = (bytes(data), content_type)

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

    async def url(self, key: str) -> str | None:
        key_parts(key)
        return None

    def _object(self, key: str) -> tuple[bytes, str]:
        key_parts(key)
        stored = self.objects.get(key)
        if stored is None:
            raise ObjectNotFound(f"Nothing is stored under {key}.")
        return stored
