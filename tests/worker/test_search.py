"""``bookbytes search``, and ``make`` by ISBN or title, as a user runs them; OpenLibrary's double answers."""

import json
import os
from pathlib import Path

import mutagen
import pytest

from bookbytes_worker.cli_source import is_isbn_shaped
from tests.support.databases import a_database
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.openlibrary_records import CONTENTS_ISBN, NEW_ISBN, OLD_ISBN
from tests.support.program import Ran, run
from tests.support.small_books import a_small_book


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the library of these tests is: what one of them found, another one finds there."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "data").mkdir()
    a_database(folder / "data")
    return folder


def asked(openlibrary: FakeOpenLibrary, folder: Path, *arguments: str | Path) -> Ran:
    address = openlibrary.address
    return run(
        *arguments,
        data_dir=folder / "data",
        OPENLIBRARY_BASE_URL=address,
        OPENLIBRARY_COVERS_URL=address,
        CONTACT="tests@example.org",
    )


def test_a_search_shows_works_and_the_edition_to_take(openlibrary: FakeOpenLibrary, folder: Path) -> None:
    found = asked(openlibrary, folder, "search", "salt", "road")
    assert found.code == 0, found.err
    lines = found.out.splitlines()
    assert lines[0] == "“The Salt Road” by Ines Duval, 1998, 3 editions"
    assert [line.split()[0] for line in lines[1:4]] == ["2021", "*", "1998"]
    assert NEW_ISBN in lines[2]
    assert lines[4].endswith("[summary of]")
    again = asked(openlibrary, folder, "search", "salt", "road", "--json")
    assert [item["kind"] for item in again.json["items"]] == ["book", "summary_of", "study_guide"]
    assert json.loads(again.out)["total"] == 3
    assert openlibrary.requests("/search.json") <= 1
    assert asked(openlibrary, folder, "search", "nowhere").code == 3
    old = asked(openlibrary, folder, "search", OLD_ISBN)
    assert old.out.splitlines() == lines[:4]
    assert "the latest one in the same language is that of 2015" in old.err


def test_make_finds_the_book_and_says_what_would_help(openlibrary: FakeOpenLibrary, folder: Path) -> None:
    for source in (OLD_ISBN, "the salt road"):
        made = asked(openlibrary, folder, "make", source)
        assert made.code == 3, made.err
        assert made.err.startswith("bookbytes: “The Salt Road” by Ines Duval, ")
        assert "the book's own file" in made.err
        assert made.err.count("\n") == 1
    wrong = asked(openlibrary, folder, "make", "9780306406158")
    assert (wrong.code, "check digit" in wrong.err) == (2, True)


def test_make_takes_the_text_that_was_imported_before(openlibrary: FakeOpenLibrary, folder: Path) -> None:
    first = asked(openlibrary, folder, "make", a_small_book(folder), "--out", folder / "out", "--quiet")
    assert first.code == 0, first.err
    again = asked(openlibrary, folder, "make", "the small book", "--out", folder / "out", "--json")
    assert again.code == 0, again.err
    assert (again.json["title"], again.json["calls"]["llm"]) == ("The Small Book", 0)


def test_a_book_nobody_has_brought_is_told_from_its_contents_and_says_so(
    openlibrary: FakeOpenLibrary, folder: Path
) -> None:
    out = folder / "outline"
    made = asked(openlibrary, folder, "make", CONTENTS_ISBN, "--out", out)
    assert made.code == 0, made.err
    assert "Only the table of contents of this book is here" in made.err
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["tier"], manifest["calls"]["llm"], manifest["llm"]["provider"]) == ("B", 0, "extractive")
    assert [chapter["summary"] for chapter in manifest["chapters"]] == ["Arrival. The Lamp.", ""]
    assert "(tier B)" in (out / "summary.md").read_text(encoding="utf-8")
    assert "table of contents" in str(mutagen.File(out / "01 - The Island.mp3")["COMM::eng"])
    memory = asked(openlibrary, folder, "make", CONTENTS_ISBN, "--from-memory")
    assert (memory.code, "OPENAI_API_KEY" in memory.err, memory.err.count("\n")) == (3, True, 1)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("9780306406157", True),
        ("0-306-40615-X", True),
        ("ISBN 123", True),
        ("978030640615", True),
        ("1984", False),
        ("The Prince", False),
        ("2001 2010", False),
        ("Fahrenheit 451", False),
    ],
)
def test_what_is_meant_as_an_isbn(text: str, is_one: bool) -> None:
    assert is_isbn_shaped(text) is is_one


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", "salt", "--language", '; "drop'], "is no language"),
        (["search", os.fsdecode(b"\xff\xfe")], "UTF-8"),
        (["search", "salt", "--language", os.fsdecode(b"\xff")], "UTF-8"),
        (["make", os.fsdecode(b"\xff\xfe")], "UTF-8"),
        (["make", "a" * 5_000], "at most 300 characters"),
        (["make", ""], "Give a title"),
    ],
)
def test_a22_words_that_no_book_can_be_found_by(tmp_path: Path, arguments: list[str], says: str) -> None:
    ended = run(*arguments, data_dir=tmp_path / "data")
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert ended.err.count("\n") == 1
