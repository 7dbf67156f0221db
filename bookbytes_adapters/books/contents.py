"""Contents lists in running text: where they stand, and which titles they announce."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bookbytes_adapters.books.heading_words import fold
from bookbytes_adapters.books.headings import Heading, read_heading
from bookbytes_adapters.books.paragraphs import Piece
from bookbytes_core.domain.book_text import SkipReason

_PROSE_WORDS = 30
_SENTENCE_WORDS = 12
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "’", "»")
_MIN_ENTRIES = 4
_MIN_LIST_LINES = 3
_HEADING_SHARE = 0.5
_FIRST_ENTRIES = 3
_COLUMN_HEADS = ("page", "pages", "chap", "chappage", "chapterpage", "seite", "kapitelseite", "bladz", "pag", "pagina")
_MAX_ENTRY = 120
_FRONT_SHARE = 0.35
_LEADER = re.compile(r"(?:[ .·_…\t]{2,}|\s*\.{2,}\s*)(?:\d{1,4}|[ivxlc]{1,7})?\.?$")
_LIST_NAMES = (SkipReason.CONTENTS, SkipReason.INDEX)


@dataclass(frozen=True, slots=True)
class Contents:
    """The pieces from ``start`` up to ``end`` (exclusive) are a contents list with these ``entries``."""

    start: int
    end: int
    entries: tuple[str, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Folded titles and numbered labels of the entries: what the chapters' headings are recognised by."""
        return frozenset(key for entry in self.entries for key in entry_keys(entry))


def find_contents(pieces: Sequence[Piece]) -> Contents | None:
    """The contents list near the front of ``pieces``, named as one or plain to see; ``None`` if there is none."""
    front = max(_MIN_ENTRIES, int(len(pieces) * _FRONT_SHARE))
    for start, piece in enumerate(pieces[:front]):
        name = read_heading(piece.lines[0]) if piece.lines else None
        if name and name.named and name.skip in _LIST_NAMES:
            found = _measure(pieces, start, start if len(piece.lines) > 1 else start + 1)
        elif _starts_unnamed_list(pieces, start):
            found = _measure(pieces, start, start)
        else:
            continue
        if found and len(found.entries) >= _MIN_LIST_LINES:
            return found
    return None


def entry_keys(entry: str) -> frozenset[str]:
    heading = read_heading(entry)
    return heading.keys if heading else frozenset({fold(entry)} - {""})


def is_prose(piece: Piece) -> bool:
    """Running text, as opposed to headings and lists."""
    words = len(piece.text.split())
    if words <= _SENTENCE_WORDS or _is_list(piece) or read_heading(piece.text):
        return False
    return words > _PROSE_WORDS or piece.text.endswith(_SENTENCE_ENDS)


def _starts_unnamed_list(pieces: Sequence[Piece], start: int) -> bool:
    """Headings upon headings with nothing between them."""
    if len(pieces[start].lines) >= _MIN_ENTRIES:
        return _is_list(pieces[start])
    run = pieces[start : start + _MIN_ENTRIES]
    return len(run) == _MIN_ENTRIES and all(_is_heading(piece) for piece in run)


def _is_list(piece: Piece) -> bool:
    if len(piece.lines) < _MIN_LIST_LINES:
        return False
    headings = sum(1 for line in piece.lines if _numbered(line) or _LEADER.search(line))
    return headings >= _HEADING_SHARE * len(piece.lines)


def _is_heading(piece: Piece) -> bool:
    heading = read_heading(piece.text)
    return heading is not None and not (heading.named and heading.skip is SkipReason.CONTENTS)


def _numbered(line: str) -> Heading | None:
    heading = read_heading(_without_page(line))
    return heading if heading and heading.number is not None else None


def _measure(pieces: Sequence[Piece], start: int, first: int) -> Contents | None:
    """The list ends where one of its first entries comes again, now as a heading; else before the text begins."""
    text_begins = next((i for i in range(first, len(pieces)) if is_prose(pieces[i])), len(pieces))
    entries = [(index, entry) for index in range(first, text_begins) for entry in _entries(pieces[index])]
    for index, entry in entries[:_FIRST_ENTRIES]:
        again = [later for later in range(index + 1, text_begins) if _announced_by(entry, pieces[later])]
        if again:
            return _contents(pieces, start, first, _back_over_headings(pieces, again[-1], first))
    return _contents(pieces, start, first, _back_over_headings(pieces, text_begins, first))


def _announced_by(entry: str, piece: Piece) -> bool:
    """Whether ``piece`` says what ``entry`` says: the same words, or its number."""
    if entry_keys(entry) & entry_keys(piece.text):
        return True
    announced, found = read_heading(entry), read_heading(piece.text)
    if announced is None or found is None or announced.number is None or found.title:
        return False
    return announced.number == found.number and (not announced.label or announced.label == found.label)


def _back_over_headings(pieces: Sequence[Piece], end: int, first: int) -> int:
    """A part's and a chapter's number may stand above the place where the text begins or a title is repeated."""
    for _ in range(2):
        if end > first + 1 and len(pieces[end - 1].lines) <= 2 and _is_heading(pieces[end - 1]):  # noqa: PLR2004 - lines
            end -= 1
    return end


def _contents(pieces: Sequence[Piece], start: int, first: int, end: int) -> Contents | None:
    entries = tuple(entry for piece in pieces[first:end] for entry in _entries(piece))
    return Contents(start, end, entries) if entries else None


def _entries(piece: Piece) -> Iterator[str]:
    for line in piece.lines or (piece.text,):
        entry = _without_page(line)
        if entry and len(entry) <= _MAX_ENTRY and fold(entry) not in _COLUMN_HEADS:
            yield entry


def _without_page(line: str) -> str:
    return _LEADER.sub("", line.strip()).strip()
