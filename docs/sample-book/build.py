"""Bind the sample book: the pages beside this file become one EPUB 3, the same bytes every time.

    python docs/sample-book/build.py

writes ``bookbytes_worker/sample/where-we-put-what-we-know.epub``. The contents page, the package document and an NCX
for older readers are made here; everything else is copied as it stands. ``cover.png`` is ``cover.svg`` drawn once by a
browser at 1000 x 1500 and reduced to 64 colours.

Sources: EPUB 3.3 (W3C), its Structural Semantics Vocabulary, and OPF 2.0.1 for the NCX.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
SLUG = "where-we-put-what-we-know"
TARGET = HERE.parents[1] / "bookbytes_worker" / "sample" / f"{SLUG}.epub"

TITLE = "Where We Put What We Know"
AUTHOR = "The BookBytes authors"
LANGUAGE = "en-GB"
IDENTIFIER = "urn:uuid:6f1f4c1e-7a52-5d0b-9a3e-2d4b8f0c6e17"
DATE = "2026-11-20"
DESCRIPTION = (
    "How people learned to keep what they know: a voice, a witness, a reader, a copy, a place, a question. "
    "A short history in six chapters, from singers and tally sticks to clay, print, index cards and search."
)

CONTENTS = "contents.xhtml"
CHAPTERS = tuple(f"chapter-{number}.xhtml" for number in range(1, 7))
SPINE = (
    "cover.xhtml",
    "titlepage.xhtml",
    "imprint.xhtml",
    "dedication.xhtml",
    CONTENTS,
    "preface.xhtml",
    *CHAPTERS,
    "notes.xhtml",
    "colophon.xhtml",
)
UNLISTED = ("cover.xhtml", CONTENTS)
LANDMARKS = (
    ("cover", "cover.xhtml", "Cover"),
    ("toc", CONTENTS, "Contents"),
    ("bodymatter", CHAPTERS[0], "Start of the book"),
    ("endnotes", "notes.xhtml", "Notes"),
)
MEDIA_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".png": "image/png",
    ".ncx": "application/x-dtbncx+xml",
}
PROPERTIES = {CONTENTS: "nav", "cover.png": "cover-image"}

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def build(folder: Path = HERE) -> bytes:
    """The EPUB made of the pages in ``folder``. Equal pages give equal bytes, on every machine.

    Nothing is compressed, because what a compressor writes differs from one zlib to the next.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members(folder):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def members(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in the EPUB, in the order of the archive."""
    pages = {name: (folder / name).read_bytes() for name in SPINE if name != CONTENTS}
    titles = [(name, page_title(pages[name])) for name in SPINE if name not in UNLISTED]
    pages[CONTENTS] = contents(titles).encode()
    resources = {name: (folder / name).read_bytes() for name in ("book.css", "cover.png")}
    resources["toc.ncx"] = ncx(titles).encode()

    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", CONTAINER.encode()
    yield "EPUB/package.opf", package([*SPINE, *resources]).encode()
    for name in SPINE:
        yield f"EPUB/{name}", pages[name]
    for name, data in resources.items():
        yield f"EPUB/{name}", data


def page_title(page: bytes) -> str:
    """What a page calls itself in its head, still escaped as it stands there."""
    found = re.search("<title>(.+?)</title>", page.decode())
    if found is None:
        raise ValueError("A page of the book has no title in its head. Give it one.")
    return found[1]


def contents(titles: list[tuple[str, str]]) -> str:
    """The contents page, which is the navigation document as well."""
    entries = "\n".join(f'<li><a href="{name}">{title}</a></li>' for name, title in titles)
    landmarks = "\n".join(f'<li><a epub:type="{kind}" href="{name}">{text}</a></li>' for kind, name, text in LANDMARKS)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="{LANGUAGE}" xml:lang="{LANGUAGE}">
<head>
<title>Contents</title>
<link rel="stylesheet" type="text/css" href="book.css"/>
</head>
<body epub:type="frontmatter">
<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">
<h2 epub:type="title" id="toc-title">Contents</h2>
<ol>
{entries}
</ol>
</nav>
<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-label="Landmarks">
<ol>
{landmarks}
</ol>
</nav>
</body>
</html>
"""


def ncx(titles: list[tuple[str, str]]) -> str:
    """The table of contents in the form that EPUB 2 readers know."""
    points = "\n".join(
        f'<navPoint id="point-{order}" playOrder="{order}"><navLabel><text>{title}</text></navLabel>'
        f'<content src="{name}"/></navPoint>'
        for order, (name, title) in enumerate(titles, start=1)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{LANGUAGE}">
<head>
<meta name="dtb:uid" content="{IDENTIFIER}"/>
<meta name="dtb:depth" content="1"/>
<meta name="dtb:totalPageCount" content="0"/>
<meta name="dtb:maxPageNumber" content="0"/>
</head>
<docTitle><text>{escape(TITLE)}</text></docTitle>
<navMap>
{points}
</navMap>
</ncx>
"""


def package(files: list[str]) -> str:
    """The package document: metadata, every file of ``files``, and the reading order."""
    manifest = "\n".join(manifest_item(name) for name in files)
    spine = "\n".join(f'<itemref idref="{item_id(name)}"/>' for name in SPINE)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="{LANGUAGE}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="book-id">{IDENTIFIER}</dc:identifier>
<dc:title>{escape(TITLE)}</dc:title>
<dc:creator id="author">{escape(AUTHOR)}</dc:creator>
<meta refines="#author" property="role" scheme="marc:relators">aut</meta>
<dc:language>{LANGUAGE}</dc:language>
<dc:publisher>BookBytes</dc:publisher>
<dc:date>{DATE}</dc:date>
<dc:subject>Knowledge -- History</dc:subject>
<dc:description>{escape(DESCRIPTION)}</dc:description>
<dc:rights>CC BY 4.0, https://creativecommons.org/licenses/by/4.0/</dc:rights>
<meta property="dcterms:modified">{DATE}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta name="cover" content="{item_id("cover.png")}"/>
</metadata>
<manifest>
{manifest}
</manifest>
<spine toc="{item_id("toc.ncx")}">
{spine}
</spine>
</package>
"""


def manifest_item(name: str) -> str:
    """The manifest's line for the file ``name``."""
    properties = f' properties="{PROPERTIES[name]}"' if name in PROPERTIES else ""
    return f'<item id="{item_id(name)}" href="{name}" media-type="{MEDIA_TYPES[Path(name).suffix]}"{properties}/>'


def item_id(name: str) -> str:
    """The manifest id of the file ``name``."""
    return name.replace(".", "-")


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(build())
