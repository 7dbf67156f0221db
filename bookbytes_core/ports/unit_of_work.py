"""One transaction."""

from abc import abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from bookbytes_core.ports.catalogue_source import CatalogueImportRepository
from bookbytes_core.ports.repositories import (
    AudioBookRepository,
    CallRepository,
    ChapterRepository,
    EditionRepository,
    ImportedTextRepository,
    JobRepository,
    LeaseRepository,
    ProviderKeyRepository,
    WorkRepository,
)
from bookbytes_core.ports.users import UserRepository


class UnitOfWork(Protocol):
    """A transaction and the repositories in it.

    Every adapter promises, and ``tests/contracts/unit_of_work.py`` checks:

    - what was not committed is gone when the block ends, whatever ends it;
    - what was committed is seen by every later unit of work, all of it or nothing;
    - two that write at once wait for each other instead of failing.

    No network call may be made while one is open. A database that cannot be reached raises ``DatabaseUnavailable``.
    """

    works: WorkRepository
    editions: EditionRepository
    provider_keys: ProviderKeyRepository
    texts: ImportedTextRepository
    audio_books: AudioBookRepository
    chapters: ChapterRepository
    jobs: JobRepository
    leases: LeaseRepository
    calls: CallRepository
    catalogue_imports: CatalogueImportRepository
    users: UserRepository

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @abstractmethod
    async def commit(self) -> None: ...


UnitOfWorkFactory = Callable[[], UnitOfWork]
