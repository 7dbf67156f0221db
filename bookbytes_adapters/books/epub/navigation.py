"""The book's own table of contents: the EPUB 3 navigation document, the NCX of EPUB 2, or a page of links."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.epub.elements import SILENT, child, descendants, local_name
from bookbytes_adapters.books.epub.markup import parse_page, parse_xml
from bookbytes_adapters.books.epub.members import Members
from bookbytes_adapters.books.epub.package import GuideReference, Item, Package
from bookbytes_adapters.books.epub.semantics import types_of
from bookbytes_adapters.books.epub.text import clean

_NCX_TYPE = "application/x-dtbncx+xml"


@dataclass(slots=True, eq=False)
class Entry:
    """A line of the table of contents: ``href`` as it is written in the member ``base``, empty for a mere label."""

    title: str
    base: str = ""
    href: str = ""
    children: list["Entry"] = field(default_factory=list)

    def walk(self) -> Iterator["Entry"]:
        """The entry and all below it, in the order of the table."""
        yield self
        for entry in self.children:
            yield from entry.walk()


def read_tables(archive: BookArchive, package: Package) -> Iterator[list[Entry]]:
    """The tables of contents that the book has, the most trusted first."""
    navigation = package.with_property("nav")
    if navigation:
        yield from _lists(parse_page(archive.read(navigation.path), navigation.path), navigation.path)
    ncx = _ncx(package)
    if ncx:
        yield _points(parse_xml(archive.read(ncx.path), ncx.path), ncx.path)
    page = next((reference.target.path for reference in package.guide if reference.type == "toc"), None)
    if page:
        yield _links(parse_page(archive.read(page), page), page)


def read_landmarks(archive: BookArchive, package: Package, members: Members) -> list[GuideReference]:
    """What guide and landmarks call the places they name."""
    named = list(package.guide)
    navigation = package.with_property("nav")
    if navigation:
        for nav in descendants(parse_page(archive.read(navigation.path), navigation.path), "nav"):
            if "landmarks" in types_of(nav):
                for link in descendants(nav, "a"):
                    target = members.follow(navigation.path, link.get("href") or "")
                    named += [GuideReference(name, target) for name in sorted(types_of(link)) if target]
    return named


def _lists(root: etree._Element, path: str) -> Iterator[list[Entry]]:
    navs = list(descendants(root, "nav"))
    tables = [nav for nav in navs if "toc" in types_of(nav)] or [nav for nav in navs if not types_of(nav)]
    for nav in tables[:1]:
        top = next(descendants(nav, "ol"), None)
        yield _items(top, path) if top is not None else _links(nav, path)


def _items(listing: etree._Element, path: str) -> list[Entry]:
    entries = []
    for item in listing.iterchildren("*"):
        label = child(item, "a", "span")
        if label is None:
            label = next(descendants(item, "a"), None)
        below = child(item, "ol")
        children = _items(below, path) if below is not None else []
        if label is not None:
            entries.append(Entry(label_text(label), path, label.get("href") or "", children))
        else:
            entries += children
    return entries


def _points(root: etree._Element, path: str) -> list[Entry]:
    entries = []
    for point in root.iterchildren("*"):
        name = local_name(point)
        if name == "navmap":
            entries += _points(point, path)
        elif name == "navpoint":
            label, content = child(point, "navlabel"), child(point, "content")
            title = label_text(label) if label is not None else ""
            href = (content.get("src") or "") if content is not None else ""
            entries.append(Entry(title, path, href, _points(point, path)))
    return entries


def _links(root: etree._Element, path: str) -> list[Entry]:
    return [
        Entry(label_text(link), path, link.get("href") or "") for link in descendants(root, "a") if link.get("href")
    ]


def label_text(label: etree._Element) -> str:
    """The words of a table's line; of a picture, its alternative text."""
    parts: list[str] = []
    _collect(label, parts)
    return clean("".join(parts))


def _collect(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for inner in element:
        name = local_name(inner) if isinstance(inner.tag, str) else ""
        if name == "img":
            parts.append(inner.get("alt") or "")
        elif name == "br":
            parts.append(" ")
        elif name and name not in SILENT:
            _collect(inner, parts)
        parts.append(inner.tail or "")


def _ncx(package: Package) -> Item | None:
    named = package.item(package.ncx_id) if package.ncx_id else None
    if named and named.path.lower().endswith(".ncx"):
        return named
    return next((item for item in package.items if item.media_type == _NCX_TYPE), None)
