"""Finished bytes in a dictionary."""

import re
from collections.abc import AsyncIterator

from bookbytes_core.errors import InvalidInput, ObjectNotFound
from bookbytes_core.ports.storage import Storage, StoredObject

CHUNK_BYTES = 64 * 1024

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
_MAX_LENGTH = 900


class MemoryStorage(Storage):
    """``objects`` shows what is stored: bytes and content type by key."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, str]] = {}

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        self.objects[_checked(key)] = (bytes(data), content_type)

    async def get(self, key: str) -> bytes:
        return self._object(key)[0]

    async def stat(self, key: str) -> StoredObject:
        data, content_type = self._object(key)
        return StoredObject(key, len(data), content_type)

    async def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        if start < 0 or (length is not None and length < 0):
            raise InvalidInput("A part of an object starts at 0 or later and has a length of 0 or more.")
        data, _ = self._object(key)
        end = len(data) if length is None else min(len(data), start + length)
        for place in range(start, end, CHUNK_BYTES):
            yield data[place : min(end, place + CHUNK_BYTES)]

    async def delete(self, key: str) -> None:
        self.objects.pop(_checked(key), None)

    async def url(self, key: str) -> str | None:
        _checked(key)
        return None

    def _object(self, key: str) -> tuple[bytes, str]:
        stored = self.objects.get(_checked(key))
        if stored is None:
            raise ObjectNotFound(f"Nothing is stored under {key}.")
        return stored


def _checked(key: str) -> str:
    if len(key) > _MAX_LENGTH or not all(_PART.fullmatch(part) for part in key.split("/")):
        raise InvalidInput(f"{key[:80]!r} is not a storage key.", code="invalid_key")
    return key
