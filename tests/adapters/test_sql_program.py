"""The program on PostgreSQL: nothing but ``bookbytes migrate`` changes a server's schema, and everybody says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bookbytes_adapters import examine, migrate
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.migrate import newest, present
from tests.support.postgres import Databases
from tests.support.program import run
from tests.support.small_books import a_small_book


@pytest.fixture
def url(postgres: Databases) -> Iterator[str]:
    with postgres.empty() as url:
        yield url


def test_make_and_serve_ask_for_migrate(url: str, tmp_path: Path) -> None:
    book = a_small_book(tmp_path)
    for command in (["make", book, "--quiet"], ["serve", "--port", "0"]):
        refused = run(*command, data_dir=tmp_path / "data", DATABASE_URL=url)

        assert refused.code == 5, refused.err
        assert refused.err == "bookbytes: The database has no tables yet: run `bookbytes migrate`.\n"
    assert present(url) is None


async def test_migrate_brings_it_there_and_the_doctor_knows(url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=url, openlibrary_base_url="http://127.0.0.1:9")
    sick, *_ = await examine(settings)
    migrated = run("migrate", data_dir=tmp_path / "data", DATABASE_URL=url)
    well, *_ = await examine(settings)

    assert migrated.code == 0, migrated.err
    assert (sick.name, sick.ok, sick.remedy) == ("database", False, "Run: bookbytes migrate")
    assert well.ok
    assert f"at revision {newest()}" in well.finding
    assert present(url) == newest()


async def test_a_book_made_on_it_is_the_same_as_one_made_embedded(url: str, tmp_path: Path) -> None:
    book = a_small_book(tmp_path)
    await migrate(Settings(data_dir=tmp_path / "data", database_url=url))

    made = run("make", book, "--quiet", "--out", tmp_path / "one", data_dir=tmp_path / "data", DATABASE_URL=url)
    embedded = run("make", book, "--quiet", "--out", tmp_path / "other", data_dir=tmp_path / "embedded")

    assert (made.code, embedded.code) == (0, 0), made.err
    spoken = _files(tmp_path / "one", "*.mp3")
    assert spoken
    assert spoken == _files(tmp_path / "other", "*.mp3")


def test_a_database_that_keeps_no_utf8_is_refused_in_one_sentence(postgres: Databases, tmp_path: Path) -> None:
    with postgres.empty(encoding="SQL_ASCII") as url:
        for command in (["migrate"], ["serve", "--port", "0"]):
            refused = run(*command, data_dir=tmp_path / "data", DATABASE_URL=url)

            assert (refused.code, refused.out) == (2, ""), refused.err
            assert refused.err.startswith("bookbytes: The database keeps text as SQL_ASCII, and BookBytes needs UTF8")
            assert refused.err.count("\n") == 1


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    away = run("migrate", data_dir=tmp_path / "data", DATABASE_URL="postgresql://me:secret@127.0.0.1:1/none")

    assert away.code == 5
    assert away.err == "bookbytes: The database does not answer: check that it runs and that DATABASE_URL is right.\n"


def _files(folder: Path, pattern: str) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob(pattern)}
