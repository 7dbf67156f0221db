"""EPUBs for tests, built in code: valid ones in a few lines, broken ones by replacing any of their parts.

book = EpubBuilder(title="The Island")
book.page("one.xhtml", "<h1>One</h1><p>The sea was calm.</p>")
book.page("two.xhtml", "<h1>Two</h1><p>The wind rose.</p>")
book.contents(("One", "one.xhtml"), ("Two", "two.xhtml"))
path = book.write(tmp_path / "island.epub")
"""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.epub import read_epub
from bookbytes_core.domain.book_text import Section, SkipReason

Line: TypeAlias = "tuple[str, str | None] | tuple[str, str | None, list[Line]]"
"""A line of a table of contents: its title, where it leads (``None``: nowhere), and the lines below it."""

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""

WORDS = "The old boat lay on the sand and nobody could say how long it had been there. "


def prose(words: int, *, seed: str = "") -> str:
    """Paragraphs of at least ``words`` words of English; ``seed`` makes them differ from others."""
    sentence = f"{seed} {WORDS}".strip()
    count = -(-words // len(sentence.split()))
    return "".join(f"<p>{sentence}</p>" for _ in range(count))


@dataclass
class _Page:
    name: str
    data: bytes
    linear: bool
    properties: str


@dataclass
class EpubBuilder:
    """Collects the parts of a book; ``bytes`` puts them together. Paths are relative to the package's folder, OPS."""

    title: str = "The Island"
    language: str | None = "en"
    creators: tuple[str, ...] = ("Ada Writer",)
    version: int = 3
    metadata: str = ""
    """More elements for the package's metadata; ``dc:`` and ``opf:`` are declared."""
    _pages: list[_Page] = field(default_factory=list)
    _spine: list[str] | None = None
    _guide: list[str] = field(default_factory=list)
    _manifest: list[str] = field(default_factory=list)
    _members: dict[str, bytes | None] = field(default_factory=dict)
    _spine_toc: str = ""

    def page(
        self, name: str, body: str | bytes, *, body_attributes: str = "", linear: bool = True, properties: str = ""
    ) -> "EpubBuilder":
        """A page of the reading order; ``body`` is what stands in its body, or, as bytes, the whole file."""
        data = body if isinstance(body, bytes) else xhtml(body, body_attributes=body_attributes).encode()
        self._pages.append(_Page(name, data, linear, properties))
        return self

    def contents(self, *lines: Line, landmarks: str = "", in_spine: bool = False) -> "EpubBuilder":
        """The EPUB 3 navigation document, ``nav.xhtml``; ``landmarks`` are the items of its landmarks list."""
        body = f'<nav epub:type="toc"><h1>Contents</h1>{_list(lines)}</nav>'
        if landmarks:
            body += f'<nav epub:type="landmarks"><ol>{landmarks}</ol></nav>'
        if in_spine:
            return self.page("nav.xhtml", body, properties="nav")
        return self.file("nav.xhtml", xhtml(body).encode(), media_type="application/xhtml+xml", properties="nav")

    def ncx(self, *lines: Line) -> "EpubBuilder":
        """The NCX of EPUB 2, ``toc.ncx``."""
        points = f"<navMap>{''.join(map(_point, lines))}</navMap>"
        data = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">{points}</ncx>'.encode()
        self._spine_toc = ' toc="toc.ncx"'
        return self.file("toc.ncx", data, media_type="application/x-dtbncx+xml")

    def file(self, name: str, data: bytes, *, media_type: str, properties: str = "") -> "EpubBuilder":
        """A file that the manifest lists and the reading order does not."""
        more = f" properties={quoteattr(properties)}" if properties else ""
        identity = f"id={quoteattr(name)} href={quoteattr(name)}"
        self._manifest.append(f"<item {identity} media-type={quoteattr(media_type)}{more}/>")
        return self.member(f"OPS/{name}", data)

    def guide(self, kind: str, href: str) -> "EpubBuilder":
        self._guide.append(f"<reference type={quoteattr(kind)} href={quoteattr(href)}/>")
        return self

    def spine(self, *names: str) -> "EpubBuilder":
        """The reading order, where it is not simply the order of the pages: names may repeat or be missing."""
        self._spine = list(names)
        return self

    def item(self, xml: str) -> "EpubBuilder":
        """A raw item of the manifest."""
        self._manifest.append(xml)
        return self

    def member(self, name: str, data: bytes | None) -> "EpubBuilder":
        """Any member of the archive by its full name, also in place of a built one; ``None`` leaves it out."""
        self._members[name] = data
        return self

    def package(self) -> str:
        """The package document, for tests that spoil it and put it back with ``member("OPS/book.opf", …)``."""
        pages = "".join(
            f'<item id={quoteattr(page.name)} href={quoteattr(page.name)} media-type="application/xhtml+xml"'
            + (f" properties={quoteattr(page.properties)}/>" if page.properties else "/>")
            for page in self._pages
        )
        order = self._spine if self._spine is not None else [page.name for page in self._pages]
        hidden = {page.name for page in self._pages if not page.linear}
        spine = "".join(
            f"<itemref idref={quoteattr(name)}" + (' linear="no"/>' if name in hidden else "/>") for name in order
        )
        language = f"<dc:language>{escape(self.language)}</dc:language>" if self.language is not None else ""
        creators = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in self.creators)
        return (
            f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="{self.version}.0" '
            'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:opf="http://www.idpf.org/2007/opf"><dc:identifier id="id">urn:uuid:test</dc:identifier>'
            f"<dc:title>{escape(self.title)}</dc:title>{creators}{language}{self.metadata}</metadata>"
            f"<manifest>{pages}{''.join(self._manifest)}</manifest><spine{self._spine_toc}>{spine}</spine>"
            f"<guide>{''.join(self._guide)}</guide></package>"
        )

    def bytes(self) -> bytes:
        members: dict[str, bytes | None] = {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": CONTAINER.encode(),
        }
        members["OPS/book.opf"] = self.package().encode()
        members |= {f"OPS/{page.name}": page.data for page in self._pages}
        members |= self._members
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            for name, data in members.items():
                if data is not None:
                    packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                    file.writestr(zipfile.ZipInfo(name), data, compress_type=packing)
        return archive.getvalue()

    def write(self, path: Path) -> Path:
        path.write_bytes(self.bytes())
        return path


