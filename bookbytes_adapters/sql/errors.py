"""What went wrong in a database, in the core's words: a table of broken constraints and tables of other troubles."""

import sqlite3
from functools import cache

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext

from bookbytes_adapters.sql.tables import metadata
from bookbytes_core.errors import (
    WRITE_CONFLICT,
    BookBytesError,
    Conflict,
    DatabaseUnavailable,
    InvalidInput,
    StorageFull,
)

CONSTRAINTS = {
    "uq_editions_isbn": ("isbn_taken", "Another edition has this ISBN already."),
    "uq_work_index_work_id": ("work_changed", "Somebody else wrote this work at the same moment: try again."),
    "pk_provider_keys": ("provider_key_taken", "This outside id is known already."),
    "uq_imported_texts_owner_id_file_sha256": ("text_known", "You have imported this file before."),
    "uq_audio_books_owner_id_order_key_version": ("order_known", "You have this order in this version already."),
    "uq_chapters_audio_book_id_number": ("chapter_known", "The audio book has a chapter with this number already."),
    "uq_users_email_key": ("email_taken", "There is an account with this e-mail address already."),
}
"""What a broken constraint means: code and sentence of the ``Conflict``."""

_REFERENCE_MISSING = ("reference_missing", "What this refers to is not there; it may have been removed just now.")
_TAKEN = ("taken", "It is there already.")

_NO_ROOM = "No room is left on the disk for the database: free some space and go on."
_NO_TABLES = "The database has no tables yet: run `bookbytes migrate`."
_AWAY = "The database does not answer: check that it runs and that DATABASE_URL is right."

_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE")
"""SQLite reports only ENOSPC as FULL; a quota (EDQUOT) or a file size limit (EFBIG) shows as a failed write."""

_TROUBLES = {
    "SQLITE_READONLY": "The database cannot be written: check that its file and folder may be written to.",
    "SQLITE_CANTOPEN": "The database cannot be opened: check that its folder exists and may be written to.",
    "SQLITE_BUSY": "The database is in use by another program that does not let go: try again, or stop that program.",
    "SQLITE_LOCKED": "The database is in use by another program that does not let go: try again, or stop that program.",
    "SQLITE_IOERR": "The database file could not be read or written: check the disk.",
    "SQLITE_CORRUPT": "The database file is damaged: restore it from a backup.",
    "SQLITE_NOTADB": "The database file is no SQLite database: check DATABASE_URL.",
    "SQLITE_PERM": "The database may not be used by this user: check the permissions of its file and folder.",
}

_IN_EACH_OTHERS_WAY = "Two writers got in each other's way, and this one was undone: try again."
_TOO_MANY = "The database server has no connection left: try again in a moment, or raise its max_connections."
_NO_WRITES = "The database server takes no writes at present: check that DATABASE_URL names its primary."
_NO_RIGHT = "The database's user lacks a right there: let it own the database that DATABASE_URL names."
_BROKEN = "The database server has trouble with its own files: look into its log."

_STATES = {
    "42P01": _NO_TABLES,
    "42703": _NO_TABLES,
    "42501": _NO_RIGHT,
    "40": _IN_EACH_OTHERS_WAY,
    "55P03": _IN_EACH_OTHERS_WAY,
    "25006": _NO_WRITES,
    "53300": _TOO_MANY,
    "57014": _AWAY,
    "08": _AWAY,
    "25P": _AWAY,
    "28": _AWAY,
    "3D": _AWAY,
    "53": _AWAY,
    "57P": _AWAY,
    "58": _BROKEN,
    "XX": _BROKEN,
}
"""PostgreSQL's SQLSTATEs and their classes (its manual, appendix A); the first that fits counts."""


def listen(engine: Engine) -> None:
    """Let everything that ``engine`` raises come out as an error of the core, with the vendor's as its cause."""
    event.listen(engine, "handle_error", _translate_context)


def pool_exhausted() -> DatabaseUnavailable:
    message = "All connections to the database are in use: try again in a moment."
    return DatabaseUnavailable(message, retry_after_seconds=1)


def _translate_context(context: ExceptionContext) -> BaseException | None:
    """The pool's own look whether a connection still works stays as it is: it opens a new one when it does not."""
    return None if context.is_pre_ping else translate(context.original_exception)


def translate(error: BaseException | None) -> BookBytesError | None:
    """The core's error for a driver's; None for what is no trouble of the database but a mistake in the program."""
    if isinstance(error, sqlite3.IntegrityError):
        return _broken(_sqlite_constraint(error))
    if isinstance(error, sqlite3.Error):
        return _sqlite_trouble(error)
    return _postgresql_trouble(error)


def _broken(constraint: str | None) -> Conflict | None:
    if constraint is None:
        return None
    missing = constraint.startswith("fk_")
    code, message = CONSTRAINTS.get(constraint, _REFERENCE_MISSING if missing else _TAKEN)
    return Conflict(message, code=code)


def _sqlite_constraint(error: sqlite3.IntegrityError) -> str | None:
    """SQLite names columns ("UNIQUE constraint failed: editions.isbn"), not constraints: look the name up."""
    if error.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return "fk_"
    if error.sqlite_errorname not in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        return None
    columns = frozenset(str(error).partition(": ")[2].split(", "))
    return _unique_columns().get(columns, "")


@cache
def _unique_columns() -> dict[frozenset[str], str]:
    found: dict[frozenset[str], str] = {}
    for table in metadata.tables.values():
        keys = [rule for rule in table.constraints if isinstance(rule, sa.PrimaryKeyConstraint | sa.UniqueConstraint)]
        for rule in [*keys, *(index for index in table.indexes if index.unique)]:
            found[frozenset(f"{table.name}.{column.name}" for column in rule.columns)] = str(rule.name)
    return found


def _sqlite_trouble(error: sqlite3.Error) -> BookBytesError | None:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(_FULL):
        return StorageFull(_NO_ROOM)
    if "no such table" in str(error):
        return DatabaseUnavailable(_NO_TABLES)
    for trouble, message in _TROUBLES.items():
        if name.startswith(trouble):
            return DatabaseUnavailable(message)
    return None


def _postgresql_trouble(error: BaseException | None) -> BookBytesError | None:
    if error is None or not type(error).__module__.startswith("psycopg"):
        return None
    state: str | None = getattr(error, "sqlstate", None)
    return _trouble_before_the_server(error) if state is None else _trouble_of_the_server(error, state)


def _trouble_of_the_server(error: BaseException, state: str) -> BookBytesError | None:
    if state.startswith("23"):
        return _broken(getattr(getattr(error, "diag", None), "constraint_name", None))
    if state.startswith("22"):
        return _unfit()
    if state == "53100":
        return StorageFull(_NO_ROOM)
    for prefix, message in _STATES.items():
        if state.startswith(prefix):
            return DatabaseUnavailable(message, code=WRITE_CONFLICT if message is _IN_EACH_OTHERS_WAY else None)
    return None


def _trouble_before_the_server(error: BaseException) -> BookBytesError | None:
    """What the client library itself finds: the connection lost or not made, or a value it cannot send."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "OperationalError" in kinds:
        return DatabaseUnavailable(_AWAY)
    return _unfit() if "DataError" in kinds else None


def _unfit() -> InvalidInput:
    return InvalidInput(
        "A value cannot be stored: it is too large or holds a NUL character; leave that out.", code="invalid_value"
    )
