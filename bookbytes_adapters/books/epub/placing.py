"""Finding the place in the book that each line of the table of contents means, also when its link is broken."""

import posixpath
from collections import Counter
from collections.abc import Container, Iterable
from typing import TypeVar

from bookbytes_adapters.books.epub.flow import Flow
from bookbytes_adapters.books.epub.members import Members, resolve
from bookbytes_adapters.books.epub.navigation import Entry
from bookbytes_adapters.books.epub.node import Node
from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_adapters.books.epub.text import fold
from bookbytes_adapters.books.epub.units import is_bare_number, unit_of_title

_Value = TypeVar("_Value")


class Placer:
    """Places entries in ``flow``: by link, by file name alone, by an id that only one page has, or by heading."""

    def __init__(self, flow: Flow, members: Members) -> None:
        self._flow = flow
        self._members = members
        self._guessed: list[Node] = []
        self._by_basename = _unique((_basename(page.path), page.path) for page in flow.pages)
        self._by_id = _unique((name, page.path) for page in flow.pages for name in page.anchors)
        self._by_heading = _unique(
            (fold(block.text), place) for place, block in flow.headings(0, len(flow.blocks)) if fold(block.text)
        )

    def nodes(self, entries: Iterable[Entry]) -> list[Node]:
        """``entries`` as nodes. Those that cannot be found have no place; with nothing below them they are left out."""
        self._guessed.clear()
        roots = self._nodes(entries)
        placed = [(node, node.place) for root in roots for node in root.walk() if node.place is not None]
        guessed = set(self._guessed)
        taken = {place for node, place in placed if node not in guessed}
        for node in self._guessed:
            if node.place in taken:
                node.place = None  # what begins there has a line of its own
        for node, place in placed:
            if node.place is not None:
                node.place = self._with_heading(place, node.title, taken)
        return roots

    def _nodes(self, entries: Iterable[Entry]) -> list[Node]:
        nodes = []
        for entry in entries:
            node = self._node(entry)
            node.children = [child for child in self._nodes(entry.children) if not _repeats(child, node)]
            if node.place is None and node.children and unit_of_title(node.title) is Unit.CHAPTER:
                node.place = node.children[0].place  # a label above the scenes of an act
            if node.place is not None or node.children:
                nodes.append(node)
        return nodes

    def _node(self, entry: Entry) -> Node:
        target = resolve(entry.base, entry.href) if entry.href else None
        if target is None:
            return Node(entry.title)
        path = self._page(target.path, target.fragment)
        if path is None:
            return Node(
                entry.title, None if self._members.find(target.path) else self._by_heading.get(fold(entry.title))
            )
        if not self._flow.knows(path, target.fragment):
            return self._guess(path, entry.title)
        place = self._flow.place(path, target.fragment)
        if place is None:
            return self._picture(path, entry.title)
        unit = self._flow.unit(path, target.fragment)
        return Node(entry.title, place, unit, self._flow.in_body(place))

    def _picture(self, path: str, title: str) -> Node:
        """On a page of pictures: a chapter whose heading is drawn, if the text after it has no line of its own."""
        node = Node(title, self._flow.next_page(path))
        self._guessed.append(node)
        return node

    def _page(self, path: str, fragment: str) -> str | None:
        name = self._members.find(path)
        if name is not None:
            return name if self._flow.holds(name) else None
        return self._by_basename.get(_basename(path)) or self._by_id.get(fragment)

    def _guess(self, path: str, title: str) -> Node:
        """At the heading on the page that says ``title``, else at the page's start."""
        start = self._flow.place(path)
        if start is None:
            return Node(title)
        _, end = self._flow.page_span(start)
        wanted = fold(title)
        for place, block in self._flow.headings(start, end):
            if wanted and fold(block.text).endswith(wanted):
                return Node(title, place)
        node = Node(title, start)
        self._guessed.append(node)
        return node

    def _with_heading(self, place: int, title: str, taken: Container[int]) -> int:
        """A heading never ends a chapter: one that names what follows belongs to it, unless it is a line of its own."""
        start, _ = self._flow.page_span(place)
        while place > start and place - 1 not in taken:
            before = self._flow.blocks[place - 1]
            if before.skip is not None or not before.is_heading or not _announces(before.text, title):
                break
            place -= 1
        return place


def _repeats(child: Node, node: Node) -> bool:
    """Sphinx lists each chapter again as the first of its own sections."""
    return child.place == node.place and not child.children and fold(child.title) == fold(node.title)


def _announces(heading: str, title: str) -> bool:
    return fold(heading) == fold(title) or is_bare_number(heading) or unit_of_title(heading) is not None


def _basename(path: str) -> str:
    return posixpath.basename(path).casefold()


def _unique(pairs: Iterable[tuple[str, _Value]]) -> dict[str, _Value]:
    """The pairs whose first half occurs once."""
    known = list(pairs)
    count = Counter(key for key, _ in known)
    return {key: value for key, value in known if count[key] == 1}
