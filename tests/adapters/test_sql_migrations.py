"""The schema: migrations walked up, down and up, compared with the tables, and run while others run them too."""

import fcntl
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from bookbytes_adapters.sql import migrate
from bookbytes_adapters.sql.engine import IMMEDIATE, set_up, sqlite_arguments
from bookbytes_adapters.sql.migrate import MIGRATIONS, newest, run, upgrade
from bookbytes_adapters.sql.tables import metadata
from bookbytes_core.errors import DatabaseUnavailable, InvalidInput

FULL_TEXT = "search_index"
"""The virtual table of SQLite's full-text search; what its name begins with is its own."""

COMPARED = {
    "compare_type": True,
    "target_metadata": metadata,
    "include_name": lambda name, kind, _: kind != "table" or not name.startswith(FULL_TEXT),
    # PostgreSQL's full-text search
    "include_object": lambda item, name, *_: name not in ("ix_work_index_terms", "ix_work_index_terms_of_some"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bookbytes.db"


@pytest.fixture
def engine(file: Path) -> Iterator[sa.Engine]:
    upgrade(f"sqlite:///{file}")
    engine = sa.create_engine(f"sqlite:///{file}", connect_args=dict(sqlite_arguments(5.0)))
    set_up(engine)
    yield engine
    engine.dispose()


def test_the_newest_revision_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_migrations_make_the_tables(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)

        assert compare_metadata(context, metadata) == []


def test_the_comparison_sees_a_difference(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE works ADD COLUMN stray INTEGER"))
        connection.execute(sa.text("DROP INDEX ix_jobs_unfinished"))
        context = MigrationContext.configure(connection, opts=COMPARED)

        assert {difference[0] for difference in compare_metadata(context, metadata)} == {"remove_column", "add_index"}


def test_up_down_and_up_again(engine: sa.Engine) -> None:
    first = _schema(engine)
    _walk(engine, "base")
    assert set(sa.inspect(engine).get_table_names()) == {"alembic_version"}

    _walk(engine, newest())

    assert _schema(engine) == first


def test_partial_indexes_are_partial(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        made = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%WHERE%'")).all()

    assert {name: sql.partition(" WHERE ")[2] for name, sql in made} == {
        "ix_audio_books_owner_id_created_at_id": "deleted_at IS NULL",
        "uq_audio_books_owner_id_order_key_version": "deleted_at IS NULL",
        "ix_jobs_unfinished": "status IN ('pending', 'processing')",
        "ix_jobs_processing": "status = 'processing'",
        "ix_jobs_sent": "sent_at > 0",
    }


def test_every_constraint_has_a_name() -> None:
    tables = metadata.tables.values()
    names = [rule.name for table in tables for rule in table.constraints]
    names += [index.name for table in tables for index in table.indexes]

    assert all(names)
    assert max(len(str(name)) for name in names) <= 63, "PostgreSQL cuts longer names"


def test_the_tables_suit_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = metadata.sorted_tables
    statements: list[ExecutableDDLElement] = [CreateTable(table) for table in tables]
    statements += [CreateIndex(index) for table in tables for index in table.indexes]
    made = "\n".join(str(statement.compile(dialect=dialect)) for statement in statements)

    assert "id UUID NOT NULL" in made
    assert "created_at TIMESTAMP WITH TIME ZONE NOT NULL" in made
    assert "cost_usd BIGINT NOT NULL" in made
    assert "lease_expires_at FLOAT NOT NULL" in made
    assert "WHERE deleted_at IS NULL" in made


def test_a_second_upgrade_has_nothing_to_do_and_loads_nothing(file: Path) -> None:
    upgrade(f"sqlite:///{file}")
    program = (
        "import sys; from bookbytes_adapters.sql.migrate import upgrade; "
        "upgrade(sys.argv[1]); print('alembic' in sys.modules)"
    )

    again = subprocess.run(
        [sys.executable, "-c", program, f"sqlite+aiosqlite:///{file}"], capture_output=True, text=True, check=True
    )

    assert again.stdout.strip() == "False"


def test_several_at_once_upgrade_once(file: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(upgrade, [f"sqlite:///{file}"] * 4))

    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest(),)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_an_upgrade_waits_for_the_one_before(file: Path) -> None:
    file.parent.mkdir()
    with (file.parent / f"{file.name}.migration-lock").open("w") as lock, ThreadPoolExecutor(1) as threads:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = threads.submit(upgrade, f"sqlite:///{file}")
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.2)
        assert not file.exists()
        fcntl.flock(lock, fcntl.LOCK_UN)
        waiting.result(timeout=60)


def test_b11_an_upgrade_killed_half_way_leaves_nothing_and_is_made_up_for(file: Path) -> None:
    program = f"""
import os, signal
from sqlalchemy import event
from sqlalchemy.engine import Engine

@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, *rest):
    if "CREATE TABLE chapters" in statement:
        os.kill(os.getpid(), signal.SIGKILL)

from bookbytes_adapters.sql.migrate import upgrade
upgrade("sqlite:///{file}")
"""
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -9
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()

    upgrade(f"sqlite:///{file}")

    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest(),)]
    connection.close()


def test_a_newer_database_is_left_alone(engine: sa.Engine, file: Path) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseUnavailable) as caught:
        upgrade(f"sqlite:///{file}")
    assert caught.value.code == "database_newer"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseUnavailable, match="folder"):
        upgrade(f"sqlite:///{tmp_path}/file/bookbytes.db")


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "bookbytes.db").write_bytes(b"This is the text of a book, not a database. " * 100)

    with pytest.raises(DatabaseUnavailable, match="no SQLite database"):
        upgrade(f"sqlite:///{tmp_path}/bookbytes.db")


@pytest.mark.parametrize("url", ["", "mysql://localhost/x", "no url"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        upgrade(url)
    assert caught.value.code == "invalid_database_url"


def test_the_migrations_lie_inside_the_package() -> None:
    assert MIGRATIONS.is_relative_to(Path(migrate.__file__).parent)
    assert {path.name for path in MIGRATIONS.iterdir()} >= {"env.py", "script.py.mako", "versions"}


def _walk(engine: sa.Engine, revision: str) -> None:
    with engine.execution_options(**IMMEDIATE).begin() as connection:
        run(connection, revision)


def _schema(engine: sa.Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT name, sql FROM sqlite_master ORDER BY name")).all()
    return [(row.name, row.sql) for row in rows]


def test_works_that_were_there_before_the_index_are_found(engine: sa.Engine, file: Path) -> None:
    _walk(engine, "0003")
    with engine.begin() as connection:
        at = "'2024-01-01 00:00:00.000000'"
        connection.execute(
            sa.text(f"""INSERT INTO works (id, title, authors, subjects, created_at, updated_at)
            VALUES ('{"0" * 31}1', 'Émile', '["Rousseau"]', '[]', {at}, {at})""")  # noqa: S608 - our own words
        )
    _walk(engine, newest())

    with engine.begin() as connection:
        rows = connection.execute(sa.text("SELECT sort_key, terms FROM work_index")).all()
        found = connection.execute(sa.text("SELECT rowid FROM search_index WHERE search_index MATCH 'temile'")).all()
        connection.execute(sa.text("INSERT INTO search_index (search_index) VALUES ('integrity-check')"))
    assert rows == [("emile", "temile arousseau")]
    assert len(found) == 1
