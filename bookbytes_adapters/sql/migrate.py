"""Bring a database to the newest revision."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from bookbytes_adapters.sql import dialect, engine
from bookbytes_core.errors import DatabaseUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK_WAIT_SECONDS = 60.0


def upgrade(url: str) -> None:
    """Bring the database to the newest revision: all of it or, whatever happens, nothing. Blocks; quick when there is
    nothing to do. Several processes may call it at once: one upgrades, the others wait.

    On SQLite the file and its folder are made when missing. Raises ``DatabaseUnavailable``, with code
    ``database_newer`` when the database was written by a newer version of this program, and ``InvalidInput`` (code
    ``database_encoding``) for one that cannot hold every language's text.
    """
    parsed = dialect.sync_url(url)
    database = _engine(parsed)
    try:
        with _alone(parsed):
            _upgrade(database)
    finally:
        database.dispose()


def make_ready(url: str) -> None:
    """What a program that works with the database does first: SQLite's file is brought to the newest revision, a
    server's database must be there already, for other programs may be working with it. Blocks.

    Raises as ``upgrade`` does, and ``DatabaseUnavailable`` with code ``database_outdated`` when the server's database
    has no tables or older ones.
    """
    if dialect.sync_url(url).get_backend_name() == dialect.SQLITE:
        upgrade(url)
    elif (found := present(url)) != newest():
        what = "has no tables yet" if found is None else f"is at revision {found}, this program needs {newest()}"
        raise DatabaseUnavailable(f"The database {what}: run `bookbytes migrate`.", code="database_outdated")


def present(url: str) -> str | None:
    """The revision of the database, None when it has no tables. Blocks. Raises ``DatabaseUnavailable``, with code
    ``database_newer`` when the database was written by a newer version of this program."""
    database = _engine(dialect.sync_url(url))
    try:
        return _known(database)
    finally:
        database.dispose()


def newest() -> str:
    """The newest revision in this installation. Files are named ``<revision>_<what>.py`` with rising revisions, so this
    costs no more than a look into the folder."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _known(database: Engine) -> str | None:
    with database.connect() as connection:
        found = _present(connection)
    if found is not None and found > newest():
        raise DatabaseUnavailable(
            "The database was written by a newer version of BookBytes: install that version.", code="database_newer"
        )
    return found


def _upgrade(database: Engine) -> None:
    if _known(database) != newest():
        with database.execution_options(**engine.IMMEDIATE).begin() as connection:
            dialect.wait_for_other_upgrades(connection)
            run(connection, newest())


def run(connection: Connection, revision: str) -> None:
    """Move the database up or down to ``revision`` ("base": no tables) in the open transaction of ``connection``."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if revision == "base" or revision < (_present(connection) or ""):
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def _present(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def _engine(url: URL) -> Engine:
    embedded = url.get_backend_name() == dialect.SQLITE
    arguments = engine.sqlite_arguments(_LOCK_WAIT_SECONDS) if embedded else engine.server_arguments(url)
    database = sa.create_engine(url, poolclass=sa.NullPool, connect_args=dict(arguments))
    engine.set_up(database)
    return database


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """Hold a lock on a file beside the SQLite database: SQLite's own locks do not cover switching to WAL."""
    file = dialect.sqlite_file(url)
    if file is None:
        yield
        return
    import fcntl

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(f"{file}.migration-lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseUnavailable(
            "The database's folder cannot be written: check DATA_DIR and DATABASE_URL and their permissions."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
