"""Recorded answers and dumps of the real OpenLibrary, where they are at hand beside the checkout.

Every file is mapped, or named with the reason why it is none of what BookBytes asks for.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from bookbytes_adapters.metadata.openlibrary_records import (
    author_name,
    edition_record,
    found_works,
    type_of,
    work_record,
)
from bookbytes_core.ports.metadata import EditionRecord, WorkRecord

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "openlibrary"

MAPPED: Mapping[str, tuple[str, ...]] = {
    "search": (
        "angelh32_search_*.json",
        "bookpipeline_openlibrary_*.json",
        "bookwyrm_ol_search.json",
        "jayfajardo_*search.json",
        "shelfarr_search_*.json",
    ),
    "work": (
        "annaalex_work_*.json",
        "bookwyrm_ol_work.json",
        "bspradling_clients_work.json",
        "dump_works_1000.jsonl",
        "librarypals_open-library-works-OL45804W.json",
        "odd_work_*.json",
        "shelfarr_work_details.json",
    ),
    "works of an author": ("bspradling_*_works.json",),
    "edition": (
        "bookwyrm_ol_edition.json",
        "bookwyrm_ol_edition_markdown.json",
        "bspradling_clients_books_*.json",
        "dump_editions_1000.jsonl",
        "jayfajardo_book.json",
        "jayfajardo_save_*.json",
        "librarypals_open-library-isbn-*.json",
        "librarypals_open-library-works-OL998749M.json",
        "odd_edition_*.json",
        "shelfarr_edition_details.json",
    ),
    "editions of a work": ("bookwyrm_ol_edition_list.json", "jayfajardo_editions.json"),
    "details of editions": ("joao_api_books_jscmd-details_multi.json",),
    "author": (
        "bspradling_clients_author_author.json",
        "bspradling_models_author_get.json",
        "dump_authors_1000.jsonl",
        "jayfajardo_author.json",
        "librarypals_open-library-authors-*.json",
        "odd_author_*.json",
    ),
    "merged": ("dump_redirect_*.json", "live_redirect_*.json"),
    "deleted": ("live_delete_*.json",),
}

NOT_MAPPED: Mapping[str, tuple[str, ...]] = {
    "a page that says 403: the client refuses it by its status": ("http_403_body.html",),
    "a body that says 429: the client waits by its status": ("http_429_body.json",),
    "a body that says 404: the client takes it for absence by its status": ("shelfarr_work_not_found.json",),
    "a reader's export of bookshelves, no catalogue record": ("bookwyrm_openlibrary_export.csv",),
    "a reader's bookshelf, no catalogue record": ("bspradling_*-read*.json", "bspradling_models_account_*.json"),
    "a search for authors, which is never made": ("bspradling_*_search_author.json", "bspradling_*_author_search.json"),
    "/api/books with jscmd=data, which is never asked": (
        "bookwyrm_ol_isbn_search.json",
        "bspradling_clients_book.json",
        "bspradling_models_books_*.json",
        "dkam_api_books_jscmd-data.json",
    ),
    "/query.json, which is never asked": ("jayfajardo_book_by_*.json",),
    "/subjects, which is never asked": ("annaalex_books_array.json",),
    "the description of the API itself": ("openlibrary_openapi.json",),
}

COUNTS = {
    "search": 10,
    "work": 9,
    "works of an author": 2,
    "edition": 46,
    "editions of a work": 2,
    "details of editions": 1,
    "author": 10,
    "merged": 2,
    "deleted": 1,
}
"""Files that are mapped, by what is in them; the other 20 are named above."""

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not beside this checkout")


def kinds_of(name: str) -> list[str]:
    return [
        kind for table in (MAPPED, NOT_MAPPED) for kind, globs in table.items() if any(fnmatch(name, g) for g in globs)
    ]


def files(kind: str) -> list[Path]:
    return sorted(path for glob in MAPPED[kind] for path in RECORDED.glob(glob))


def values(kind: str) -> Iterator[dict[str, Any]]:
    """What is in the files of a kind: a value each, every line of a dump, the bodies of recorded exchanges."""
    for path in files(kind):
        text = path.read_text(encoding="utf-8")
        found = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else [json.loads(text)]
        for value in found:
            exchanges = value if isinstance(value, list) else [{"response": {"body": value}}]
            yield from (exchange["response"]["body"] for exchange in exchanges)


def test_every_file_is_mapped_or_named_with_its_reason() -> None:
    names = [path.name for path in RECORDED.iterdir()]
    counted = Counter(kind for name in names for kind in kinds_of(name))

    assert len(names) == 103
    assert [name for name in names if len(kinds_of(name)) != 1] == []
    assert {kind: counted[kind] for kind in MAPPED} == COUNTS
    assert all(counted[reason] for reason in NOT_MAPPED)


def test_searches() -> None:
    found = [found_works(answer) for answer in values("search")]

    keys = [doc["key"].removeprefix("/works/") for answer in values("search") for doc in answer["docs"]]
    assert [work.key for page in found for work in page.items] == [key for key in keys if not key.startswith("ia:")]
    assert len(keys) > 200
    assert [page.total for page in found] == [answer["numFound"] for answer in values("search")]
    for work in (work for page in found for work in page.items):
        assert_plain_work(work)


def test_works() -> None:
    records = [*values("work"), *(entry for page in values("works of an author") for entry in page["entries"])]
    works = [work_record(record, {}) for record in records]

    assert len(works) > 1100
    for work in works:
        assert_plain_work(work)
    assert sum(bool(work and work.cover_url) for work in works) > 300


def test_editions() -> None:
    records = [
        *values("edition"),
        *(entry for page in values("editions of a work") for entry in page["entries"]),
        *(each["details"] for answer in values("details of editions") for each in answer.values()),
    ]
    editions = [edition_record(record, {}) for record in records]

    assert len(editions) > 1120
    for edition in editions:
        assert_plain_edition(edition)


@pytest.mark.parametrize(
    ("what", "count"),
    [
        (lambda edition: edition.publish_year, 1052),
        (lambda edition: edition.language != "und", 472),
        (lambda edition: edition.pages, 656),
        (lambda edition: edition.publisher, 1059),
        (lambda edition: edition.isbns, 1046),
        (lambda edition: edition.contents, 6),
        (lambda edition: edition.work_key, 815),
    ],
)
def test_what_the_dump_of_editions_tells(what: Callable[[EditionRecord], object], count: int) -> None:
    lines = (RECORDED / "dump_editions_1000.jsonl").read_text(encoding="utf-8").splitlines()
    editions = [edition_record(json.loads(line), {}) for line in lines]

    assert sum(bool(edition and what(edition)) for edition in editions) == count


def test_authors() -> None:
    names = [author_name(record) for record in values("author")]

    assert len(names) > 1040
    assert all(name and name == " ".join(name.split()) for name in names)


def test_merged_and_deleted_records_say_so() -> None:
    assert [type_of(record) for record in values("merged")] == ["redirect"] * 2
    assert [type_of(record) for record in values("deleted")] == ["delete"]
    assert {type_of(record) for record in values("work")} == {"work"}


def assert_plain_work(work: WorkRecord | None) -> None:
    assert work is not None
    assert work.key.startswith("OL")
    assert work.key.endswith("W")
    assert work.title == " ".join(work.title.split()) != ""
    assert work.first_publish_year is None or 1000 <= work.first_publish_year <= 2100
    assert all(2 <= len(language.split("-")[0]) <= 3 for language in work.languages)
    assert work.description is None or work.description.strip()


def assert_plain_edition(edition: EditionRecord | None) -> None:
    assert edition is not None
    assert edition.key.startswith("OL")
    assert edition.key.endswith("M")
    assert edition.title == " ".join(edition.title.split()) != ""
    assert edition.publish_year is None or 1000 <= edition.publish_year <= 2100
    assert 2 <= len(edition.language.split("-")[0]) <= 3
    assert edition.cover_url is None or "/-1-" not in edition.cover_url
    assert all(entry.title for entry in edition.contents)
    assert len(edition.isbns) == len(set(edition.isbns))
