"""The few places where SQLite and PostgreSQL part ways."""

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from bookbytes_adapters.sql.column_types import UtcDateTime
from bookbytes_core.errors import InvalidInput

SQLITE = "sqlite"
POSTGRESQL = "postgresql"

_UPGRADE_LOCK = 0x626F6F6B62797465  # a number that no other program is likely to take
_SPENDING_LOCK = _UPGRADE_LOCK + 1

_ASYNC_DRIVERS = {SQLITE: "aiosqlite", POSTGRESQL: "psycopg"}
_SYNC_DRIVERS = {SQLITE: "pysqlite", POSTGRESQL: "psycopg"}


def async_url(url: str) -> URL:
    return _with_driver(url, _ASYNC_DRIVERS)


def sync_url(url: str) -> URL:
    return _with_driver(url, _SYNC_DRIVERS)


def sqlite_file(url: URL) -> Path | None:
    """The database file that ``url`` names; None for PostgreSQL and for a URI, whose parts SQLite alone understands."""
    if url.get_backend_name() != SQLITE or not url.database or url.database.startswith(("file:", ":memory:")):
        return None
    return Path(url.database)


def _with_driver(url: str, drivers: dict[str, str]) -> URL:
    try:
        parsed = make_url(url)
        driver = drivers[parsed.get_backend_name()]
    except (sa.exc.ArgumentError, ValueError, KeyError) as error:
        raise InvalidInput(
            "The database URL must be like sqlite:///<path> or postgresql://<user>:<password>@<host>:<port>/<name>.",
            code="invalid_database_url",
        ) from error
    return parsed.set(drivername=f"{parsed.get_backend_name()}+{driver}")


def wait_for_other_upgrades(connection: sa.Connection) -> None:
    """On PostgreSQL hold a lock until the transaction ends; on SQLite the transaction itself is one."""
    if connection.dialect.name == POSTGRESQL:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))


def one_at_a_time() -> sa.Executable:
    """On PostgreSQL: wait until no other transaction that asked for this is open. On SQLite that is so anyway."""
    return sa.select(sa.func.pg_advisory_xact_lock(_SPENDING_LOCK))


class epoch_now(FunctionElement[float]):  # noqa: N801 - used like SQL's own functions
    """Seconds since 1970 by the database's own clock: every lease is measured by this one clock, whatever the workers'
    clocks say. SQLite before 3.42 has no 'subsec', hence the Julian day."""

    type = sa.Float()
    inherit_cache = True


class utc_now(FunctionElement[datetime]):  # noqa: N801 - used like SQL's own functions
    """The present moment by the database's own clock, to be stored in a ``UtcDateTime`` column."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(epoch_now, SQLITE)
def _epoch_now_sqlite(element: epoch_now, compiler: SQLCompiler, **kw: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(epoch_now, POSTGRESQL)
def _epoch_now_postgresql(element: epoch_now, compiler: SQLCompiler, **kw: object) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


@compiles(utc_now, SQLITE)
def _utc_now_sqlite(element: utc_now, compiler: SQLCompiler, **kw: object) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


@compiles(utc_now, POSTGRESQL)
def _utc_now_postgresql(element: utc_now, compiler: SQLCompiler, **kw: object) -> str:
    return "clock_timestamp()"


def upsert(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows ``on_conflict_do_update``: both databases have it, SQLAlchemy's neutral one does not."""
    return sqlite.insert(table) if dialect == SQLITE else postgresql.insert(table)
