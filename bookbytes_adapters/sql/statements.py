"""What repositories speak to: the one open transaction of their unit of work."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection

from bookbytes_adapters.sql.uncut import uncut

Rows = Sequence[Mapping[str, Any]]


class Statements:
    """Runs statements in a transaction until that has ended; afterwards every statement is a ``RuntimeError``, for what
    is run after a commit would never be committed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection: AsyncConnection | None = connection
        self.before_commit: list[Callable[[], Awaitable[None]]] = []
        """What is still to be written when everything else has been."""

    @property
    def dialect(self) -> str:
        return self._open.dialect.name

    async def run(self, statement: sa.Executable, rows: Rows | None = None) -> CursorResult[Any]:
        return await uncut(self._open.execute(statement, rows))

    async def first(self, statement: sa.Executable) -> Mapping[Any, Any] | None:
        return (await self.run(statement)).mappings().first()

    async def all(
        self, statement: sa.Executable, values: Mapping[str, Any] | None = None
    ) -> Sequence[Mapping[Any, Any]]:
        return (await uncut(self._open.execute(statement, values))).mappings().all()

    async def commit(self) -> None:
        for write in self.before_commit:
            await write()
        await uncut(self._open.commit())
        self.end()

    def end(self) -> None:
        self._connection = None

    @property
    def _open(self) -> AsyncConnection:
        if self._connection is None:
            raise RuntimeError("This unit of work has ended: open a new one.")
        return self._connection
