"""A connection to SQLite that crosses to its thread once a statement.

Every crossing costs the event loop more than a short statement does. aiosqlite makes five for one statement: open a
cursor, run, fetch, close, and for what the pool undoes afterwards. Here rows are fetched where the statement ran.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from aiosqlite import Connection

_ROWS_AT_ONCE = 64
"""What aiosqlite itself defaults to for cursors that iterate; these do not."""


class BufferedConnection(Connection):
    """Opened when it is awaited, with what ``sqlite3.connect`` takes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(*arguments, **options), _ROWS_AT_ONCE)
        self._thread.daemon = True  # a connection that nobody closes holds no process back

    def cursor(self) -> "BufferedCursor":  # type: ignore[override]  # SQLAlchemy awaits no more than its entering
        return BufferedCursor(self)

    async def rollback(self) -> None:
        if self.in_transaction:
            await super().rollback()

    async def run(self, sql: str, parameters: Iterable[Any]) -> "Outcome":
        return await self._execute(self._run, sql, parameters)  # type: ignore[no-any-return,no-untyped-call]

    async def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> "Outcome":
        return await self._execute(self._run_many, sql, rows)  # type: ignore[no-any-return,no-untyped-call]

    def _run(self, sql: str, parameters: Iterable[Any]) -> "Outcome":
        return Outcome(self._conn.execute(sql, tuple(parameters)))

    def _run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> "Outcome":
        return Outcome(self._conn.executemany(sql, rows))


class Outcome:
    """What is left of a statement that ran: all it had to give."""

    def __init__(self, cursor: sqlite3.Cursor | None = None) -> None:
        self.description = cursor.description if cursor else None
        self.rows: Sequence[Any] = cursor.fetchall() if cursor and self.description else ()
        self.rowcount = cursor.rowcount if cursor else -1
        self.lastrowid = cursor.lastrowid if cursor else None
        if cursor:
            cursor.close()


class BufferedCursor:
    """As much of a cursor as SQLAlchemy asks for."""

    arraysize = 1

    def __init__(self, connection: BufferedConnection) -> None:
        self._connection = connection
        self._outcome = Outcome()

    @property
    def description(self) -> Any:
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._outcome.lastrowid

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        self._outcome = await self._connection.run(sql, parameters)
        return self

    async def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Self:
        self._outcome = await self._connection.run_many(sql, rows)
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._outcome.rows

    async def close(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
