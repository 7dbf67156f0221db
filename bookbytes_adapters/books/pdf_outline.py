"""A PDF's outline (its bookmarks): which entries a reader calls chapters, and at which line each begins."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bookbytes_adapters.books.heading_words import fold
from bookbytes_adapters.books.headings import Rank, read_heading
from bookbytes_adapters.books.pdf_page import BROKEN, Line

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MAX_ENTRIES = 5_000
_MAX_DEPTH = 6
_TITLE_LINES = 3
_TOLERANCE = 3.0
_MIN_TITLE = 4
_XYZ, _FIT_H = 1, 3
"""PDFium's numbers for destinations that name a height (fpdf_doc.h: PDFDEST_VIEW_XYZ, PDFDEST_VIEW_FITH)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One bookmark. ``height`` is points from the page's lower edge, ``None`` for the top of the page."""

    title: str
    level: int
    page: int
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The entries that begin a chapter (or a part of the book that is skipped), and those of the parts above them."""

    chapters: tuple[Entry, ...]
    parts: tuple[Entry, ...] = ()


def read_outline(document: "PdfDocument") -> list[Entry]:
    """The entries that point into the document, in reading order."""
    entries: list[Entry] = []
    for bookmark in document.get_toc(max_depth=_MAX_DEPTH):
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        title = " ".join(bookmark.get_title().split())
        if page is not None and 0 <= page < len(document) and title:
            mode, place = target.get_view()
            height = place[1] if mode == _XYZ and len(place) > 1 else place[0] if mode == _FIT_H and place else None
            entries.append(Entry(title, bookmark.level, page, height or None))
        if len(entries) >= _MAX_ENTRIES:
            break
    return entries


def plan(entries: Sequence[Entry]) -> Plan:
    """The level a reader calls chapters: below a lone entry (the title) and below parts, above sections."""
    level = 0
    while True:
        here = [entry for entry in entries if entry.level == level]
        below = [entry for entry in entries if entry.level == level + 1]
        if not below or not (len(here) == 1 or _are_parts(entries, level)):
            break
        level += 1
    holders = {index for index, (a, b) in enumerate(pairwise(entries)) if b.level > a.level}
    chapters = (e for i, e in enumerate(entries) if e.level == level or (e.level < level and i not in holders))
    parts = (e for i, e in enumerate(entries) if e.level < level and i in holders)
    return Plan(tuple(chapters), tuple(parts))


def first_lines(entries: Iterable[Entry], body: Sequence[Line]) -> dict[Entry, int]:
    """Where each entry begins: the index of its first line in ``body``. Entries that nothing follows are left out."""
    pages = [line.page for line in body]
    starts = {entry: _first_line(entry, body, pages) for entry in entries}
    return {entry: start for entry, start in starts.items() if start < len(body)}


def _first_line(entry: Entry, body: Sequence[Line], pages: Sequence[int]) -> int:
    start, end = bisect_left(pages, entry.page), bisect_right(pages, entry.page)
    if (titled := _titled_line(entry, body, range(start, end))) is not None:
        return titled
    if entry.height is None or start == end:
        return start
    below = (i for i in range(start, end) if body[i].bottom + body[i].size / 2 <= entry.height + _TOLERANCE)
    return next(below, end)


def _titled_line(entry: Entry, body: Sequence[Line], page: range) -> int | None:
    """The line that says the title, nearest to where the bookmark points; or the number in the line above it."""
    wanted = fold(entry.title)
    if len(wanted) < _MIN_TITLE:
        return None
    found = []
    for index in page:
        for length in range(1, _TITLE_LINES + 1):
            said = fold("".join(line.text.removesuffix(BROKEN) for line in body[index : index + length]))
            if said == wanted or (said.endswith(wanted) and len(said) < len(wanted) + 2 * _MIN_TITLE):
                found.append(index)
    if not found:
        return None
    height = body[page.start].bottom if entry.height is None else entry.height
    nearest = min(found, key=lambda index: (abs(body[index].bottom - height), index))
    above = read_heading(body[nearest - 1].text) if nearest > page.start else None
    return nearest - 1 if above and above.number is not None and not above.title else nearest


def _are_parts(entries: Sequence[Entry], level: int) -> bool:
    """Whether the entries of ``level`` that hold others are called parts, or their chapters count on across them."""
    first_children = [b for a, b in pairwise(entries) if a.level == level and b.level == level + 1]
    holders = [a for a, b in pairwise(entries) if a.level == level and b.level == level + 1]
    ranks = [read_heading(entry.title) for entry in holders]
    named = sum(1 for heading in ranks if heading and heading.rank is Rank.PART)
    numbers = [heading.number if (heading := read_heading(entry.title)) else None for entry in first_children]
    counts_on = [number for number in numbers[1:] if number is not None and number > 1]
    return bool(holders) and (2 * named >= len(holders) or (len(counts_on) > 0 and len(counts_on) == len(numbers) - 1))
