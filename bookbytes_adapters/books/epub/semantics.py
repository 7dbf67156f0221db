"""What an element says of itself: ``epub:type``, ``role`` and the class names of the common tool chains.

Vocabularies: EPUB 3 Structural Semantics Vocabulary 1.1, Digital Publishing WAI-ARIA 1.1 (``doc-``), Z39.98-2012
(``z3998:``), Standard Ebooks (``se:``); classes and ids of Project Gutenberg's Ebookmaker, DocBook XSL, Sphinx and
Pressbooks.
"""

from dataclasses import dataclass, replace
from enum import Enum

from lxml import etree

from bookbytes_core.domain.book_text import SkipReason

NOTHING: frozenset[str] = frozenset()
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


class Unit(Enum):
    """Which level of the book something is: above the chapters, a chapter, or below."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"


UNITS = {
    "part": Unit.PART,
    "volume": Unit.PART,
    "division": Unit.PART,
    "z3998:part": Unit.PART,
    "z3998:volume": Unit.PART,
    "chapter": Unit.CHAPTER,
    "prologue": Unit.CHAPTER,
    "epilogue": Unit.CHAPTER,
    "introduction": Unit.CHAPTER,
    "conclusion": Unit.CHAPTER,
    "se:short-story": Unit.CHAPTER,
    "z3998:act": Unit.CHAPTER,
    "z3998:chapter": Unit.CHAPTER,
    "z3998:short-story": Unit.CHAPTER,
    "subchapter": Unit.SECTION,
    "z3998:scene": Unit.SECTION,
    "z3998:subchapter": Unit.SECTION,
}

_DIVISIONS = {"frontmatter": SkipReason.FRONT_MATTER, "backmatter": SkipReason.BACK_MATTER, "bodymatter": None}
_ALWAYS = {
    "boilerplate": SkipReason.FRONT_MATTER,
    "colophon": SkipReason.BACK_MATTER,
    "copyright-page": SkipReason.FRONT_MATTER,
    "cover": SkipReason.FRONT_MATTER,
    "endnote": SkipReason.NOTES,
    "endnotes": SkipReason.NOTES,
    "footnote": SkipReason.NOTES,
    "footnotes": SkipReason.NOTES,
    "halftitlepage": SkipReason.FRONT_MATTER,
    "imprimatur": SkipReason.FRONT_MATTER,
    "imprint": SkipReason.FRONT_MATTER,
    "index": SkipReason.INDEX,
    "landmarks": SkipReason.CONTENTS,
    "loa": SkipReason.CONTENTS,
    "loi": SkipReason.CONTENTS,
    "lot": SkipReason.CONTENTS,
    "lov": SkipReason.CONTENTS,
    "page-list": SkipReason.CONTENTS,
    "pagelist": SkipReason.CONTENTS,
    "rearnote": SkipReason.NOTES,
    "rearnotes": SkipReason.NOTES,
    "seriespage": SkipReason.FRONT_MATTER,
    "titlepage": SkipReason.FRONT_MATTER,
    "toc": SkipReason.CONTENTS,
}
_OUTSIDE_THE_BODY = {
    "acknowledgments": SkipReason.BACK_MATTER,
    "afterword": SkipReason.BACK_MATTER,
    "appendix": SkipReason.BACK_MATTER,
    "contributors": SkipReason.BACK_MATTER,
    "dedication": SkipReason.FRONT_MATTER,
    "epigraph": SkipReason.FRONT_MATTER,
    "errata": SkipReason.BACK_MATTER,
    "foreword": SkipReason.FRONT_MATTER,
    "other-credits": SkipReason.BACK_MATTER,
    "preamble": SkipReason.FRONT_MATTER,
    "preface": SkipReason.FRONT_MATTER,
}
"""Matter of the whole book where it stands by itself; inside a chapter it belongs to the chapter."""
_CLASSES = {
    "appendix": "appendix",
    "back-matter": "backmatter",
    "colophon": "colophon",
    "dedication": "dedication",
    "endnotes": "endnotes",
    "footnote": "footnote",
    "footnotes": "footnotes",
    "front-matter": "frontmatter",
    "genindex": "index",
    "index": "index",
    "pg-boilerplate": "boilerplate",
    "preface": "preface",
    "related": "toc",
    "sphinxsidebar": "toc",
    "toc": "toc",
    "toctree-wrapper": "toc",
    "transnote": "boilerplate",
}
_IDS = {
    "copyright-page": "copyright-page",
    "half-title-page": "halftitlepage",
    "pg-footer": "boilerplate",
    "pg-header": "boilerplate",
    "pressbooks-promo": "boilerplate",
    "title-page": "titlepage",
    "toc": "toc",
}
_A_NOTE = frozenset({"footnote", "endnote", "rearnote"})
_SECTIONING = frozenset(
    {"body", "section", "article", "div", "nav", "aside", "main", "header", "footer", "dl", "ol", "ul"}
)
_MATTER = frozenset({SkipReason.FRONT_MATTER, SkipReason.BACK_MATTER})


@dataclass(frozen=True, slots=True)
class Zone:
    """What the surroundings of an element say: why it is skipped, if it is, and whether the book proper has begun."""

    skip: SkipReason | None = None
    in_body: bool = False
    in_chapter: bool = False


def types_of(element: etree._Element) -> frozenset[str]:
    """The element's ``epub:type`` and ``role`` values, the latter without ``doc-``."""
    found, role = element.get(_EPUB_TYPE) or element.get("epub:type"), element.get("role")
    if not found and not role:
        return NOTHING
    roles = (name.removeprefix("doc-") for name in (role or "").lower().split())
    return frozenset((found or "").lower().split()).union(roles)


