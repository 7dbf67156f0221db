"""A table of contents made from the headings of the text, or from its pages, for books that bring none."""

from collections.abc import Iterator

from bookbytes_adapters.books.epub.elements import SUBTITLE_LEVEL
from bookbytes_adapters.books.epub.flow import Flow
from bookbytes_adapters.books.epub.node import Node
from bookbytes_adapters.books.epub.page import PageBlock
from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_adapters.books.epub.text import fold
from bookbytes_adapters.books.epub.units import is_bare_number, is_bare_unit, unit_of_title

_A_LINE = 60
"""Characters."""


def outline(flow: Flow) -> list[Node]:
    """The headings of ``flow``, nested by their levels. Without any, the lines that count chapters ("CHAPTER II"), or,
    if there are none either, one line for each page with text."""
    roots: list[Node] = []
    open_nodes: list[tuple[int, Node]] = []
    for place, level, title in _titles(flow):
        node = Node(title, place)
        while open_nodes and open_nodes[-1][0] >= level:
            open_nodes.pop()
        (open_nodes[-1][1].children if open_nodes else roots).append(node)
        open_nodes.append((level, node))
    return (
        roots
        or _counting_lines(flow)
        or [Node(_first_line(flow, start), start) for start, end, _ in flow.spans() if flow.words(start, end)]
    )


def title_at(flow: Flow, start: int, end: int) -> str:
    """What the headings at the start of a piece of text call it; "" when it starts with none."""
    heading = next(flow.headings(start, end), None)
    if heading is None or flow.words(start, heading[0]):
        return ""
    return next(title for place, _, title in _titles(flow, heading[0], end) if place == heading[0])


def _counting_lines(flow: Flow) -> list[Node]:
    found = [(place, block.text) for place, block in enumerate(flow.blocks) if block.skip is None]
    return [Node(text, place) for place, text in found if len(text) <= _A_LINE and _counts(text)]


def _counts(text: str) -> bool:
    return unit_of_title(text) is Unit.CHAPTER and is_bare_unit(" ".join(text.split()[:2]))


def _first_line(flow: Flow, place: int) -> str:
    """The first line of a page, if it is as short as a title and no sentence."""
    text = flow.blocks[place].text
    return text if len(text) <= _A_LINE and not text.endswith((".", ",", ";", ":")) else ""


def _titles(flow: Flow, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, str]]:
    """Place, level and words of each title: a heading, with the headings right below it that only complete it."""
    headings = list(flow.headings(start, len(flow.blocks) if end is None else end))
    at = 0
    while at < len(headings):
        place, block = headings[at]
        title, after = block.text, place + 1
        while at + 1 < len(headings) and headings[at + 1][0] == after and _completes(headings[at + 1][1], title):
            at += 1
            title, after = _joined(title, headings[at][1].text), after + 1
        at += 1
        yield place, block.level, title


def _completes(heading: PageBlock, title: str) -> bool:
    if heading.level >= SUBTITLE_LEVEL:
        return fold(heading.text) != fold(title)
    return (is_bare_number(title) or is_bare_unit(title)) and not (
        is_bare_number(heading.text) or unit_of_title(heading.text)
    )


def _joined(title: str, more: str) -> str:
    return f"{title} {more}" if title.endswith((".", ":", "!", "?", "—")) else f"{title}: {more}"
