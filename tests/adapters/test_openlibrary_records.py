"""OpenLibrary's records and their oddities, composed after real ones."""

from typing import Any

import pytest

from bookbytes_adapters.metadata.contents import contents_in
from bookbytes_adapters.metadata.languages import bcp47, marc
from bookbytes_adapters.metadata.openlibrary_records import (
    author_name,
    authors_of,
    cover_url,
    edition_record,
    found_works,
    isbns_in,
    title_in,
    work_record,
)
from bookbytes_adapters.metadata.values import text
from bookbytes_adapters.metadata.years import year_in
from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.ports.metadata import EditionRecord, FoundWorks, WorkRecord

NAMES = {"OL1A": "Maria Santos", "OL2A": "Jonas Weld"}


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("1999", 1999),
        ("March 2009", 2009),
        ("October 9, 1997", 1997),
        ("c1987", 1987),
        ("©2011", 2011),
        ("[1999?]", 1999),
        ("1st ed. 2004", 2004),
        ("2004-09", 2004),
        ("20040915", 2004),
        ("1998, c1996", 1998),
        ("1910-1915", 1910),
        ("1954 [i.e. 1945]", 1945),
        ("5765 [2004 or 2005]", 2004),
        ("Shōwa 55 [1980]", 1980),
        ("MDCCCXC", 1890),
        ("M. DCC. LXXVI.", 1776),
        ("an VII [1799]", 1799),
        ("١٩٩٩", 1999),
        ("199-?", None),
        ("10/12/99", None),
        ("MIX", None),
        ("n.d.", None),
        ("12345", None),
        ("9999", None),
        ("", None),
    ],
)
def test_years_in_free_text(date: str, year: int | None) -> None:
    assert year_in(date) == year


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("eng", "en"),
        ("fre", "fr"),
        ("ger", "de"),
        ("chi", "zh"),
        ("cze", "cs"),
        ("heb", "he"),
        ("scr", "hr"),
        ("scc", "sr"),
        ("fri", "fy"),
        ("grc", "grc"),
        ("pt-br", "pt-BR"),
        ("ENG", "en"),
        ("mul", "und"),
        ("und", "und"),
        ("xyz1", "und"),
        ("English", "und"),
        ("", "und"),
    ],
)
def test_languages(code: str, tag: str) -> None:
    assert bcp47(code) == tag


@pytest.mark.parametrize(("tag", "code"), [("de-AT", "ger"), ("zh-Hant", "chi"), ("en", "eng"), ("no words", None)])
def test_languages_as_they_are_searched(tag: str, code: str | None) -> None:
    assert marc(tag) == code


@pytest.mark.parametrize(
    ("written", "entries"),
    [
        (
            [
                {"level": 0, "title": "Part One", "type": {"key": "/type/toc_item"}},
                {"level": 1, "label": "1", "title": " The  Harbour ", "pagenum": "7"},
                {"title": "Notes", "label": "", "pagenum": ""},
                {"title": ""},
            ],
            [
                ContentsEntry("Part One"),
                ContentsEntry("The Harbour", 1, "1", "7"),
                ContentsEntry("Notes"),
            ],
        ),
        (
            [{"type": "/type/text", "value": "The Harbour"}, {"type": "/type/text", "value": ""}],
            [ContentsEntry("The Harbour")],
        ),
        (
            ["The Harbour", "** 2 | The Boats | xii"],
            [ContentsEntry("The Harbour"), ContentsEntry("The Boats", 2, "2", "xii")],
        ),
        (
            "** 1 | The Harbour | 7\n*** The Boats\n** Introduction | |\n\n**",
            [ContentsEntry("The Harbour", 0, "1", "7"), ContentsEntry("The Boats", 1), ContentsEntry("Introduction")],
        ),
        (
            [{"level": "3", "title": "Deep"}, 7, None, {"title": {"value": "In an object"}}],
            [ContentsEntry("Deep", 3), ContentsEntry("In an object")],
        ),
        ('* | The Harbour | 7 | {"authors": []}', [ContentsEntry("The Harbour", page="7")]),
        (None, []),
        ({}, []),
    ],
)
def test_tables_of_contents(written: object, entries: list[ContentsEntry]) -> None:
    assert contents_in(written) == tuple(entries)


@pytest.mark.parametrize(
    ("record", "title"),
    [
        ({"title": "The Harbour"}, "The Harbour"),
        ({"title": "Harbour", "title_prefix": "The "}, "The Harbour"),
        ({"title": "Île mystérieuse", "title_prefix": "L'"}, "L'Île mystérieuse"),
        ({"title": "The Harbour", "title_prefix": "The "}, "The Harbour"),
        ({"full_title": "The Harbour"}, "The Harbour"),
        ({"title": "Energy", "subtitle": "technology for a future"}, "Energy"),
        ({"title": "The Harbour", "subtitle": "summary & analysis"}, "The Harbour: summary & analysis"),
        ({"title": ["The Harbour"]}, ""),
        ({}, ""),
    ],
)
def test_titles(record: dict[str, Any], title: str) -> None:
    assert title_in(record) == title


