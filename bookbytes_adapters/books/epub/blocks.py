"""Reading a page: which of its elements are blocks of text, and what is no text of the book at all."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from bookbytes_adapters.books.epub.elements import (
    BLOCKS,
    CELLS,
    KINDS,
    SILENT,
    SUBTITLE_LEVEL,
    heading_level,
    is_stanza,
    is_verse,
    local_name,
    reads_as_one_row,
    text_of,
)
from bookbytes_adapters.books.epub.marks import is_link_mark, is_page_mark
from bookbytes_adapters.books.epub.page import Page, PageBlock
from bookbytes_adapters.books.epub.semantics import (
    NOTHING,
    Unit,
    Zone,
    is_part_by_class,
    types_of,
    unit_of,
    zone_within,
)
from bookbytes_adapters.books.epub.text import clean
from bookbytes_core.domain.book_text import BlockKind, SkipReason

_GONE = "\0"
"""Stands where a mark was: no document can hold this character."""
_GONE_IN_BRACKETS = re.compile(r"[\[(]\s*\0\s*[\])]|\0")
_MARGIN_NUMBER = re.compile(r"\d{1,6}")
_SENTENCE_END = (".", ":", ";", "!", "?", ",")


def read_blocks(root: etree._Element, page: Page) -> None:
    """Fills ``page`` with the blocks of its tree ``root`` in reading order."""
    _PageReader(page).read(root)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the elements around the present place make of its text; ``flat`` joins blocks into one (a row, a stanza);
    ``chapter`` is the block at which a chapter began that the place is in."""

    zone: Zone
    kind: BlockKind = BlockKind.PROSE
    level: int = 0
    flat: bool = False
    linked: bool = False
    chapter: int | None = None


