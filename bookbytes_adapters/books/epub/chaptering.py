"""Choosing what to cut the book by: the first of its tables of contents that leads to the book, or its headings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bookbytes_adapters.books.epub.flow import Flow
from bookbytes_adapters.books.epub.levels import choose
from bookbytes_adapters.books.epub.named import Named
from bookbytes_adapters.books.epub.navigation import Entry
from bookbytes_adapters.books.epub.node import Node, count_words
from bookbytes_adapters.books.epub.outline import outline, title_at
from bookbytes_adapters.books.epub.placing import Placer
from bookbytes_adapters.books.epub.sections import cut
from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_adapters.books.epub.units import is_bare_number, unit_of_title
from bookbytes_core.domain.book_text import BookInfo, Section

_COVERED = 0.5
"""Part of the book's text that must be in the chapters of a table, for the table to be believed."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Attempt:
    sections: Sequence[Section] = ()
    lines: int = 0
    share: float = 0.0

    @property
    def chapters(self) -> list[str]:
        return [section.title for section in self.sections if section.skip is None]


def cut_into_sections(
    flow: Flow, tables: Iterable[list[Entry]], placer: Placer, named: Named, info: BookInfo
) -> Sequence[Section]:
    """The sections of the book by the first of ``tables`` that covers it, else by what covers it best."""
    best = _Attempt()
    for entries in tables:
        attempt = _attempt(flow, placer.nodes(entries), named, info)
        if attempt.share > best.share:
            best = attempt
        if best.share >= _COVERED:
            break
    if best.share >= _COVERED and best.lines >= _FEW:
        return best.sections
    by_headings = _attempt(flow, outline(flow), named, info)
    if best.share < _COVERED:
        return max(best, by_headings, key=lambda attempt: attempt.share).sections
    return by_headings.sections if _says_more(by_headings, flow) else best.sections


def _attempt(flow: Flow, roots: Sequence[Node], named: Named, info: BookInfo) -> _Attempt:
    count_words(roots, flow)
    sections = cut(flow, roots, choose(roots, named, info), named.matter, info)
    return _Attempt(sections, sum(1 for root in roots for _ in root.walk()), _share(sections, flow))


def _share(sections: Sequence[Section], flow: Flow) -> float:
    """The part of the book's text that is in the chapters of ``sections``."""
    whole = sum(len(block.text) for block in flow.blocks if block.skip is None)
    spoken = sum(len(block.text) for section in sections if section.skip is None for block in section.blocks)
    return spoken / whole if whole else 0.0


def _says_more(by_headings: _Attempt, flow: Flow) -> bool:
    """Whether headings cut the book better than a table of a line or two: they count, or they begin pages."""
    chapters = by_headings.chapters
    counted = [title for title in chapters if unit_of_title(title) is Unit.CHAPTER or is_bare_number(title)]
    headed = [start for start, end, _ in flow.spans() if title_at(flow, start, end)]
    return len(chapters) >= _FEW and (2 * len(counted) >= len(chapters) or len(headed) >= _FEW)
