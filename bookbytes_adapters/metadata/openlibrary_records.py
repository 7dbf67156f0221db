"""OpenLibrary's records, as JSON, in the core's words.

Shapes and their oddities as in the dumps and answers of https://openlibrary.org/developers/api. Nothing here asks
anybody: names of authors, which records give by key only, are handed in.
"""

import re
from collections.abc import Iterator, Mapping

from bookbytes_adapters.metadata.contents import contents_in
from bookbytes_adapters.metadata.languages import UNKNOWN, bcp47, first_bcp47
from bookbytes_adapters.metadata.values import JsonObject, entries, id_in, ids, line, lines, number, objects, text
from bookbytes_adapters.metadata.years import year_in
from bookbytes_core.domain.book_kind import kind_of
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.metadata import EditionRecord, FoundWorks, WorkRecord

COVERS = "https://covers.openlibrary.org"

WORK_KEY = re.compile(r"OL[0-9]{1,12}W")
EDITION_KEY = re.compile(r"OL[0-9]{1,12}M")

_MOST_SUBJECTS = 100
"""Famous works have thousands, in every language of the world."""

Names = Mapping[str, str]
"""Names of authors by their keys."""

_SEVERAL_WORDS_ONE_COMMA = re.compile(r"([^,(]+), ([^,(]+)")
_INITIAL = re.compile(r"(^|[\s.])\w\.$")


def type_of(record: JsonObject) -> str:
    """ "work" of ``{"key": "/type/work"}``; "redirect" and "delete" are what merged and deleted records say."""
    return id_in(record.get("type"))


def work_record(record: JsonObject, names: Names, covers: str = COVERS) -> WorkRecord | None:
    """A ``/works/…`` record; None where it has no key of a work or no title."""
    key, title = id_in(record), title_in(record)
    if not (WORK_KEY.fullmatch(key) and title):
        return None
    return WorkRecord(
        key=key,
        title=title,
        authors=authors_of(record, names),
        first_publish_year=year_in(line(record.get("first_publish_date"))),
        subjects=lines(record.get("subjects"))[:_MOST_SUBJECTS],
        cover_url=cover_url(record.get("covers"), covers),
        description=text(record.get("description")) or None,
    )


def edition_record(
    record: JsonObject, names: Names, work: WorkRecord | None = None, covers: str = COVERS
) -> EditionRecord | None:
    """A ``/books/…`` record; ``work`` lends it title and authors where it has none of its own. None where it has no
    key or no title all the same."""
    key, title = id_in(record), title_in(record) or (work.title if work else "")
    if not (EDITION_KEY.fullmatch(key) and title):
        return None
    return EditionRecord(
        key=key,
        work_key=next(iter(ids(record.get("works"))), None),
        isbns=isbns_in(record),
        title=title,
        authors=authors_of(record, names) or (work.authors if work else ()),
        publisher=next(iter(lines(record.get("publishers"))), None),
        publish_year=year_in(line(record.get("publish_date"))),
        language=first_bcp47(ids(record.get("languages"))),
        pages=number(record.get("number_of_pages")),
        statement=line(record.get("edition_name")) or None,
        cover_url=cover_url(record.get("covers"), covers),
        contents=contents_in(record.get("table_of_contents")),
    )


def found_works(answer: JsonObject, covers: str = COVERS) -> FoundWorks:
    """An answer of ``/search.json``. Scans that belong to no work ("ia:…") are left out: nobody can ask for them."""
    items = tuple(work for work in (_found_work(each, covers) for each in objects(answer.get("docs"))) if work)
    return FoundWorks(items, number(answer.get("numFound")) or number(answer.get("num_found")) or 0)


def _found_work(found: JsonObject, covers: str) -> WorkRecord | None:
    key, title = id_in(found), title_in(found)
    if not (WORK_KEY.fullmatch(key) and title):
        return None
    tags = (bcp47(code) for code in lines(found.get("language")))
    return WorkRecord(
        key=key,
        title=title,
        authors=lines(found.get("author_name")),
        first_publish_year=number(found.get("first_publish_year")),
        subjects=lines(found.get("subject"))[:_MOST_SUBJECTS],
        cover_url=cover_url(found.get("cover_i"), covers),
        edition_count=number(found.get("edition_count")),
        languages=tuple(dict.fromkeys(tag for tag in tags if tag != UNKNOWN)),
    )


def title_in(record: JsonObject) -> str:
    """With the article that some records keep apart, and with the subtitle where that alone tells that this is no book
    but something about one ("Dune", "a study guide")."""
    title = line(record.get("title")) or line(record.get("full_title"))
    prefix, subtitle = line(record.get("title_prefix")), line(record.get("subtitle"))
    if title and prefix and not title.startswith(prefix):
        title = f"{prefix}{'' if prefix.endswith(chr(39)) else ' '}{title}"
    if not (title and subtitle):
        return title
    whole = f"{title}: {subtitle}"
    return whole if kind_of(whole) is not kind_of(title) else title


def isbns_in(record: JsonObject) -> tuple[Isbn, ...]:
    """The valid numbers of an edition: 13 digits first; the older form of a number is the same number."""
    return tuple(dict.fromkeys(_valid_isbns((*entries(record.get("isbn_13")), *entries(record.get("isbn_10"))))))


def _valid_isbns(written: tuple[object, ...]) -> Iterator[Isbn]:
    for each in written:
        try:
            yield Isbn.parse(line(each).partition("(")[0])
        except InvalidInput:
            continue


def cover_url(numbers: object, covers: str) -> str | None:
    """The address of the first cover; -1 stands for one that was taken away."""
    cover = next((each for each in map(number, entries(numbers)) if each), None)
    return f"{covers}/b/id/{cover}-L.jpg" if cover else None


def author_keys(record: JsonObject) -> tuple[str, ...]:
    """Keys of authors that a record does not name itself."""
    return tuple(key for key, name in _authors(record) if key and not name)


def authors_of(record: JsonObject, names: Names) -> tuple[str, ...]:
    known = (name or names.get(key, "") for key, name in _authors(record))
    return tuple(dict.fromkeys(name for name in known if name))


def _authors(record: JsonObject) -> Iterator[tuple[str, str]]:
    """Key and name of each; editions have ``{"key"}``, works ``{"author": {"key"}}``, some answers a name as well."""
    for each in entries(record.get("authors")):
        author = each.get("author", each) if isinstance(each, Mapping) else each
        yield id_in(author), line(author.get("name")) if isinstance(author, Mapping) else ""


def author_name(record: JsonObject) -> str:
    """The name of an ``/authors/…`` record; a person's heading ("Kiss, Lenke.") is turned into the name."""
    name = line(record.get("name")) or line(record.get("personal_name"))
    heading = _SEVERAL_WORDS_ONE_COMMA.fullmatch(name) if record.get("personal_name") else None
    if heading is None:
        return name
    family, given = heading.groups()
    return f"{given if _INITIAL.search(given) else given.rstrip('.')} {family}"


def author_names_found(answer: JsonObject) -> dict[str, str]:
    """Names by key, which an answer of ``/search.json`` tells of all authors it found."""
    found: dict[str, str] = {}
    for each in objects(answer.get("docs")):
        keys, names = entries(each.get("author_key")), entries(each.get("author_name"))
        if len(keys) == len(names):
            found |= {id_in(key): line(name) for key, name in zip(keys, names, strict=True)}
    return found