class _PageReader:
    """Walks a page once. The tree is at most 256 levels deep, so plain recursion is safe."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._parts: list[str] = []
        self._linked = 0
        self._begins_with_mark = False

    def read(self, root: etree._Element) -> None:
        around = _Around(Zone())
        if local_name(root) == "svg":
            self._describe(root)
        self._walk(root, around)
        self._flush(around)

    def _describe(self, drawing: etree._Element) -> None:
        """A page that is one drawing: its title and description are its text."""
        for element in drawing.iterchildren("{*}title", "{*}desc"):
            self._parts.append(text_of(element))
            self._flush(_Around(Zone(), BlockKind.CAPTION))

    def _walk(self, element: etree._Element, around: _Around) -> None:
        tag = local_name(element)
        if tag in SILENT:
            return
        types = types_of(element) if element.attrib else NOTHING
        if element.attrib:
            self._remember(element, tag, types, around)
            if self._passes_over(element, tag, types, around):
                return
        if tag == "br":
            self._parts.append("\n")
        elif tag == "img":
            self._initial(element)
        elif tag in BLOCKS and not around.flat:
            self._flush(around)
            inner = self._entering(element, tag, types, around)
            self._children(element, inner)
            self._flush(inner)
        else:
            self._inline(element, tag, types, around)

    def _entering(self, element: etree._Element, tag: str, types: frozenset[str], around: _Around) -> _Around:
        """What surrounds the text of a block."""
        if element.attrib or tag == "nav":
            start = len(self.page.blocks)
            zone = zone_within(around.zone, element, tag, types, at_start=start == 0)
            chapter = start if unit_of(types) is Unit.CHAPTER else around.chapter
            if start == 0 and self.page.unit is None and is_part_by_class(element, tag):
                self.page.unit = Unit.PART
            if zone is not around.zone or chapter != around.chapter:
                around = replace(around, zone=zone, chapter=chapter)
        return _as_kind(around, element, tag, types)

    def _inline(self, element: etree._Element, tag: str, types: frozenset[str], around: _Around) -> None:
        breaks = tag in BLOCKS
        if breaks:
            self._parts.append(" ")
        before = len(self._parts)
        if tag == "a" and _leads_inside(element.get("href")):
            around = replace(around, linked=True)
        self._children(element, around)
        if tag in CELLS and "z3998:persona" in types:
            self._name_the_speaker(before)
        if breaks:
            self._parts.append(" ")

    def _children(self, element: etree._Element, around: _Around) -> None:
        self._add(element.text, around)
        for child in element:
            if isinstance(child.tag, str):
                self._walk(child, around)
            self._add(child.tail, around)

    def _add(self, text: str | None, around: _Around) -> None:
        if text:
            self._parts.append(text)
            if around.linked:
                self._linked += len(text.strip())

    def _passes_over(self, element: etree._Element, tag: str, types: frozenset[str], around: _Around) -> bool:
        """Leaves page numbers and note marks out; a page number that stands alone is a block of its own."""
        if is_page_mark(element, types):
            if tag in BLOCKS and not around.flat:
                self._flush(around)
                self._parts.append(text_of(element))
                self._flush(replace(around, zone=replace(around.zone, skip=SkipReason.PAGE_NUMBER)))
        elif is_link_mark(element, tag, types):
            self._begins_with_mark |= not self._has_text()
            self._parts.append(_GONE)
        else:
            return False
        for inside in element.iterdescendants("*"):
            self._remember(inside, local_name(inside), NOTHING, around)
        return True

    def _remember(self, element: etree._Element, tag: str, types: frozenset[str], around: _Around) -> None:
        """Notes where an element is that a link could lead to, and of what level it is."""
        unit = unit_of(types)
        names = [name for name in (element.get("id"), element.get("name") if tag == "a" else None) if name]
        if not unit and not names:
            return
        place = len(self.page.blocks)
        has_text = self._has_text()
        if unit and self.page.unit is None and not place and not has_text:
            self.page.unit = unit
        if has_text and _closes_its_block(element):
            place += 1
        if around.chapter is not None and place > around.chapter and unit is not Unit.CHAPTER:
            unit = Unit.SECTION
        for name in names:
            self.page.anchors.setdefault(name, place)
            if unit:
                self.page.units[name] = unit

    def _has_text(self) -> bool:
        return any(part.strip(" \t\r\n[(" + _GONE) for part in self._parts)

    def _initial(self, image: etree._Element) -> None:
        """A decorated initial is a picture whose alternative text is the letter."""
        letter = (image.get("alt") or "").strip()
        if len(letter) == 1 and letter.isalpha():
            self._parts.append(letter)

    def _name_the_speaker(self, since: int) -> None:
        name = "".join(self._parts[since:]).rstrip()
        if name and not name.endswith(_SENTENCE_END):
            self._parts[since:] = [name, ": "]

    def _flush(self, around: _Around) -> None:
        """Ends a block."""
        if not self._parts:
            return
        joined = "".join(self._parts)
        if _GONE in joined:
            joined = _GONE_IN_BRACKETS.sub("", joined)
        text = clean(joined)
        if text:
            share = min(1.0, self._linked / len(text))
            skip = around.zone.skip
            if skip is None and share > 0 and _MARGIN_NUMBER.fullmatch(text):
                skip = SkipReason.PAGE_NUMBER
            marked = self._begins_with_mark
            block = PageBlock(text, around.kind, around.level, skip, around.zone.in_body, share, marked)
            self.page.blocks.append(block)
        self._parts.clear()
        self._linked = 0
        self._begins_with_mark = False


def _as_kind(around: _Around, element: etree._Element, tag: str, types: frozenset[str]) -> _Around:
    level = heading_level(element, tag, types)
    if level:
        return replace(around, kind=BlockKind.HEADING, level=level)
    if around.kind is BlockKind.HEADING:
        return replace(around, level=SUBTITLE_LEVEL)
    if is_verse(element, types):
        return replace(around, kind=BlockKind.VERSE, flat=is_stanza(element))
    if tag == "tr" and reads_as_one_row(element):
        return replace(around, kind=BlockKind.TABLE_ROW, flat=True)
    kind = KINDS.get(tag)
    keeps = kind is BlockKind.QUOTE and around.kind is BlockKind.VERSE
    return around if kind is None or keeps else replace(around, kind=kind)


def _leads_inside(href: str | None) -> bool:
    return bool(href and "://" not in href and not href.startswith("mailto:"))


def _closes_its_block(element: etree._Element) -> bool:
    """Whether ``element`` is an empty mark after the last word of its block: it then means what follows."""
    empty = len(element) == 0 and not (element.text or "").strip()
    return empty and element.getnext() is None and not (element.tail or "").strip()
