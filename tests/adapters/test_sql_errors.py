"""Broken constraints and other troubles in the core's words."""

import sqlite3

import psycopg
import pytest
import sqlalchemy as sa

from bookbytes_adapters.sql.errors import CONSTRAINTS, translate
from bookbytes_adapters.sql.tables import metadata
from bookbytes_core.errors import Conflict, DatabaseUnavailable, InvalidInput, StorageFull


def test_every_rule_that_users_can_break_has_its_words() -> None:
    unique = [
        str(rule.name)
        for table in metadata.tables.values()
        for rule in (*table.constraints, *table.indexes)
        if isinstance(rule, sa.UniqueConstraint) or (isinstance(rule, sa.Index) and rule.unique)
    ]

    assert {*unique, "pk_provider_keys"} == set(CONSTRAINTS)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("INSERT INTO a (id, other) VALUES (1, 1)", "taken"),
        ("INSERT INTO a (id, other) VALUES (3, 2)", "taken"),
        ("INSERT INTO a (id, other) VALUES (3, 9)", "reference_missing"),
    ],
)
def test_rules_without_words_of_their_own(statement: str, code: str) -> None:
    found = translate(_error(statement))

    assert isinstance(found, Conflict)
    assert found.code == code


@pytest.mark.parametrize(
    "statement", ["INSERT INTO a (id, other) VALUES (3, NULL)", "SELECT nonsense", "SELECT * FROM a WHERE"]
)
def test_mistakes_in_the_program_stay_what_they_are(statement: str) -> None:
    assert translate(_error(statement)) is None


def test_what_is_no_error_of_a_database_stays_what_it_is() -> None:
    assert translate(ValueError("x")) is None
    assert translate(None) is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (psycopg.OperationalError("connection refused"), DatabaseUnavailable),
        (psycopg.errors.AdminShutdown("terminating connection"), DatabaseUnavailable),
        (psycopg.errors.TooManyConnections("too many clients"), DatabaseUnavailable),
        (psycopg.errors.InvalidPassword("password"), DatabaseUnavailable),
        (psycopg.errors.UndefinedTable("jobs"), DatabaseUnavailable),
        (psycopg.errors.SerializationFailure("concurrent update"), DatabaseUnavailable),
        (psycopg.errors.DeadlockDetected("deadlock"), DatabaseUnavailable),
        (psycopg.errors.ReadOnlySqlTransaction("standby"), DatabaseUnavailable),
        (psycopg.errors.QueryCanceled("statement timeout"), DatabaseUnavailable),
        (psycopg.errors.InsufficientPrivilege("schema public"), DatabaseUnavailable),
        (psycopg.errors.UndefinedColumn("older schema"), DatabaseUnavailable),
        (psycopg.errors.IoError("disk"), DatabaseUnavailable),
        (psycopg.errors.DiskFull("no space left"), StorageFull),
        (psycopg.errors.NumericValueOutOfRange("integer"), InvalidInput),
        (psycopg.DataError("NUL"), InvalidInput),
    ],
)
def test_postgresqls_troubles(error: Exception, kind: type[Exception]) -> None:
    assert isinstance(translate(error), kind)


def test_postgresqls_own_mistakes_stay_what_they_are() -> None:
    assert translate(psycopg.errors.SyntaxError("syntax")) is None
    assert translate(psycopg.ProgrammingError("no sqlstate")) is None


def _error(statement: str) -> sqlite3.Error:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "PRAGMA foreign_keys=ON;"
        "CREATE TABLE a (id INTEGER PRIMARY KEY, other INTEGER NOT NULL UNIQUE REFERENCES a (id));"
        "INSERT INTO a VALUES (1, 1); INSERT INTO a VALUES (2, 2);"
    )
    with pytest.raises(sqlite3.Error) as caught:
        connection.execute(statement)
    connection.close()
    return caught.value
