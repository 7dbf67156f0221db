"""What a catalogue's entry is: a book, or something that somebody else wrote about one.

Told by the title and, where a publisher of such books signs as the author, by the authors. A title is taken for a book
unless it says otherwise in a form that such publishers use: "Summary of X by Y", "X: by Y | Key Takeaways", "A Study
Guide for Y's X". The word alone says nothing: Jefferson's "Summary View" and Russell's "Analysis of Mind" are books.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from bookbytes_core.domain import book_kind_forms as forms


class BookKind(StrEnum):
    BOOK = "book"
    SUMMARY_OF = "summary_of"
    ANALYSIS_OF = "analysis_of"
    STUDY_GUIDE = "study_guide"
    WORKBOOK = "workbook"
    COMPANION = "companion"


_LONGEST = 500
"""Characters of a title that are looked at."""


def kind_of(title: str, authors: Iterable[str] = ()) -> BookKind:
    """``title`` is to have its subtitle, after a colon. The same words always give the same kind."""
    return _kind_of(title[:_LONGEST], "; ".join(authors)[:_LONGEST])


@lru_cache(maxsize=10_000)
def _kind_of(title: str, authors: str) -> BookKind:
    signatures = _plain(authors)
    if any(cue in signatures for cue in forms.MAKERS_CUES):
        for kind, maker in _makers():
            if maker.search(signatures):
                return kind
    plain = _plain(title)
    if not any(cue in plain for cue in forms.CUES):
        return BookKind.BOOK
    return next((kind for kind, form in _title_forms() if form.search(plain)), BookKind.BOOK)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).casefold()
    for written, plain in (("’", "'"), ("‘", "'"), ("–", "-"), ("—", " - ")):
        folded = folded.replace(written, plain)
    return " ".join(folded.split())


@lru_cache(maxsize=1)
def _title_forms() -> tuple[tuple[BookKind, re.Pattern[str]], ...]:
    """In the order in which they are looked for: "Summary, Analysis & Study Guide" is a summary."""
    kinds = (
        (BookKind.COMPANION, forms.SERIES),
        (BookKind.SUMMARY_OF, forms.SUMMARIES),
        (BookKind.STUDY_GUIDE, (*forms.STUDY_GUIDES, forms.signed(forms.GUIDE_MAKERS))),
        (BookKind.SUMMARY_OF, (forms.signed(forms.SUMMARY_MAKERS),)),
        (BookKind.WORKBOOK, forms.WORKBOOKS),
        (BookKind.COMPANION, forms.COMPANIONS),
        (BookKind.ANALYSIS_OF, forms.ANALYSES),
    )
    return tuple((kind, re.compile(pattern)) for kind, patterns in kinds for pattern in patterns)


@lru_cache(maxsize=1)
def _makers() -> tuple[tuple[BookKind, re.Pattern[str]], ...]:
    makers = (
        (BookKind.STUDY_GUIDE, forms.GUIDE_MAKERS),
        (BookKind.SUMMARY_OF, forms.SUMMARY_MAKERS),
        (BookKind.COMPANION, forms.COMPANION_MAKERS),
    )
    return tuple((kind, re.compile(rf"\b(?:{'|'.join(names)})\b")) for kind, names in makers)
