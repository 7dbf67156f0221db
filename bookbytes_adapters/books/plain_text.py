"""Plain text to a book: what it says of itself, its chapters by their headings, the rest by reason."""

import re
from dataclasses import replace

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.encoding import decode
from bookbytes_adapters.books.gutenberg import header_info, unframe
from bookbytes_adapters.books.headings import is_plain_heading, read_heading
from bookbytes_adapters.books.paragraphs import Piece, split_paragraphs
from bookbytes_adapters.books.sectioning import divide
from bookbytes_adapters.books.tidy import title_from_name
from bookbytes_core.domain.book_text import Block, BookInfo, Section, SkipReason
from bookbytes_core.domain.language import UNKNOWN, guess_language

_BYLINE = re.compile(r"(?:written\s+)?(?:by|von|par|por|di|door|av)\s+(?P<author>[^\d,;:]{3,60})", re.IGNORECASE)
_FIRST_PIECES = 6
_NOTE_MARK = re.compile(r"(?<=[\w.,;:!?”’\"')])\[\d{1,3}\]")
_MAX_TITLE = 120


def read_plain_text(data: bytes, name: str) -> Draft:
    """The book in ``data``, a text file that the user calls ``name``."""
    framed = unframe(decode(data))
    pieces = list(split_paragraphs(_NOTE_MARK.sub("", framed.body)))
    info = _info(header_info(framed.header), pieces, name)
    frame = (
        ("Project Gutenberg header", framed.header, SkipReason.FRONT_MATTER),
        ("Project Gutenberg license", framed.licence, SkipReason.BACK_MATTER),
    )
    header, licence = (Section(title, _blocks(text), reason) for title, text, reason in frame)
    return Draft(info, (header, *divide(pieces, info.title), licence))


def _info(said: BookInfo, pieces: list[Piece], name: str) -> BookInfo:
    title, authors = (said.title, said.authors) if said.title else _from_first_lines(pieces)
    language = said.language if said.language != UNKNOWN else guess_language(piece.text for piece in pieces)
    return replace(said, title=title or title_from_name(name), authors=authors, language=language)


def _from_first_lines(pieces: list[Piece]) -> tuple[str, tuple[str, ...]]:
    """A title page is a title and, close below, "by" somebody; without the second the first proves nothing."""
    first = [line for piece in pieces[:_FIRST_PIECES] for line in piece.lines][: 2 * _FIRST_PIECES]
    for position, line in enumerate(first):
        byline = _BYLINE.fullmatch(line.strip())
        title = " ".join(first[:position])
        if byline and title and len(title) <= _MAX_TITLE and not read_heading(title):
            return title.strip(" .;"), (byline["author"].strip(" ."),)
    alone = pieces[0] if pieces else None
    if alone and len(alone.lines) == 1 and is_plain_heading(alone.text) and not read_heading(alone.text):
        return alone.text.strip(" .;"), ()
    return "", ()


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(Block(piece.text) for piece in split_paragraphs(text))