@pytest.mark.parametrize(
    ("record", "authors"),
    [
        ({"authors": [{"key": "/authors/OL1A"}]}, ["Maria Santos"]),
        ({"authors": [{"author": {"key": "/authors/OL2A"}, "type": {"key": "/type/author_role"}}]}, ["Jonas Weld"]),
        ({"authors": [{"author": "/authors/OL2A", "type": "/type/author_role"}]}, ["Jonas Weld"]),
        ({"authors": [{"key": "/authors/OL7A", "name": "Ana Ruiz"}]}, ["Ana Ruiz"]),
        (
            {"authors": ["/authors/OL1A", "/authors/OL1A", "/authors/OL9A", None, {}, {"author": None}]},
            ["Maria Santos"],
        ),
        ({"authors": None}, []),
        ({}, []),
    ],
)
def test_authors(record: dict[str, Any], authors: list[str]) -> None:
    assert list(authors_of(record, NAMES)) == authors


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"name": "Maria Santos"}, "Maria Santos"),
        ({"name": "Santos, Maria.", "personal_name": "Santos, Maria."}, "Maria Santos"),
        ({"name": "Brown, Carolyn S.", "personal_name": "Brown, Carolyn S."}, "Carolyn S. Brown"),
        ({"name": "Symposium on Tides (1988 Lima, Peru)"}, "Symposium on Tides (1988 Lima, Peru)"),
        ({"name": "Ann One, Ben Two, Cy Three", "personal_name": "x"}, "Ann One, Ben Two, Cy Three"),
        ({"personal_name": "Maria Santos"}, "Maria Santos"),
        ({}, ""),
    ],
)
def test_names_of_authors(record: dict[str, Any], name: str) -> None:
    assert author_name(record) == name


def test_numbers_of_an_edition() -> None:
    record = {
        "isbn_10": ["0306406152", "0306406153", "0-19-853453-1", None],
        "isbn_13": ["978-0-306-40615-7", "9780306406157 (pbk.)", "9790060115615", 9780306406157],
    }

    assert [str(isbn) for isbn in isbns_in(record)] == ["9780306406157", "9780198534532"]
    assert isbns_in({"isbn_13": "9780306406157"}) == isbns_in(record)[:1]


def test_covers() -> None:
    assert cover_url([-1, 7], "http://covers") == "http://covers/b/id/7-L.jpg"
    assert cover_url(7, "http://covers") == "http://covers/b/id/7-L.jpg"
    assert [cover_url(none, "http://covers") for none in ([-1], [], None, ["x"], [True])] == [None] * 5


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("Two\r\n\r\n  lines ", "Two\n\nlines"),
        ({"type": "/type/text", "value": "In an object."}, "In an object."),
        ({"type": "/type/text"}, ""),
        ("A\0 nul, a \x07bell and half a \ud83dpair", "A nul, a bell and half a pair"),
        (None, ""),
        (["a"], ""),
    ],
)
def test_texts(value: object, read: str) -> None:
    assert text(value) == read


def test_what_is_too_much_is_cut() -> None:
    record = {
        "key": "/books/OL1M",
        "title": "Tides " * 1000,
        "number_of_pages": 10**12,
        "publish_date": "9" * 5000,
        "covers": ["9" * 5000, 10**12],
    }
    edition = edition_record(record, {})
    work = work_record({"key": "/works/OL1W", "title": "Tides", "subjects": [str(n) for n in range(5000)]}, {})

    assert edition is not None
    assert len(edition.title) < 1001
    assert (edition.pages, edition.publish_year, edition.cover_url) == (None, None, None)
    assert work is not None
    assert len(work.subjects) == 100


def test_a_bare_record_is_enough() -> None:
    assert work_record({"key": "/works/OL1W", "title": "Tides"}, {}) == WorkRecord(key="OL1W", title="Tides")
    assert edition_record({"key": "/books/OL1M", "title": "Tides"}, {}) == EditionRecord(key="OL1M", title="Tides")


def test_a_record_without_key_or_title_is_none() -> None:
    assert work_record({"key": "/works/OL1W"}, {}) is None
    assert work_record({"title": "Tides"}, {}) is None
    assert edition_record({"key": "/books/OL1M"}, {}) is None
    assert edition_record({"key": "/works/OL1W", "title": "Tides"}, {}) is None


def test_a_work_lends_its_editions_what_they_lack() -> None:
    work = WorkRecord(key="OL1W", title="Tides", authors=("Maria Santos",))
    edition = edition_record({"key": "/books/OL1M"}, {}, work)

    assert edition == EditionRecord(key="OL1M", title="Tides", authors=("Maria Santos",))


def test_a_search_answer() -> None:
    answer = {
        "numFound": 7,
        "docs": [
            {
                "key": "/works/OL1W",
                "title": "Tides",
                "author_name": ["Maria Santos"],
                "author_key": ["OL1A"],
                "first_publish_year": 1987,
                "cover_i": 7,
                "edition_count": 3,
                "language": ["eng", "ger", "mul"],
                "subject": ["Sea", "Sea"],
            },
            {"key": "ia:tides00sant", "title": "Tides"},
            {"key": "/works/OL2W"},
            "what is this",
        ],
    }
    tides = WorkRecord(
        key="OL1W",
        title="Tides",
        authors=("Maria Santos",),
        first_publish_year=1987,
        subjects=("Sea",),
        cover_url="http://covers/b/id/7-L.jpg",
        edition_count=3,
        languages=("en", "de"),
    )

    assert found_works(answer, "http://covers") == FoundWorks((tides,), 7)
    assert found_works({}) == FoundWorks((), 0)
