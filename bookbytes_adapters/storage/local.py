"""Finished bytes in a folder of this machine."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bookbytes_adapters.storage import files, walk
from bookbytes_core.errors import ObjectNotFound, StorageFull, StorageUnavailable
from bookbytes_core.ports.storage import Storage, StoredObject, check_part, key_parts
from bookbytes_core.ports.storage_upkeep import LISTED_AT_ONCE, ListedObject, StorageUpkeep

CHUNK_BYTES = 256 * 1024
GRACE_SECONDS = 3600.0

_TYPES = ".types"
_UNKNOWN_TYPE = "application/octet-stream"
_TYPE_OF_SUFFIX = {
    ".json": "application/json",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".md": "text/markdown",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".txt": "text/plain",
    ".wav": "audio/wav",
}

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


class LocalStorage(Storage, StorageUpkeep):
    """Objects are files under ``root``, named as their keys.

    A file appears whole: it is written to ``.tmp`` on the same file system, flushed to the disk and renamed. No
    symbolic link below ``root`` is followed. The content type is the one usual for the key's suffix; where it is
    another, it is kept under ``.types``. ``root`` is made by the first ``put``; a reader that finds it missing raises
    ``StorageUnavailable``, for a disk that is not mounted must not look like objects that were never stored.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        await asyncio.to_thread(self._put, key_parts(key), data, content_type)

    async def get(self, key: str) -> bytes:
        return await asyncio.to_thread(self._get, key_parts(key))

    async def stat(self, key: str) -> StoredObject:
        size, content_type = await asyncio.to_thread(self._stat, key_parts(key))
        return StoredObject(key, size, content_type)

    async def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        check_part(start, length)
        file = await asyncio.to_thread(self._open, key_parts(key))
        try:
            end = start + length if length is not None else os.fstat(file).st_size
            while start < end:
                piece = await asyncio.to_thread(_read, file, min(CHUNK_BYTES, end - start), start)
                if not piece:
                    return
                yield piece
                start += len(piece)
        finally:
            os.close(file)

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._delete, key_parts(key))

    async def url(self, key: str) -> str | None:
        key_parts(key)
        return None

    async def listed(self) -> AsyncIterator[tuple[ListedObject, ...]]:
        found = walk.listed(self._root)
        while page := await asyncio.to_thread(_next, found):
            yield page

    async def discard(self, key: str, *, older_than_seconds: float) -> bool:
        return await asyncio.to_thread(self._discard, key_parts(key), older_than_seconds)

    async def half_written(self, *, older_than_seconds: float = GRACE_SECONDS, remove: bool = True) -> int:
        """A younger file may belong to a ``put`` that is still going on."""
        return await asyncio.to_thread(self._half_written, older_than_seconds, remove=remove)

    def _put(self, parts: list[str], data: bytes, content_type: str) -> None:
        with _trouble("written"):
            if not self._root.is_dir():
                self._root.mkdir(parents=True, exist_ok=True)
            if content_type == _usual_type(parts):
                files.replace(self._root, parts, data)
                files.remove(self._root, [_TYPES, *parts])
            else:
                files.replace(self._root, [_TYPES, *parts], content_type.encode())
                files.replace(self._root, parts, data)

    def _get(self, parts: list[str]) -> bytes:
        with os.fdopen(self._open(parts), "rb") as file, _trouble("read"):
            return file.read()

    def _stat(self, parts: list[str]) -> tuple[int, str]:
        file = self._open(parts)
        try:
            size = os.fstat(file).st_size
        finally:
            os.close(file)
        try:
            return size, self._get([_TYPES, *parts]).decode()
        except ObjectNotFound:
            return size, _usual_type(parts)

    def _open(self, parts: list[str]) -> int:
        with _trouble("read"):
            try:
                return files.open_to_read(self._root, parts)
            except OSError as error:
                if error.errno in _NOTHING_THERE and self._root.is_dir():
                    raise ObjectNotFound(f"Nothing is stored under {'/'.join(parts)}.") from error
                raise

    def _delete(self, parts: list[str]) -> None:
        with _trouble("removed"):
            files.remove(self._root, parts)
            files.remove(self._root, [_TYPES, *parts])

    def _discard(self, parts: list[str], older_than_seconds: float) -> bool:
        with _trouble("removed"):
            discarded = walk.remove_old(self._root, parts, older_than_seconds)
            if discarded:
                files.remove(self._root, [_TYPES, *parts])
        return discarded

    def _half_written(self, older_than_seconds: float, *, remove: bool) -> int:
        with _trouble("cleaned up"):
            return walk.half_written(self._root, older_than_seconds, remove=remove)


def _next(found: Iterator[ListedObject]) -> tuple[ListedObject, ...]:
    with _trouble("listed"):
        return tuple(islice(found, LISTED_AT_ONCE))


def _usual_type(parts: list[str]) -> str:
    return _TYPE_OF_SUFFIX.get(Path(parts[-1]).suffix, _UNKNOWN_TYPE)


def _read(file: int, size: int, start: int) -> bytes:
    with _trouble("read"):
        return os.pread(file, size, start)


@contextmanager
def _trouble(done: str) -> Iterator[None]:
    """Raise the operating system's troubles as what they mean for the store."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull("No room is left on the disk: free some space and go on.") from error
        raise StorageUnavailable(
            f"A stored file could not be {done}: check that the storage folder is there and may be used."
        ) from error
