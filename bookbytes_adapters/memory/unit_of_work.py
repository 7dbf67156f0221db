"""One transaction in memory."""

import asyncio
from types import TracebackType
from typing import Self

from bookbytes_adapters.memory.audio_books import MemoryAudioBooks, MemoryChapters
from bookbytes_adapters.memory.calls import MemoryCalls
from bookbytes_adapters.memory.catalogue import MemoryEditions, MemoryImportedTexts, MemoryProviderKeys, MemoryWorks
from bookbytes_adapters.memory.catalogue_imports import MemoryCatalogueImports
from bookbytes_adapters.memory.jobs import MemoryJobs
from bookbytes_adapters.memory.leases import RESEND_SECONDS, MemoryLeases
from bookbytes_adapters.memory.store import MemoryStore, Transaction
from bookbytes_adapters.memory.users import MemoryUsers
from bookbytes_core.errors import DatabaseUnavailable
from bookbytes_core.ports.unit_of_work import UnitOfWork

_WAIT_SECONDS = 30.0


class MemoryUnitOfWork(UnitOfWork):
    """Works on a copy that replaces the store's state when it commits. One at a time may be open: the others wait.

    It is over once it has committed: using its repositories afterwards is a ``RuntimeError``. ``resend_seconds`` is how
    long a job that was sent may wait for a claim before its message counts as lost.
    """

    def __init__(self, store: MemoryStore, *, resend_seconds: float = RESEND_SECONDS) -> None:
        self._store = store
        self._resend_seconds = resend_seconds

    async def __aenter__(self) -> Self:
        await self._begin()
        transaction = self._transaction = Transaction(self._store)
        self.works = MemoryWorks(transaction)
        self.editions = MemoryEditions(transaction)
        self.provider_keys = MemoryProviderKeys(transaction)
        self.texts = MemoryImportedTexts(transaction)
        self.audio_books = MemoryAudioBooks(transaction)
        self.chapters = MemoryChapters(transaction)
        self.jobs = MemoryJobs(transaction)
        self.leases = MemoryLeases(transaction, self._resend_seconds)
        self.calls = MemoryCalls(transaction)
        self.catalogue_imports = MemoryCatalogueImports(transaction)
        self.users = MemoryUsers(transaction)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._transaction.is_open:
            self._transaction.end()
            self._store.writing.release()

    async def commit(self) -> None:
        self._transaction.commit()
        self._store.writing.release()

    async def _begin(self) -> None:
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                await self._store.writing.acquire()
        except TimeoutError as error:
            raise DatabaseUnavailable("Another unit of work does not end: try again.") from error
