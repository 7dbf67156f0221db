"""``bookbytes search``, and ``make`` by ISBN or title, as a user runs them; OpenLibrary's double answers."""

import json
from pathlib import Path

import pytest

from bookbytes_worker.cli_source import is_isbn_shaped
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.openlibrary_records import NEW_ISBN, OLD_ISBN
from tests.support.program import Ran, run
from tests.support.small_books import a_small_book


def asked(openlibrary: FakeOpenLibrary, folder: Path, *arguments: str | Path) -> Ran:
    address = openlibrary.address
    return run(
        *arguments,
        data_dir=folder / "data",
        OPENLIBRARY_BASE_URL=address,
        OPENLIBRARY_COVERS_URL=address,
        CONTACT="tests@example.org",
    )


def test_a_search_shows_works_and_the_edition_to_take(openlibrary: FakeOpenLibrary, tmp_path: Path) -> None:
    found = asked(openlibrary, tmp_path, "search", "salt", "road")
    assert found.code == 0, found.err
    lines = found.out.splitlines()
    assert lines[0] == "“The Salt Road” by Ines Duval, 1998, 3 editions"
    assert [line.split()[0] for line in lines[1:4]] == ["2021", "*", "1998"]
    assert NEW_ISBN in lines[2]
    assert lines[4].endswith("[summary of]")
    again = asked(openlibrary, tmp_path, "search", "salt", "road", "--json")
    assert [item["kind"] for item in again.json["items"]] == ["book", "summary_of", "study_guide"]
    assert json.loads(again.out)["total"] == 3
    assert openlibrary.requests("/search.json") == 1
    assert asked(openlibrary, tmp_path, "search", "nowhere").code == 3
    old = asked(openlibrary, tmp_path, "search", OLD_ISBN)
    assert old.out.splitlines() == lines[:4]
    assert "the latest one in the same language is that of 2015" in old.err


def test_make_finds_the_book_and_says_what_would_help(openlibrary: FakeOpenLibrary, tmp_path: Path) -> None:
    for source in (OLD_ISBN, "the salt road"):
        made = asked(openlibrary, tmp_path, "make", source)
        assert made.code == 3, made.err
        assert made.err.startswith("bookbytes: “The Salt Road” by Ines Duval, ")
        assert "the book's own file" in made.err
        assert made.err.count("\n") == 1
    wrong = asked(openlibrary, tmp_path, "make", "9780306406158")
    assert (wrong.code, "check digit" in wrong.err) == (2, True)


def test_make_takes_the_text_that_was_imported_before(openlibrary: FakeOpenLibrary, tmp_path: Path) -> None:
    first = asked(openlibrary, tmp_path, "make", a_small_book(tmp_path), "--out", tmp_path / "out", "--quiet")
    assert first.code == 0, first.err
    again = asked(openlibrary, tmp_path, "make", "the small book", "--out", tmp_path / "out", "--json")
    assert again.code == 0, again.err
    assert (again.json["title"], again.json["calls"]["llm"]) == ("The Small Book", 0)


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
