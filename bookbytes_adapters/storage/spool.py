"""What was paid for and could not be stored is kept on this machine until the store is back."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Protocol

from loguru import logger

from bookbytes_adapters.storage.local import LocalStorage
from bookbytes_core.errors import ObjectNotFound, StorageUnavailable
from bookbytes_core.ports.storage import Storage, StoredObject
from bookbytes_core.ports.storage_upkeep import ListedObject, StorageUpkeep
from bookbytes_core.use_cases.prepared_call import is_result

KEPT_SECONDS = 30 * 24 * 3600.0
"""So long somebody may come back for it; a job that is never resumed leaves no more behind than that."""


class Store(Storage, StorageUpkeep, Protocol):
    """One that is opened and closed, as one on the network is."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...


class SpooledStorage(Storage, StorageUpkeep):
    """``store``, but the result of a call that it does not take goes to ``spool``, and is found and moved there by
    whoever asks for it once the store answers again and has nothing under its key.

    ``put`` raises all the same: a job waits for the store. The spool belongs to this machine: another one does not find
    it, and pays again.
    """

    def __init__(self, store: Store, spool: LocalStorage) -> None:
        self._store = store
        self._spool = spool

    async def open(self) -> None:
        """Forget what nobody came back for. Raises ``StorageUnavailable`` when the store cannot be opened."""
        with suppress(StorageUnavailable):  # most often nothing was ever spooled
            for each in [each async for page in self._spool.listed() for each in page]:
                await self._spool.discard(each.key, older_than_seconds=KEPT_SECONDS)
        await self._store.open()

    async def close(self) -> None:
        await self._store.close()

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        try:
            await self._store.put(key, data, content_type=content_type)
        except StorageUnavailable:
            if is_result(key):
                await self._keep(key, data, content_type)
            raise

    async def get(self, key: str) -> bytes:
        try:
            return await self._store.get(key)
        except ObjectNotFound:
            if is_result(key) and (data := await self._moved(key)) is not None:
                return data
            raise

    async def stat(self, key: str) -> StoredObject:
        return await self._store.stat(key)

    async def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        async for piece in self._store.read(key, start=start, length=length):
            yield piece

    async def delete(self, key: str) -> None:
        await self._store.delete(key)
        if is_result(key):
            with suppress(StorageUnavailable):
                await self._spool.delete(key)

    async def url(self, key: str) -> str | None:
        return await self._store.url(key)

    def listed(self) -> AsyncIterator[tuple[ListedObject, ...]]:
        return self._store.listed()

    async def discard(self, key: str, *, older_than_seconds: float) -> bool:
        return await self._store.discard(key, older_than_seconds=older_than_seconds)

    async def half_written(self, *, older_than_seconds: float, remove: bool) -> int:
        return await self._store.half_written(older_than_seconds=older_than_seconds, remove=remove)

    async def _keep(self, key: str, data: bytes, content_type: str) -> None:
        """Trouble with this disk as well is the store's trouble: that is what is told."""
        with suppress(StorageUnavailable):
            await self._spool.put(key, data, content_type=content_type)
            logger.info("paid result kept on this machine until the store is back")

    async def _moved(self, key: str) -> bytes | None:
        """What the spool had of it. Raises ``StorageUnavailable`` when the store does not take it now either."""
        try:
            data, known = await self._spool.get(key), await self._spool.stat(key)
        except (ObjectNotFound, StorageUnavailable):
            return None
        await self._store.put(key, data, content_type=known.content_type)
        with suppress(StorageUnavailable):
            await self._spool.delete(key)
        return data
