"""The elements of a page: which make a block, of what kind, and which hold no text of the book."""

from collections.abc import Iterator

from lxml import etree

from bookbytes_adapters.books.epub.semantics import classes_of
from bookbytes_core.domain.book_text import BlockKind

SILENT = frozenset(
    {"annotation", "annotation-xml", "audio", "base", "case", "defs", "desc", "head", "iframe", "link", "map", "meta"}
    | {
        "metadata",
        "noscript",
        "param",
        "rp",
        "rt",
        "rtc",
        "script",
        "select",
        "source",
        "style",
        "template",
        "textarea",
    }
    | {"title", "track", "video"}
)
"""Code, media, ruby readings, and the case of an ``epub:switch`` that no reader knows."""
KINDS = {
    "blockquote": BlockKind.QUOTE,
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "pre": BlockKind.CODE,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    {"address", "article", "aside", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figure"}
    | {"footer", "form", "header", "hgroup", "hr", "html", "legend", "main", "menu", "nav", "ol", "p", "section"}
    | {"summary", "table", "tbody", "td", "text", "tfoot", "th", "thead", "tr", "ul"}
).union(KINDS, _HEADINGS)
CELLS = frozenset({"td", "th"})
SUBTITLE_LEVEL = 9
"""Of a line that belongs to the heading before it."""

_TITLES = frozenset({"title", "subtitle", "fulltitle", "bridgehead"})
_STANZAS = frozenset({"stanza", "line-block", "linegroup", "line-group", "lg"})
_VERSE_CLASSES = frozenset({"poem", "poetry", "verse"}) | _STANZAS
_VERSE_TYPES = frozenset({"z3998:poem", "z3998:verse", "z3998:song", "z3998:hymn"})
_UNROWED = frozenset({"tr", "ul", "ol", "dl", "pre", *_HEADINGS})


def local_name(element: etree._Element) -> str:
    """The element's name without namespace or prefix, in lower case."""
    name = element.tag
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def text_of(element: etree._Element) -> str:
    """All text inside ``element``, as it stands in the source."""
    return "".join(str(text) for text in element.itertext())


def descendants(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements called ``name`` in ``root``, itself included, in the order of the text."""
    return (element for element in root.iter("*") if local_name(element) == name)


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child called one of ``names``."""
    return next((inner for inner in element.iterchildren("*") if local_name(inner) in names), None)


def heading_level(element: etree._Element, tag: str, types: frozenset[str]) -> int:
    """1 to 6 for headings, 9 for a line that belongs to one, 0 for all else."""
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    if "heading" in types:
        level = element.get("aria-level") or ""
        return int(level) if level.isdecimal() and 0 < int(level) < SUBTITLE_LEVEL else 2
    return SUBTITLE_LEVEL if tag == "hgroup" or (tag == "p" and types & _TITLES) else 0


def is_verse(element: etree._Element, types: frozenset[str]) -> bool:
    return bool(element.attrib and (types & _VERSE_TYPES or classes_of(element) & _VERSE_CLASSES))


def is_stanza(element: etree._Element) -> bool:
    """Whether the lines inside ``element`` are one block: a stanza whose lines are elements of their own."""
    return bool(classes_of(element) & _STANZAS) and not any(
        local_name(inner) in _HEADINGS for inner in element.iter("*")
    )


def reads_as_one_row(row: etree._Element) -> bool:
    """Whether a table row is one block; a row that only lays out a page (several paragraphs in a cell) is not."""
    if any(local_name(inner) in _UNROWED for inner in row.iter("*") if inner is not row):
        return False
    return all(sum(local_name(child) in BLOCKS for child in cell.iterchildren("*")) <= 1 for cell in row)
