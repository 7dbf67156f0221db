"""The straight path from an EPUB archive to a draft of the book."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.epub.blocks import read_blocks
from bookbytes_adapters.books.epub.chaptering import cut_into_sections
from bookbytes_adapters.books.epub.cover import read_cover
from bookbytes_adapters.books.epub.flow import Flow
from bookbytes_adapters.books.epub.markup import parse_page
from bookbytes_adapters.books.epub.members import Members
from bookbytes_adapters.books.epub.metadata import read_info
from bookbytes_adapters.books.epub.named import named_places
from bookbytes_adapters.books.epub.navigation import read_landmarks, read_tables
from bookbytes_adapters.books.epub.package import Package, read_package
from bookbytes_adapters.books.epub.page import Page
from bookbytes_adapters.books.epub.placing import Placer
from bookbytes_adapters.books.epub.protection import check_unlocked
from bookbytes_adapters.books.epub.skipping import mark_skipped
from bookbytes_core.domain.book_text import Section, SkipReason
from bookbytes_core.errors import UnusableBook

_WORDS_A_PICTURE = 25
"""Words for each page without text that a book must have to be more than its pictures."""


def read_epub(archive: BookArchive) -> Draft:
    """The book in ``archive``: its facts, its sections in reading order, its cover picture.

    Every block of every page of the reading order is in exactly one section. Raises ``UnusableBook``:
    ``book_damaged``, ``book_encrypted``, ``book_empty``.
    """
    members = Members(archive.names)
    package = read_package(archive, members)
    info = read_info(package.metadata)
    paths = tuple(dict.fromkeys(item.path for item in package.spine))
    check_unlocked(archive, members, paths)
    linear = package.linear_paths()
    pages = [_page(archive, path, linear=path in linear) for path in paths]
    mark_skipped(pages)
    flow = Flow(pages)
    _check_for_text(flow)
    named = named_places(flow, read_landmarks(archive, package, members))
    sections = cut_into_sections(flow, read_tables(archive, package), Placer(flow, members), named, info)
    spoken = _spoken(sections, flow, info.title)
    return Draft(info, (*spoken, *_repeats(package, pages)), read_cover(archive, package, members))


def _page(archive: BookArchive, path: str, *, linear: bool) -> Page:
    page = Page(path, linear=linear)
    data = archive.read(path)
    if data.strip():
        read_blocks(parse_page(data, path), page)
    return page


def _check_for_text(flow: Flow) -> None:
    """Raises ``UnusableBook`` (``book_empty``) for a book of pictures, also when its imprint is text."""
    pictures = sum(not page.blocks for page in flow.pages)
    words = flow.words(0, len(flow.blocks))
    headed = any(block.skip is None for block in flow.blocks)
    if not headed or (2 * pictures > len(flow.pages) and words < _WORDS_A_PICTURE * pictures):
        raise UnusableBook(
            "The book holds pictures but no text to speak: choose an edition with text.", code="book_empty"
        )


def _spoken(sections: Sequence[Section], flow: Flow, title: str) -> Sequence[Section]:
    """``sections``, with at least one chapter."""
    skipped = all(section.skip is not None for section in sections)
    return _all_in_one(flow, title) if skipped else sections


def _all_in_one(flow: Flow, title: str) -> list[Section]:
    """What the markup does not set aside as one chapter."""
    live = tuple(block.as_block() for block in flow.blocks if block.skip is None)
    rest = groupby((block for block in flow.blocks if block.skip is not None), key=lambda block: block.skip)
    skipped = [Section("", tuple(block.as_block() for block in run), reason) for reason, run in rest]
    return [Section(title, live), *skipped]


def _repeats(package: Package, pages: Sequence[Page]) -> Iterator[Section]:
    """The pages that the reading order names again, once each, however often it does."""
    count = Counter(item.path for item in package.spine)
    for page in pages:
        if count[page.path] > 1 and page.blocks:
            yield Section(page.blocks[0].text, tuple(block.as_block() for block in page.blocks), SkipReason.DUPLICATE)
