"""Rows of tables of books: one an edition, known by its ISBN."""

from collections.abc import Mapping, Sequence

from bookbytes_adapters.metadata.languages import UNKNOWN, bcp47
from bookbytes_adapters.metadata.values import line, number
from bookbytes_adapters.metadata.years import year_in
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.metadata import EditionRecord

_NAMES = {
    "isbn": ("isbn13", "isbn10", "isbn"),
    "title": ("title",),
    "authors": ("authors", "author"),
    "year": ("publishyear", "year", "publicationyear", "originalpublicationyear", "published", "date"),
    "publisher": ("publisher",),
    "language": ("language", "languagecode", "lang"),
    "pages": ("pages", "numpages", "numberofpages"),
}
"""What the columns are called in tables, without case, spaces and signs; the best first."""

_TEN = 10
_SHORTEST = 8
"""A spreadsheet takes zeros away from the front of a number: two of ten digits at the most, or it may be any number."""


def columns_of(header: Sequence[str]) -> Mapping[str, int]:
    """Where the columns stand. Raises ``InvalidInput`` (code ``catalogue_file_unusable``) where there is no ISBN."""
    called = {"".join(filter(str.isalnum, name.casefold())): place for place, name in reversed(list(enumerate(header)))}
    found = {
        f"{what}{rank}": called[name]
        for what, names in _NAMES.items()
        for rank, name in enumerate(names)
        if name in called
    }
    if not any(name.startswith("isbn") for name in found):
        raise InvalidInput(
            "The table has no column named isbn, isbn13 or isbn10 in its first line.", code="catalogue_file_unusable"
        )
    return found


def edition_of_row(columns: Mapping[str, int], row: Sequence[str]) -> EditionRecord:
    """Raises ``InvalidInput`` that says what is missing."""
    isbn = _isbn(_values("isbn", columns, row))
    title = _first("title", columns, row)
    if not title:
        raise InvalidInput(f"ISBN {isbn} has no title.")
    language = _first("language", columns, row)
    authors = tuple(filter(None, map(line, _first("authors", columns, row).replace(";", ",").split(","))))
    return EditionRecord(
        key=isbn.digits,
        isbns=(isbn,),
        title=title,
        authors=tuple(dict.fromkeys(authors)),
        publisher=_first("publisher", columns, row) or None,
        publish_year=year_in(_first("year", columns, row)),
        language=bcp47(language) if language else UNKNOWN,
        pages=number(_first("pages", columns, row)),
    )


def _isbn(written: Sequence[str]) -> Isbn:
    trouble = InvalidInput("There is no ISBN in this row.")
    for text in written:
        try:
            return Isbn.parse(text.zfill(_TEN) if text.isdecimal() and _SHORTEST <= len(text) < _TEN else text)
        except InvalidInput as error:
            trouble = error
    raise trouble


def _first(what: str, columns: Mapping[str, int], row: Sequence[str]) -> str:
    return next(iter(_values(what, columns, row)), "")


def _values(what: str, columns: Mapping[str, int], row: Sequence[str]) -> list[str]:
    """What is written in the columns for it, the best first."""
    places = (columns.get(f"{what}{rank}") for rank in range(len(_NAMES[what])))
    return [text for place in places if place is not None and place < len(row) and (text := line(row[place]))]