def classes_of(element: etree._Element) -> frozenset[str]:
    names = element.get("class")
    return frozenset(names.lower().split()) if names else NOTHING


def zone_within(outer: Zone, element: etree._Element, tag: str, types: frozenset[str], *, at_start: bool) -> Zone:
    """The zone that ``element`` opens inside ``outer``; ``outer`` itself where the element says nothing.

    ``at_start``: nothing stands before it on its page. Class names tell an appendix of the book only there; further
    down it may be the appendix of a chapter.
    """
    if tag not in _SECTIONING:
        return replace(outer, skip=SkipReason.NOTES) if (types | classes_of(element)) & _A_NOTE else outer
    zone = _by_types(outer, types | ({"toc"} if tag == "nav" else set()))
    by_name = _types_by_name(element)
    zone = _by_types(zone, by_name if at_start else by_name - _OUTSIDE_THE_BODY.keys())
    if tag == "aside" and zone.skip is None and "note" in types:
        return replace(zone, skip=SkipReason.NOTES)
    return zone


def is_part_by_class(element: etree._Element, tag: str) -> bool:
    """Whether DocBook or Pressbooks made ``element`` the first page of a part. Their class "chapter" tells nothing, as
    others use it for whatever has a heading."""
    return tag in ("div", "section") and "part" in classes_of(element)


def unit_of(types: frozenset[str]) -> Unit | None:
    units = {UNITS[name] for name in types & UNITS.keys()} if types else NOTHING
    return next((unit for unit in Unit if unit in units), None) if units else None


def _by_types(zone: Zone, types: frozenset[str]) -> Zone:
    for name in types & _DIVISIONS.keys():
        zone = replace(zone, skip=zone.skip or _DIVISIONS[name], in_body=name == "bodymatter")
    if not zone.in_body and not zone.in_chapter:
        for name in sorted(types & _OUTSIDE_THE_BODY.keys()):
            zone = replace(zone, skip=zone.skip or _OUTSIDE_THE_BODY[name])
    for name in sorted(types & _ALWAYS.keys()):
        reason = _ALWAYS[name]
        if zone.skip is None or (zone.skip in _MATTER and reason not in _MATTER):
            zone = replace(zone, skip=reason)
    if types & {"prologue", "epilogue"} and zone.skip in _MATTER:
        zone = replace(zone, skip=None)  # part of the story wherever the file puts it
    if unit_of(types) is not None:
        zone = replace(zone, in_chapter=True)
    return zone


def _types_by_name(element: etree._Element) -> frozenset[str]:
    classes = classes_of(element)
    types = {_CLASSES[name] for name in classes if name in _CLASSES}
    if "introduction" in classes:
        types.discard("frontmatter")  # Pressbooks files the author's introduction there
    identity = (element.get("id") or "").lower()
    return frozenset(types | {_IDS[identity]} if identity in _IDS else types)
