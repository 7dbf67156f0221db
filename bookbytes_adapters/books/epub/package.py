"""The package document: which files the book is made of and in which order they are read.

Formats: OCF 3.3 (container.xml), Open Packaging Format 2.0.1 and EPUB Packages 3.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.epub.elements import descendants
from bookbytes_adapters.books.epub.markup import parse_xml
from bookbytes_adapters.books.epub.members import Members, Target
from bookbytes_core.errors import UnusableBook

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "image/svg+xml", "text/x-oeb1-document", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the manifest; ``path`` is the exact name of a member of the archive."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class SpineItem:
    path: str
    linear: bool


@dataclass(frozen=True, slots=True)
class GuideReference:
    """What the guide (EPUB 2) calls a place: "cover", "toc", "text" …"""

    type: str
    target: Target


@dataclass(frozen=True, slots=True)
class Package:
    path: str
    metadata: tuple[etree._Element, ...]
    items: tuple[Item, ...]
    spine: tuple[SpineItem, ...]
    guide: tuple[GuideReference, ...]
    ncx_id: str | None

    def item(self, identity: str) -> Item | None:
        return next((item for item in self.items if item.id == identity), None)

    def linear_paths(self) -> frozenset[str]:
        """The pages that are read in their turn, and not only when a link leads to them."""
        return frozenset(item.path for item in self.spine if item.linear)

    def with_property(self, name: str) -> Item | None:
        return next((item for item in self.items if name in item.properties), None)


def read_package(archive: BookArchive, members: Members) -> Package:
    """The book's package. Files that are listed and not there, and links that lead outside, are left out.

    Raises ``UnusableBook`` (``book_damaged``) when there is no package or nothing of its reading order exists.
    """
    path = _package_path(archive, members)
    root = parse_xml(archive.read(path), path)
    items = tuple(_items(root, path, members))
    package = Package(
        path=path,
        metadata=tuple(_metadata(root)),
        items=items,
        spine=tuple(_spine(root, items)),
        guide=tuple(_guide(root, path, members)),
        ncx_id=next((spine.get("toc") for spine in descendants(root, "spine")), None),
    )
    if not package.spine:
        raise _damaged("no page of its reading order is in the file")
    return package


def _package_path(archive: BookArchive, members: Members) -> str:
    container = members.find(_CONTAINER)
    if container is None:
        raise _damaged("it does not say where its parts are (META-INF/container.xml)")
    for rootfile in descendants(parse_xml(archive.read(container), container), "rootfile"):
        target = members.follow("", rootfile.get("full-path") or "")
        if target and rootfile.get("media-type", "").strip() in ("application/oebps-package+xml", ""):
            return target.path
    raise _damaged("its package document is missing")


def _items(root: etree._Element, path: str, members: Members) -> Iterator[Item]:
    for element in descendants(root, "item"):
        target = members.follow(path, element.get("href") or "")
        if target:
            properties = frozenset((element.get("properties") or "").split())
            yield Item(element.get("id") or "", target.path, (element.get("media-type") or "").lower(), properties)


def _spine(root: etree._Element, items: tuple[Item, ...]) -> Iterator[SpineItem]:
    pages = {item.id: item for item in reversed(items)}
    found = False
    for reference in descendants(root, "itemref"):
        item = pages.get(reference.get("idref") or "")
        if item and _is_page(item):
            found = True
            yield SpineItem(item.path, (reference.get("linear") or "yes") != "no")
    if not found:  # a reading order without pages: the manifest's order is the next best
        yield from (SpineItem(item.path, True) for item in items if _is_page(item) and "nav" not in item.properties)


def _is_page(item: Item) -> bool:
    return item.media_type in _PAGES or item.path.lower().endswith((".xhtml", ".html", ".htm"))


def _guide(root: etree._Element, path: str, members: Members) -> Iterator[GuideReference]:
    for reference in descendants(root, "reference"):
        target = members.follow(path, reference.get("href") or "")
        if target:
            yield GuideReference((reference.get("type") or "").strip().lower(), target)


def _metadata(root: etree._Element) -> Iterator[etree._Element]:
    for block in descendants(root, "metadata"):
        yield from block.iter("*")


def _damaged(what: str) -> UnusableBook:
    return UnusableBook(f"The book is damaged: {what}. Get the file again.", code="book_damaged")
