"""How well a sentence stands in a summary, whatever it is about: a factor between 0 and 1.2."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bookbytes_adapters.llm.openers import Openers
from bookbytes_adapters.llm.units import Unit
from bookbytes_core.domain.book_text import BlockKind

_KINDS: Mapping[BlockKind, float] = {
    BlockKind.PROSE: 1.0,
    BlockKind.QUOTE: 0.8,
    BlockKind.LIST_ITEM: 0.7,
    BlockKind.VERSE: 0.5,
    BlockKind.CAPTION: 0.2,
    BlockKind.TABLE_ROW: 0.15,
    BlockKind.CODE: 0.1,
    BlockKind.HEADING: 0.0,
}
_LENGTHS = ((0, 0.15), (4, 0.25), (8, 0.75), (12, 1.0), (32, 1.0), (50, 0.8), (80, 0.55), (200, 0.3))
"""Measured words against worth, joined by straight lines: a listener follows 12 to 32 words best."""

_ENDS = {
    "?": 0.5,
    "？": 0.5,
    "؟": 0.5,
    "!": 0.75,
    "！": 0.75,
    ":": 0.4,
    "：": 0.4,
    ";": 0.7,
    "；": 0.7,
    ",": 0.6,
    "，": 0.6,
}
"""Questions and announcements wait for an answer, exclamations say little, clauses hang in the air."""

_LEANING, _NAMES_NOBODY, _CLAUSE = 0.4, 0.75, 0.3
_QUOTED, _FRAGMENT, _TITLE = 0.7, 0.3, 0.15
_REPEATED, _DEBRIS, _ADDRESS, _NOTE, _SHOUTED, _ASIDE = 0.1, 0.3, 0.6, 0.2, 0.5, 0.7
_STARTS_PARAGRAPH, _STARTS_CHAPTER = 1.08, 1.4

_NOTE_MARK = re.compile(r"(?:\[\d+\]|[*†‡])\s*\S")
_ADDRESSES = re.compile(r"https?:|www\.|\w@\w")
_SYMBOLS = re.compile(r"[{}<>=|\\_$#@%^~+*/\[\]]")
_MANY_SYMBOLS, _FEW_LETTERS = 0.06, 0.6
_SHORT_SHOUT = 3


@dataclass(frozen=True, slots=True)
class Worth:
    """``alone``: chosen without its neighbour; ``following``: chosen together with the sentence before it."""

    alone: float
    following: float


def worths(units: Iterable[Unit], language: str) -> tuple[Worth, ...]:
    """The worth of every sentence of a chapter, in order."""
    openers = Openers(language)
    seen: set[str] = set()
    judged: list[Worth] = []
    first = _STARTS_CHAPTER
    for unit in units:
        following = _worth(unit) * first * (_REPEATED if unit.text.casefold() in seen else 1.0)
        first = 1.0 if unit.ends_sentence else first
        seen.add(unit.text.casefold())
        judged.append(Worth(following * _independence(unit, openers), following))
    return tuple(judged)


def _worth(unit: Unit) -> float:
    return _KINDS[unit.paragraph.kind] * _length(unit.words) * _form(unit) * _substance(unit.text)


def _independence(unit: Unit, openers: Openers) -> float:
    if not unit.starts_sentence:
        return _CLAUSE
    if openers.leans(unit.text):
        return _LEANING
    first = _STARTS_PARAGRAPH if unit.starts_paragraph else 1.0
    return first * (_NAMES_NOBODY if openers.names_nobody(unit.text) else 1.0)


def _length(words: int) -> float:
    for (low, low_worth), (high, high_worth) in pairwise(_LENGTHS):
        if words < high:
            return low_worth + (high_worth - low_worth) * (words - low) / (high - low)
    return _LENGTHS[-1][1]


def _form(unit: Unit) -> float:
    """Statements before questions, whole sentences before fragments, the telling before the spoken."""
    worth = 1 - _QUOTED * unit.quoted
    end = unit.text.rstrip("\"'”’»」』)] ")[-1:]
    worth *= _ENDS.get(end, 1.0 if unit.ends_sentence else _TITLE if unit.fills_paragraph else _FRAGMENT)
    if unit.starts_sentence and unit.text[0].islower():
        worth *= _FRAGMENT
    return worth


def _substance(text: str) -> float:
    worth = 1.0
    letters = sum(map(str.isalpha, text))
    dense = len(text) - text.count(" ")
    if len(_SYMBOLS.findall(text)) > _MANY_SYMBOLS * dense or letters < _FEW_LETTERS * dense:
        worth *= _DEBRIS
    if _ADDRESSES.search(text):
        worth *= _ADDRESS
    if _NOTE_MARK.match(text):
        worth *= _NOTE
    if text.startswith(("(", "[", "（")):
        worth *= _ASIDE
    if letters > _SHORT_SHOUT and text.isupper():
        worth *= _SHOUTED
    return worth
