"""One page of the book as a list of blocks of text, with the places its links can point to."""

from dataclasses import dataclass, field

from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_core.domain.book_text import Block, BlockKind, SkipReason


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of text as it stands on its page.

    ``level`` is a heading's (1 to 6, 9 for a line that completes one), 0 for all else; ``in_body`` tells that the
    markup calls it the body of the book; ``link_share`` is the part of its characters (0 to 1) that links to other
    places of the book are made of; ``marked`` tells that it begins as a note does, with a mark that leads back.
    """

    text: str
    kind: BlockKind
    level: int = 0
    skip: SkipReason | None = None
    in_body: bool = False
    link_share: float = 0.0
    marked: bool = False

    @property
    def is_heading(self) -> bool:
        return self.kind is BlockKind.HEADING

    def as_block(self) -> Block:
        return Block(self.text, self.kind)


@dataclass(slots=True)
class Page:
    """A page's blocks; ``anchors`` tell before which block an id stands, ``units`` what the element of an id is;
    ``unit`` is what the page as a whole begins with; ``linear`` pages are read in their turn."""

    path: str
    linear: bool = True
    blocks: list[PageBlock] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    unit: Unit | None = None
