"""Marks that are printed in the text but are not part of it: note references, page numbers, permalinks."""

import re

from lxml import etree

from bookbytes_adapters.books.epub.elements import text_of
from bookbytes_adapters.books.epub.semantics import classes_of

_MARK = re.compile(
    r"[\[({]?\s*(?:\d{1,4}|[a-z]|[ivxlc]{1,6}|[*†‡§¶#⁎]{1,4}|(?:note|nota|anm\.?)\s*\d{1,4})\s*[\])}]?\.?",
    re.IGNORECASE,
)
"""What a reference to a note looks like: 12, [12], (a), iv, *, [Note 3]."""
_SUPERSCRIPT = re.compile(r"[¹²³⁰⁴-⁹]{1,4}")
_NOTE_CLASSES = frozenset(
    {
        "noteref",
        "fnref",
        "fnanchor",
        "footnote",
        "footnote-ref",
        "footnote-reference",
        "footnoteref",
        "endnoteref",
        "fn",
    }
)
_NOTE_TARGET = re.compile(r"note|\b_?(?:fn|ftn|edn)|\be?n\d", re.IGNORECASE)
_PAGE_CLASSES = frozenset(
    {
        "pagenum",
        "pageno",
        "pagebreak",
        "page-number",
        "page_number",
        "pb",
        "ocn",
        "lnkocn",
        "lnum",
        "linenum",
        "linenumber",
        "line-number",
        "lineno",
    }
)
_LINK_CLASSES = frozenset({"headerlink", "hidden-reveal", "backlink", "footnote-back", "fn-backref"})
_LONGEST_MARK = 12


def is_page_mark(element: etree._Element, types: frozenset[str]) -> bool:
    """Whether ``element`` is the number of a printed page (or of a paragraph, or a verse) set into the text."""
    named = "pagebreak" in types or "page-break" in types or classes_of(element) & _PAGE_CLASSES
    return bool(named) and len(text_of(element).strip()) <= _LONGEST_MARK


def is_link_mark(element: etree._Element, tag: str, types: frozenset[str]) -> bool:
    """Whether ``element`` is a reference to a note, the way back from one, or a permalink."""
    if tag == "sup":
        return _is_mark(text_of(element).strip()) and any(link.get("href") for link in element.iter("{*}a", "a"))
    if tag != "a":
        return False
    classes = classes_of(element)
    if types & {"noteref", "backlink"} or classes & _LINK_CLASSES:
        return True
    fragment = (element.get("href") or "").partition("#")[2]
    if not fragment or not _is_mark(text := text_of(element).strip()):
        return False
    raised = _SUPERSCRIPT.fullmatch(text) or any(True for _ in element.iter("{*}sup", "sup"))
    return bool(raised or text[0] in "[*†‡" or classes & _NOTE_CLASSES or _NOTE_TARGET.search(fragment))


def _is_mark(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_MARK and bool(_MARK.fullmatch(text) or _SUPERSCRIPT.fullmatch(text))
