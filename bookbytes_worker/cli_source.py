"""What a command's SOURCE is: a file, an ISBN or a title."""

import re
import sys
from pathlib import Path

from bookbytes_core import SYSTEM_USER, BookBytes, Edition, Options
from bookbytes_core.use_cases.books.choose_source import ChosenSource
from bookbytes_core.use_cases.books.text_required import named

_SUFFIXES = (".epub", ".txt", ".text", ".md", ".markdown", ".pdf")
_ISBN_SHAPED = re.compile(r"(urn:)?isbn\b.*|[\d\s‐-―−-]*[\dxX]", re.IGNORECASE | re.DOTALL)
_ISBN_LENGTHS = range(9, 15)
"""Digits: one too many or too few is a mistake in typing."""


async def edition_of(application: BookBytes, source: str, options: Options, *, quiet: bool) -> Edition:
    """The edition that is to be summarised: a file is imported, anything else is looked up. Raises what ``ImportBook``
    and ``ChooseSource`` raise."""
    file = _file(source)
    if file is not None:
        return (await application.import_book(file, name=file.name, owner=SYSTEM_USER)).edition
    choose, from_memory = application.choose_source, options.from_memory
    if is_isbn_shaped(source):
        chosen = await choose.by_isbn(source, owner=SYSTEM_USER, any_edition=True, from_memory=from_memory)
    else:
        language = options.language
        chosen = await choose.by_title(source, owner=SYSTEM_USER, language=language, from_memory=from_memory)
    if not quiet:
        _tell(chosen)
    return chosen.edition


def _file(source: str) -> Path | None:
    path = Path(source).expanduser()
    is_file = path.suffix.lower() in _SUFFIXES or "/" in source or (bool(source.strip()) and _exists(path))
    return path if is_file else None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a title longer than names of files may be
        return False


def is_isbn_shaped(text: str) -> bool:
    """Whether somebody who wrote this meant an ISBN, be it a right one or not: "1984" is a title."""
    plain = text.strip()
    digits = sum(character.isdecimal() or character in "xX" for character in plain)
    named_so = plain.lower().startswith(("isbn", "urn:isbn"))
    return bool(_ISBN_SHAPED.fullmatch(plain)) and (named_so or digits in _ISBN_LENGTHS)


def _tell(chosen: ChosenSource) -> None:
    """Which of several works of the same title was taken."""
    if not chosen.others:
        return
    others = "; ".join(named(hit.work.title, hit.work.authors) for hit in chosen.others[:3])
    print(f"bookbytes: took “{chosen.edition.title}”; also found: {others}.", file=sys.stderr)
