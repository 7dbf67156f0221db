"""Cutting the run of blocks into chapters and skipped parts: every block ends up in exactly one of them."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bookbytes_adapters.books.epub.flow import Flow
from bookbytes_adapters.books.epub.levels import Choice
from bookbytes_adapters.books.epub.node import Node
from bookbytes_adapters.books.epub.outline import title_at
from bookbytes_adapters.books.epub.page import Page, PageBlock
from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_adapters.books.epub.text import fold
from bookbytes_adapters.books.epub.title_page import is_book_title, is_title_page
from bookbytes_adapters.books.epub.units import unit_of_title
from bookbytes_adapters.books.epub.vocabulary import matter_of
from bookbytes_core.domain.book_text import Block, BookInfo, Section, SkipReason

_REAL_TEXT = 1000
"""Words: a part's own text that is a chapter, and no longer an introduction to its first one."""
_A_PAGE = 200
"""Words: what no table of contents mentions and is too long for a title page or a motto."""


class Role(IntEnum):
    """What begins at a cut; where several begin, the least counts."""

    CHAPTER = 0
    PART = 1
    MATTER = 2


@dataclass(frozen=True, slots=True)
class Cut:
    place: int
    role: Role
    title: str
    skip: SkipReason | None = None


def cut(
    flow: Flow, roots: Sequence[Node], choice: Choice, named: Mapping[int, SkipReason], info: BookInfo
) -> list[Section]:
    """The sections of the book in reading order; chapters are those without ``skip``."""
    cuts = _with_loose_pages(flow, roots, _cuts(choice, info), named)
    builder = _Builder(flow)
    for this, end in _segments(cuts, len(flow.blocks)):
        builder.add(this, end)
    return builder.finished()


def _cuts(choice: Choice, info: BookInfo) -> dict[int, Cut]:
    """One cut a place; of several, the one of the least role and the first of the table."""
    found = [Cut(node.place, Role.CHAPTER, node.title) for node in choice.chapters if node.place is not None]
    for node in choice.parts:
        if node.place is not None:
            is_title = is_book_title(node.title, info) and is_title_page(node.title, node.own_words, info)
            skip = SkipReason.FRONT_MATTER if is_title and node.own_words else None
            found.append(Cut(node.place, Role.MATTER if skip else Role.PART, node.title, skip))
    found += [Cut(node.place, Role.MATTER, node.title, skip) for node, skip in choice.matter if node.place is not None]
    cuts: dict[int, Cut] = {}
    for one in sorted(found, key=lambda one: one.role):
        cuts.setdefault(one.place, one)
    return cuts


def _with_loose_pages(
    flow: Flow, roots: Sequence[Node], cuts: Mapping[int, Cut], named: Mapping[int, SkipReason]
) -> list[Cut]:
    """``cuts`` in order, with those of pages that the table of contents does not mention and that begin something."""
    mentioned = {flow.page_span(node.place)[0] for root in roots for node in root.walk() if node.place is not None}
    places = sorted(cuts)
    found = dict(cuts)
    for start, end, page in flow.spans():
        if start == end or start in cuts:
            continue
        at = bisect_left(places, start)
        before = cuts[places[at - 1]] if at else None
        if before is None or start not in mentioned:
            stop = min([end, *places[at : at + 1]])
            begun = _begun_by(page, flow, (start, stop), before, named.get(start))
            if begun:
                found[start] = begun
    return [found[place] for place in sorted(found)]


def _begun_by(
    page: Page, flow: Flow, span: tuple[int, int], before: Cut | None, named: SkipReason | None
) -> Cut | None:
    """What an unmentioned page begins; ``None`` where it goes on with what is before it."""
    start, _ = span
    title = title_at(flow, *span)
    reason = named or (None if flow.in_body(start) else matter_of(title))
    unit = page.unit or unit_of_title(title)
    if reason is None and not page.linear:
        reason = SkipReason.FRONT_MATTER
    if reason is not None:
        return Cut(start, Role.MATTER, title, reason)
    if before is not None and title and fold(title) == fold(before.title):
        return None
    if unit in (Unit.CHAPTER, Unit.PART):
        return Cut(start, Role.CHAPTER if unit is Unit.CHAPTER else Role.PART, title)
    if before is not None and before.skip not in (SkipReason.FRONT_MATTER, SkipReason.CONTENTS):
        return None
    if flow.words(*span) >= _A_PAGE:
        return Cut(start, Role.CHAPTER, title)
    return Cut(start, Role.MATTER, title, SkipReason.FRONT_MATTER)


class _Builder:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._sections: list[Section] = []
        self._chapters = 0
        self._ahead: list[Block] = []

    def add(self, cut: Cut, end: int) -> None:
        """The section that begins at ``cut`` and what is skipped within it."""
        blocks = self._flow.blocks[cut.place : end]
        words = self._flow.words(cut.place, end)
        title = cut.title or title_at(self._flow, cut.place, end)
        first = next((at for at, block in enumerate(blocks) if block.skip is None), len(blocks))
        live = [block.as_block() for block in blocks if block.skip is None]
        self._skip(blocks[:first], title)
        if cut.skip is not None:
            self._append(title, live, cut.skip)
        elif words and (cut.role is Role.CHAPTER or words >= _REAL_TEXT):
            self._chapters += 1
            self._append(title or str(self._chapters), self._ahead + live)
            self._ahead = []
        else:
            self._ahead += live
        self._skip(blocks[first:], title)

    def finished(self) -> list[Section]:
        """All sections; headings that head nothing go to the last chapter."""
        spoken = [at for at, section in enumerate(self._sections) if section.skip is None]
        if not spoken:
            self._append("", self._ahead, SkipReason.FRONT_MATTER)
            return self._sections
        first, last = spoken[0], spoken[-1]
        section = self._sections[last]
        self._sections[last] = replace(section, blocks=section.blocks + tuple(self._ahead))
        return [_sided(one, before=at < first, after=at > last) for at, one in enumerate(self._sections)]

    def _skip(self, blocks: Sequence[PageBlock], title: str) -> None:
        for reason in dict.fromkeys(block.skip for block in blocks):
            if reason is not None:
                self._append(title, [block.as_block() for block in blocks if block.skip is reason], reason)

    def _append(self, title: str, blocks: Sequence[Block], skip: SkipReason | None = None) -> None:
        if blocks:
            self._sections.append(Section(title, tuple(blocks), skip))


def _sided(section: Section, *, before: bool, after: bool) -> Section:
    """Matter of the book before its first chapter is front matter, after its last one back matter."""
    if after and section.skip is SkipReason.FRONT_MATTER:
        return replace(section, skip=SkipReason.BACK_MATTER)
    if before and section.skip is SkipReason.BACK_MATTER:
        return replace(section, skip=SkipReason.FRONT_MATTER)
    return section


def _segments(cuts: Sequence[Cut], end: int) -> Iterator[tuple[Cut, int]]:
    ends = [*(following.place for following in cuts[1:]), end]
    return zip(cuts, ends, strict=False)
