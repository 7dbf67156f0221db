"""One transaction on the database."""

from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.engine import begun, for_looking, for_writing
from bookbytes_adapters.sql.indexing import WorkIndex
from bookbytes_adapters.sql.repositories.audio_books import SqlAudioBooks, SqlChapters
from bookbytes_adapters.sql.repositories.calls import SqlCalls
from bookbytes_adapters.sql.repositories.catalogue import SqlEditions, SqlImportedTexts, SqlProviderKeys, SqlWorks
from bookbytes_adapters.sql.repositories.catalogue_imports import SqlCatalogueImports
from bookbytes_adapters.sql.repositories.jobs import SqlJobs
from bookbytes_adapters.sql.repositories.leases import RESEND_SECONDS, SqlLeases
from bookbytes_adapters.sql.repositories.users import SqlUsers
from bookbytes_adapters.sql.statements import Statements
from bookbytes_core.ports.unit_of_work import UnitOfWork


class SqlUnitOfWork(UnitOfWork):
    """Takes the write lock on SQLite when it is entered, gives it back when it commits or ends.

    It is over once it has committed: using its repositories afterwards is a ``RuntimeError``. ``resend_seconds`` is how
    long a job that was sent may wait for a claim before its message counts as lost. One that does not ``writes`` takes
    no lock, sees each moment as it reads it, and has nothing to commit.
    """

    def __init__(self, engine: AsyncEngine, *, resend_seconds: float = RESEND_SECONDS, writes: bool = True) -> None:
        self._engine = for_writing(engine) if writes else for_looking(engine)
        self._writes = writes
        self._resend_seconds = resend_seconds

    async def __aenter__(self) -> Self:
        self._transaction = begun(self._engine)
        self._statements = Statements(await self._transaction.__aenter__())
        index = WorkIndex(self._statements)
        self.works = SqlWorks(self._statements, index)
        self.editions = SqlEditions(self._statements, index)
        self.provider_keys = SqlProviderKeys(self._statements, index)
        self.texts = SqlImportedTexts(self._statements)
        self.audio_books = SqlAudioBooks(self._statements)
        self.chapters = SqlChapters(self._statements)
        self.jobs = SqlJobs(self._statements)
        self.leases = SqlLeases(self._statements, self._resend_seconds)
        self.calls = SqlCalls(self._statements)
        self.catalogue_imports = SqlCatalogueImports(self._statements)
        self.users = SqlUsers(self._statements)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._statements.end()
        await self._transaction.__aexit__(kind, error, trace)

    async def commit(self) -> None:
        if not self._writes:
            raise RuntimeError("This unit of work only reads.")
        await self._statements.commit()
