"""Places that guide and landmarks name: matter of the book, and its beginning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bookbytes_adapters.books.epub.flow import Flow
from bookbytes_adapters.books.epub.package import GuideReference
from bookbytes_core.domain.book_text import SkipReason

_NAMES = {
    "acknowledgements": SkipReason.BACK_MATTER,
    "acknowledgments": SkipReason.BACK_MATTER,
    "colophon": SkipReason.BACK_MATTER,
    "copyright": SkipReason.FRONT_MATTER,
    "copyright-page": SkipReason.FRONT_MATTER,
    "cover": SkipReason.FRONT_MATTER,
    "dedication": SkipReason.FRONT_MATTER,
    "endnotes": SkipReason.NOTES,
    "epigraph": SkipReason.FRONT_MATTER,
    "footnotes": SkipReason.NOTES,
    "foreword": SkipReason.FRONT_MATTER,
    "halftitlepage": SkipReason.FRONT_MATTER,
    "imprint": SkipReason.FRONT_MATTER,
    "index": SkipReason.INDEX,
    "loi": SkipReason.CONTENTS,
    "lot": SkipReason.CONTENTS,
    "notes": SkipReason.NOTES,
    "preface": SkipReason.FRONT_MATTER,
    "rearnotes": SkipReason.NOTES,
    "title-page": SkipReason.FRONT_MATTER,
    "titlepage": SkipReason.FRONT_MATTER,
    "toc": SkipReason.CONTENTS,
}
_SHORT = frozenset(
    {"cover", "copyright", "copyright-page", "halftitlepage", "imprint", "title-page", "titlepage", "toc"}
)
_LONGEST = 1000
"""Words: a page that is called a cover and holds more is called so by mistake."""


_BEGINNINGS = frozenset({"bodymatter", "text", "start"})


@dataclass(frozen=True, slots=True)
class Named:
    """Why what begins at a place is no chapter, and where the book proper begins, as far as it is named."""

    matter: Mapping[int, SkipReason]
    begin: int = 0


def named_places(flow: Flow, references: Iterable[GuideReference]) -> Named:
    """The places in ``flow`` that ``references`` name."""
    matter: dict[int, SkipReason] = {}
    beginnings = []
    for reference in references:
        place = flow.place(reference.target.path, reference.target.fragment)
        if place is None:
            continue
        if reference.type in _BEGINNINGS:
            beginnings.append(place)
        reason = _NAMES.get(reference.type)
        short = flow.words(place, flow.page_span(place)[1]) <= _LONGEST
        if reason is not None and (short or reference.type not in _SHORT):
            matter[place] = reason
    return Named(matter, min(beginnings, default=0))
