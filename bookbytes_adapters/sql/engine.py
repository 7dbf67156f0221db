"""Connections to the database, set up so that writers wait for each other instead of failing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from bookbytes_adapters.sql import dialect, errors
from bookbytes_adapters.sql.buffered import BufferedConnection
from bookbytes_adapters.sql.pool import FairPool
from bookbytes_adapters.sql.uncut import uncut
from bookbytes_core.errors import InvalidInput

_BEGIN = "sqlite_begin"
IMMEDIATE: Mapping[str, Any] = {_BEGIN: "IMMEDIATE"}
"""Execution options of transactions that write: they take SQLite's write lock when they begin. A transaction that reads
first and asks for the lock later fails as soon as another one has written in between."""

_NOT_AT_ALL = "NOT AT ALL"

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers see the last commit while one writer works
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",  # a committed row outlives a power cut: money depends on it
    "PRAGMA cache_size=-256",  # KiB for each connection; the system keeps the same pages, once for all
)


_ENCODING = "UTF8"
_CONNECTIONS = 10
"""To a server. Opened when they are needed and kept: over TCP, opening one costs as much as three transactions."""

_FILE_CONNECTIONS = 5
"""To SQLite. Each keeps a thread, its pages and its statements, and only one of them writes at a time."""

_SERVER = {
    "connect_timeout": 10,
    # a server that fell silent is noticed within half a minute instead of two hours
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""libpq's settings for connections to a PostgreSQL server; what DATABASE_URL says itself goes first."""


def make_engine(
    url: str,
    *,
    busy_timeout_seconds: float = 30.0,
    pool_size: int | None = None,
    pool_timeout_seconds: float = 30.0,
) -> AsyncEngine:
    """An engine for ``sqlite:///<path>`` or ``postgresql://…``; nothing is opened before the first use.

    ``busy_timeout_seconds`` is how long a writer waits on SQLite for another one, ``pool_timeout_seconds`` how long a
    transaction waits while no connection comes free: there are at most ``pool_size``, or else 5 to SQLite and 10 to a
    server. Everything the engine raises is an error of the core. Raises ``InvalidInput`` (code
    ``invalid_database_url``) for any other URL.
    """
    parsed = dialect.async_url(url)
    engine = create_async_engine(
        parsed,
        poolclass=FairPool,
        pool_size=pool_size or _connections(parsed),
        max_overflow=0,
        pool_timeout=pool_timeout_seconds,
        pool_use_lifo=True,  # what connections keep is kept by few of them unless many are needed
        **_options(parsed, busy_timeout_seconds),
    )
    set_up(engine.sync_engine)
    if engine.dialect.name == dialect.SQLITE:
        event.listen(engine.sync_engine, "do_connect", _open_once)
    return engine


def set_up(engine: Engine) -> None:
    """Give a new engine, async or not, its error translation and, on SQLite, its pragmas and its BEGIN; on PostgreSQL
    see that the database is fit for text."""
    errors.listen(engine)
    if engine.dialect.name == dialect.SQLITE:
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _check_encoding, insert=True)  # before SQLAlchemy itself reads a text there


def for_writing(engine: AsyncEngine) -> AsyncEngine:
    return _with_options(engine, IMMEDIATE)


def for_looking(engine: AsyncEngine) -> AsyncEngine:
    """For statements that only read and need not see the same moment: each is a transaction of its own.

    That saves the ways there and back for BEGIN and ROLLBACK, on SQLite to its thread; and psycopg forgets its prepared
    statements with every ROLLBACK: a search is planned in the time that it then runs.
    """
    if engine.dialect.name == dialect.SQLITE:
        return _with_options(engine, {_BEGIN: _NOT_AT_ALL})
    return _with_options(engine, {"isolation_level": "AUTOCOMMIT"})


def sqlite_arguments(busy_timeout_seconds: float) -> Mapping[str, Any]:
    """What the driver needs to know; with this isolation level it leaves BEGIN to us."""
    return {"timeout": busy_timeout_seconds, "isolation_level": None}


def server_arguments(url: URL) -> Mapping[str, Any]:
    """What libpq needs to know."""
    return {name: value for name, value in _SERVER.items() if name not in url.query}


@asynccontextmanager
async def begun(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction, which is rolled back at the end unless it was committed.

    Raises ``DatabaseUnavailable`` when no connection comes free in time.
    """
    async with cast("FairPool", engine.pool).turn():
        connection = await engine.connect()
        try:
            await uncut(_begin_on(connection))
            yield connection
        finally:
            await asyncio.shield(asyncio.ensure_future(connection.close()))  # also when the task is being cancelled


async def _begin_on(connection: AsyncConnection) -> None:
    await connection.begin()


def _with_options(engine: AsyncEngine, options: Mapping[str, Any]) -> AsyncEngine:
    """Itself if it has them: making another one takes as long as a short statement."""
    had = engine.get_execution_options()
    return engine if options.items() <= had.items() else engine.execution_options(**options)


def _connections(url: URL) -> int:
    return _FILE_CONNECTIONS if url.get_backend_name() == dialect.SQLITE else _CONNECTIONS


def _options(url: URL, busy_timeout_seconds: float) -> dict[str, Any]:
    if url.get_backend_name() == dialect.SQLITE:
        arguments = sqlite_arguments(busy_timeout_seconds)
        return {"connect_args": {**arguments, "async_creator_fn": BufferedConnection}}
    return {"connect_args": server_arguments(url), "pool_pre_ping": True}


def _open_once(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
    """See that the file can be opened: where aiosqlite's own thread finds that it cannot, the thread outlives the
    failure and may write to an event loop that is closed by then."""
    plain = {name: value for name, value in options.items() if name != "async_creator_fn"}
    await_only(asyncio.to_thread(lambda: sqlite3.connect(*arguments, **plain).close()))


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    try:
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()
    except BaseException:
        connection.close()
        raise


def _check_encoding(connection: DBAPIConnection, _record: object) -> None:
    """Raises ``InvalidInput`` (code ``database_encoding``) for a database that does not keep UTF-8: from SQL_ASCII text
    comes back as bytes, and any other encoding has no room for some books. The server tells with each connection."""
    driver: Any = getattr(connection, "driver_connection", connection)
    encoding = driver.info.parameter_status("server_encoding")
    if encoding not in (None, _ENCODING):
        connection.close()
        raise InvalidInput(
            f"The database keeps text as {encoding}, and BookBytes needs {_ENCODING}: create it anew, with "
            f"CREATE DATABASE … ENCODING '{_ENCODING}' TEMPLATE template0.",
            code="database_encoding",
        )


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    if mode != _NOT_AT_ALL:
        connection.exec_driver_sql(f"BEGIN {mode}")
