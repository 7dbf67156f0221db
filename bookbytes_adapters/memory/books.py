"""Books written for tests and examples."""

import asyncio
import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bookbytes_core.domain.book_text import (
    Block,
    BlockKind,
    BookInfo,
    ParsedBook,
    Section,
    SkipReason,
    assemble,
)
from bookbytes_core.errors import UnusableBook
from bookbytes_core.ports.book_parser import BookParser

_MAX_BYTES = 10_000_000
_SUFFIXES = (".txt", ".md")
_HEADING = re.compile(r"## *(?P<title>[^{\n]*?) *(?:\{(?P<reason>[^}]*)\})? *$")


class PlainTextBooks(BookParser):
    """Reads text of this form; a blank line ends a paragraph, and a reason in braces skips a part:

    # Title
    by Author

    ## First chapter
    A paragraph.

    ## Index {index}
    """

    async def fingerprint(self, file: Path, *, name: str) -> str:
        data = await asyncio.to_thread(_read, file, name)
        return hashlib.sha256(data).hexdigest()

    async def parse(self, file: Path, *, name: str) -> ParsedBook:
        data = await asyncio.to_thread(_read, file, name)
        try:
            lines = data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise UnusableBook(f"{name} is not UTF-8 text.", code="book_damaged") from error
        info, body = _info(lines, name)
        sections = tuple(_sections(body, info.title))
        if not any(section.skip is None for section in sections):
            raise UnusableBook(f"{name} holds no text to speak.", code="book_empty")
        return ParsedBook(assemble(info, sections))


def _read(file: Path, name: str) -> bytes:
    if not name.lower().endswith(_SUFFIXES):
        raise UnusableBook(f"{name} is not a text file (.txt or .md).", code="unsupported_file_type")
    try:
        with file.open("rb") as opened:
            data = opened.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UnusableBook(f"{name} cannot be read: {error.strerror}.", code="file_not_readable") from error
    if len(data) > _MAX_BYTES:
        raise UnusableBook(f"{name} is larger than a book may be.", code="file_too_large")
    if not data:
        raise UnusableBook(f"{name} is empty.", code="book_empty")
    return data


def _info(lines: list[str], name: str) -> tuple[BookInfo, list[str]]:
    authors: tuple[str, ...] = ()
    title, body = Path(name).stem, lines
    if body and body[0].startswith("# "):
        title, body = body[0][2:].strip(), body[1:]
        if body and body[0].startswith("by "):
            authors, body = (body[0][3:].strip(),), body[1:]
    return BookInfo(title=title, authors=authors, language="en"), body


def _sections(lines: list[str], title: str) -> Iterator[Section]:
    """One for each heading; text in front of the first is front matter, or all there is of a book without headings."""
    places = [place for place, line in enumerate(lines) if _HEADING.match(line)]
    opening = _blocks(lines[: places[0]] if places else lines)
    if opening:
        yield Section(title, opening, SkipReason.FRONT_MATTER if places else None)
    for place, end in pairwise([*places, len(lines)]):
        heading = _HEADING.match(lines[place])
        blocks = _blocks(lines[place + 1 : end])
        if heading and (blocks or heading["reason"]):
            name = heading["title"]
            skip = _reason(heading["reason"]) if heading["reason"] else None
            yield Section(name, ((Block(name, BlockKind.HEADING),) if name else ()) + blocks, skip)


def _blocks(lines: list[str]) -> tuple[Block, ...]:
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines))
    return tuple(Block(" ".join(text.split())) for text in paragraphs if text.strip())


def _reason(words: str) -> SkipReason:
    try:
        return SkipReason(words)
    except ValueError as error:
        raise UnusableBook(f"There is no reason {words!r} to skip a part.", code="book_damaged") from error
