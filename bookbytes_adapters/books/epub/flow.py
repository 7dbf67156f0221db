"""All pages of the book in reading order as one run of blocks, so that a place in the book is one number."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from bookbytes_adapters.books.epub.page import Page, PageBlock
from bookbytes_adapters.books.epub.semantics import Unit
from bookbytes_adapters.books.epub.text import weigh


class Flow:
    """The blocks of ``pages``; a place is the number of the block it stands before."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.pages: tuple[Page, ...] = tuple(pages)
        self.blocks: list[PageBlock] = []
        self.starts: list[int] = []
        self._page_at: dict[str, int] = {}
        for number, page in enumerate(self.pages):
            self._page_at[page.path] = number
            self.starts.append(len(self.blocks))
            self.blocks += page.blocks
        self._weights = [0]
        for block in self.blocks:
            spoken = block.skip is None and not block.is_heading
            self._weights.append(self._weights[-1] + (weigh([block.text]) if spoken else 0))

    def holds(self, path: str) -> bool:
        """Whether ``path`` is a page of the reading order."""
        return path in self._page_at

    def knows(self, path: str, fragment: str) -> bool:
        """Whether that page has the id ``fragment``; every page has its start, ""."""
        return not fragment or fragment in self.pages[self._page_at[path]].anchors

    def place(self, path: str, fragment: str = "") -> int | None:
        """Where the page ``path`` starts, or the id ``fragment`` in it; ``None`` where no text follows on that page."""
        number = self._page_at.get(path)
        if number is None:
            return None
        page = self.pages[number]
        inside = page.anchors.get(fragment) if fragment else 0
        return self.starts[number] + inside if inside is not None and inside < len(page.blocks) else None

    def next_page(self, path: str) -> int | None:
        """Where the text after the page ``path`` begins; ``None`` at the end of the book."""
        number = self._page_at[path] + 1
        start = self.starts[number] if number < len(self.pages) else len(self.blocks)
        return start if start < len(self.blocks) else None

    def unit(self, path: str, fragment: str = "") -> Unit | None:
        """What the markup says starts there."""
        page = self.pages[self._page_at[path]]
        return page.units.get(fragment) if fragment else page.unit

    def page_span(self, place: int) -> tuple[int, int]:
        """Where the page that holds ``place`` begins and ends; of empty pages that start there, the last."""
        number = max(0, bisect_right(self.starts, place) - 1)
        ends = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.blocks)
        return self.starts[number], ends

    def spans(self) -> Iterator[tuple[int, int, Page]]:
        """Where each page begins and ends."""
        return zip(self.starts, [*self.starts[1:], len(self.blocks)], self.pages, strict=True)

    def words(self, start: int, end: int) -> int:
        """How many words of text proper stand there: no headings, and nothing that the markup says to skip."""
        return self._weights[max(start, min(end, len(self.blocks)))] - self._weights[start]

    def in_body(self, place: int) -> bool:
        """Whether the markup calls what stands there the body of the book."""
        return place < len(self.blocks) and self.blocks[place].in_body

    def headings(self, start: int, end: int) -> Iterator[tuple[int, PageBlock]]:
        """Place and block of each heading that is not skipped."""
        for place in range(start, end):
            block = self.blocks[place]
            if block.is_heading and block.skip is None:
                yield place, block