def xhtml(body: str, *, body_attributes: str = "") -> str:
    """A page with ``body`` in it; the prefixes ``epub:`` and ``m:`` (MathML) are declared."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" xmlns:m="http://www.w3.org/1998/Math/MathML">'
        f"<head><title>A page</title></head><body {body_attributes}>{body}</body></html>"
    )


def read(book: EpubBuilder, folder: Path) -> Draft:
    """What the reader makes of ``book``, which is written into ``folder``."""
    with BookArchive(book.write(folder / "book.epub")) as archive:
        return read_epub(archive)


def titles(book: EpubBuilder, folder: Path) -> list[str]:
    """The titles of the chapters that the reader finds in ``book``."""
    return [section.title for section in read(book, folder).sections if section.skip is None]


def chapters(draft: Draft) -> dict[str, list[str]]:
    """The texts of each chapter by its title, in order; titles must differ."""
    return {section.title: texts(section) for section in draft.sections if section.skip is None}


def skipped(draft: Draft) -> dict[SkipReason, list[str]]:
    """The texts that are skipped by their reasons."""
    found: dict[SkipReason, list[str]] = {}
    for section in draft.sections:
        if section.skip is not None:
            found.setdefault(section.skip, []).extend(texts(section))
    return found


def texts(section: Section) -> list[str]:
    return [block.text for block in section.blocks]


def a_page(book: EpubBuilder, name: str, heading: str, *, words: int = 80, attributes: str = "") -> None:
    """A page of ``words`` words under ``heading``, in a section with ``attributes``."""
    book.page(name, f"<section {attributes}><h2>{heading}</h2>{prose(words, seed=heading)}</section>")


def a_book(count: int, *, words: int = 60, title: str = "The Island") -> EpubBuilder:
    """A plain book: ``count`` pages with a heading and ``words`` words each, and a table of contents."""
    book = EpubBuilder(title=title)
    lines: list[Line] = []
    for number in range(1, count + 1):
        book.page(f"c{number}.xhtml", f"<h1>Chapter {number}</h1>{prose(words, seed=f'Once {number}.')}")
        lines.append((f"Chapter {number}", f"c{number}.xhtml"))
    return book.contents(*lines)


def _list(lines: tuple[Line, ...] | list[Line]) -> str:
    return f"<ol>{''.join(map(_item, lines))}</ol>"


def _item(line: Line) -> str:
    title, href, *below = line
    label = f"<span>{escape(title)}</span>" if href is None else f"<a href={quoteattr(href)}>{escape(title)}</a>"
    return f"<li>{label}{_list(below[0]) if below else ''}</li>"


def _point(line: Line) -> str:
    title, href, *below = line
    content = "" if href is None else f"<content src={quoteattr(href)}/>"
    inner = "".join(map(_point, below[0])) if below else ""
    return f"<navPoint><navLabel><text>{escape(title)}</text></navLabel>{content}{inner}</navPoint>"
