"""A line of the table of contents with its place in the book."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bookbytes_adapters.books.epub.flow import Flow
from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_adapters.books.epub.units import unit_of_title


@dataclass(slots=True, eq=False)
class Node:
    """``place`` is ``None`` for a mere label; ``unit`` is what the markup there says, and ``in_body`` that it is in the
    body of the book; ``own_words`` and ``words`` count
    the text up to the next line of the table, and that with all below it."""

    title: str
    place: int | None = None
    unit: Unit | None = None
    in_body: bool = False
    children: list["Node"] = field(default_factory=list)
    own_words: int = 0
    words: int = 0

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def inside_out(self) -> Iterator["Node"]:
        """What is below the node before the node itself."""
        for child in self.children:
            yield from child.inside_out()
        yield self

    @property
    def level(self) -> Unit | None:
        """What markup or title say it is."""
        return self.unit or unit_of_title(self.title)


def count_words(roots: Iterable[Node], flow: Flow) -> None:
    """Fills in ``own_words`` and ``words`` of ``roots`` and all below."""
    roots = list(roots)
    nodes = [node for root in roots for node in root.inside_out()]
    places = sorted({node.place for node in nodes if node.place is not None})
    following = dict(pairwise([*places, len(flow.blocks)]))
    claimed: set[int] = set()
    for node in nodes:  # of a part and its first chapter in one place, the chapter has the text
        node.own_words = 0
        if node.place is not None and node.place not in claimed:
            claimed.add(node.place)
            node.own_words = flow.words(node.place, following.get(node.place, node.place))
    for root in roots:
        _add_up(root)


def _add_up(node: Node) -> int:
    node.words = node.own_words + sum(_add_up(child) for child in node.children)
    return node.words
