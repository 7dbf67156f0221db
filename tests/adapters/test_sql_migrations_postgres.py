"""The same migrations on PostgreSQL: walked up, down and up, compared with the tables, run by several at once."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bookbytes_adapters.sql import dialect
from bookbytes_adapters.sql.engine import set_up
from bookbytes_adapters.sql.migrate import MIGRATIONS, make_ready, newest, present, run, upgrade
from bookbytes_adapters.sql.tables import metadata
from bookbytes_core.errors import DatabaseUnavailable
from tests.support.postgres import Databases

REVISIONS = sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


@pytest.fixture
def url(postgres: Databases) -> Iterator[str]:
    with postgres.empty() as url:
        yield url


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(dialect.sync_url(url), poolclass=sa.NullPool)
    set_up(engine)
    yield engine
    engine.dispose()


def test_migrations_make_the_tables(url: str, engine: sa.Engine) -> None:
    upgrade(url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
        assert compare_metadata(context, metadata) == []
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
        connection.execute(sa.text("ALTER TABLE works ADD COLUMN stray INTEGER"))
        connection.execute(sa.text("DROP INDEX ix_jobs_sent"))
        assert {difference[0] for difference in compare_metadata(context, metadata)} == {"remove_column", "add_index"}


def test_migrations_make_what_the_tables_say(postgres: Databases, url: str, engine: sa.Engine) -> None:
    """Down to the conditions of partial indexes, which Alembic's comparison does not look at."""
    upgrade(url)
    with postgres.empty() as other_url:
        other = sa.create_engine(dialect.sync_url(other_url), poolclass=sa.NullPool)
        metadata.create_all(other)

        assert _schema(engine, but="alembic_version") == _schema(other)


def test_up_down_and_up_again(engine: sa.Engine) -> None:
    steps = []
    for revision in REVISIONS:
        _walk(engine, revision)
        steps.append(_schema(engine))
    for revision, schema in zip(reversed(REVISIONS[:-1]), reversed(steps[:-1]), strict=True):
        _walk(engine, revision)
        assert _schema(engine) == schema
    _walk(engine, "base")
    assert set(sa.inspect(engine).get_table_names()) == {"alembic_version"}

    _walk(engine, newest())

    assert _schema(engine) == steps[-1]


def test_several_at_once_upgrade_once(url: str, engine: sa.Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(upgrade, [url] * 4))

    with engine.connect() as connection:
        assert connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all() == [newest()]


def test_an_upgrade_waits_for_the_one_before(url: str, engine: sa.Engine) -> None:
    with ThreadPoolExecutor(1) as threads:
        with engine.begin() as before:
            dialect.wait_for_other_upgrades(before)
            waiting = threads.submit(upgrade, url)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            assert sa.inspect(before).get_table_names() == []
        waiting.result(timeout=60)
    assert present(url) == newest()


def test_b11_an_upgrade_killed_half_way_leaves_nothing_and_is_made_up_for(url: str, engine: sa.Engine) -> None:
    program = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine

@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, *rest):
    if "CREATE TABLE chapters" in statement:
        os.kill(os.getpid(), signal.SIGKILL)

from bookbytes_adapters.sql.migrate import upgrade
upgrade(sys.argv[1])
"""
    killed = subprocess.run([sys.executable, "-c", program, url], check=False)
    assert killed.returncode == -9
    assert sa.inspect(engine).get_table_names() == []

    upgrade(url)

    assert present(url) == newest()


@pytest.mark.parametrize("revision", [None, *REVISIONS[:-1]])
def test_no_program_but_migrate_upgrades_a_server(revision: str | None, url: str, engine: sa.Engine) -> None:
    if revision:
        _walk(engine, revision)

    with pytest.raises(DatabaseUnavailable, match="run `bookbytes migrate`") as caught:
        make_ready(url)
    assert caught.value.code == "database_outdated"
    assert present(url) == revision

    upgrade(url)
    make_ready(url)


def test_a_newer_database_is_left_alone(url: str, engine: sa.Engine) -> None:
    upgrade(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    for touch in (upgrade, make_ready, present):
        with pytest.raises(DatabaseUnavailable) as caught:
            touch(url)
        assert caught.value.code == "database_newer"


def test_a_user_who_may_not_make_tables_is_told(url: str, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
    as_other = f"{url}&options=-c%20role%3Dpg_read_all_data"

    with pytest.raises(DatabaseUnavailable, match="lacks a right"):
        upgrade(as_other)


def _walk(engine: sa.Engine, revision: str) -> None:
    with engine.begin() as connection:
        run(connection, revision)


def _schema(engine: sa.Engine, but: str = "") -> set[tuple[str, ...]]:
    """Every column, index and constraint as PostgreSQL's own catalogue spells it."""
    columns = """SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'"""
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    constraints = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace"""
    with engine.connect() as connection:
        found = [tuple(row) for query in (columns, indexes, constraints) for row in connection.execute(sa.text(query))]
    return {row for row in found if row[0] != but}
