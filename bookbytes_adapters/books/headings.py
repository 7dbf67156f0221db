"""Recognising a heading in running text, in the languages most books are in.

A heading is read into its label ("Chapter"), its number and its title; what it is good for is decided by whoever sees
all of them (``outline.py``).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from bookbytes_adapters.books.heading_words import (
    CHAPTER_LABELS,
    ENGLISH_LABELS,
    NAMED_PARTS,
    NUMBER_WORDS,
    PART_LABELS,
    SECTION_LABELS,
    fold,
)
from bookbytes_core.domain.book_text import SkipReason

MAX_HEADING = 160
"""Characters; old novels have long chapter titles."""
_MAX_PLAIN_HEADING = 70


class Rank(IntEnum):
    """How far up a heading stands: parts hold chapters, chapters hold sections."""

    PART = 0
    CHAPTER = 1
    SECTION = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """``label`` is folded, empty for a bare number; ``number`` is ``None`` where there is none or its word is unknown.
    ``named`` is set for parts known by name ("Epilogue"), ``skip`` for those of them that are not spoken."""

    text: str
    rank: Rank
    label: str = ""
    number: int | None = None
    title: str = ""
    named: bool = False
    skip: SkipReason | None = None

    @property
    def keys(self) -> frozenset[str]:
        """What this heading and its entry in a contents list have in common."""
        by_number = f"{self.label} {self.number}" if self.label and self.number is not None else ""
        return frozenset({fold(self.text), by_number, fold(self.title)} - {""})


_ROMAN = r"[IVXLC]{1,9}|[ivxlc]{2,9}"
_WORD = r"[^\W\d]+(?:-[^\W\d]+)?"
_LABEL = "|".join(sorted(map(re.escape, {*PART_LABELS, *CHAPTER_LABELS, *SECTION_LABELS}), key=len, reverse=True))
_LABELLED = re.compile(
    rf"(?P<label>{_LABEL})\.?\s+(?:the\s+|no\.?\s*|nr\.?\s*|n[º°]\s*)?(?P<number>\d{{1,3}}|{_WORD})"
    r"(?P<rest>$|\s*[.:;,)\]—–-].*|\s+.*)",
    re.IGNORECASE | re.DOTALL,
)
_ORDINAL_FIRST = re.compile(
    rf"(?:(?:the|das|der|la|le|el|il)\s+)?(?P<number>\d{{1,3}}|{_WORD})\.?\s+(?P<label>{_LABEL})(?P<rest>$|\s*[.:—–].*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    rf"[\[(—–-]*\s*(?P<number>\d{{1,3}}|{_ROMAN})\s*[\])—–-]*(?P<rest>$|\s*[.:)]\s*.*|\s+[—–-]+\s.*)", re.DOTALL
)
_NAME = re.compile(r"(?P<name>[^.:(—–]+)(?P<subtitle>.*)", re.DOTALL)
_EAST_ASIAN = re.compile(
    r"第\s*(?P<number>[0-9０-９]{1,4}|[一二三四五六七八九十百千〇零两兩]{1,7})\s*(?P<label>[章回节節卷部篇話话幕])\s*(?P<title>.{0,60})"
)
_EAST_ASIAN_PARTS = "卷部篇"
_EAST_ASIAN_DIGITS = {**{digit: value for value, digit in enumerate("〇一二三四五六七八九")}, "零": 0, "两": 2, "兩": 2}
_EAST_ASIAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_EDGES = " \t\n.:;,—–-)(]*"
_SENTENCE_END = re.compile(r"[.!?…][”’\"')]*$")
_ORDINAL = re.compile(r"[^\W\d][\w-]*(?:ième|ieme|tes|ter|te|imo|ima|ésimo|ésima|ste|de|ая|ий|ый|ой)", re.IGNORECASE)
_OPENINGS = "“\"‘'«„—–-[(*"


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading | None:
    """``text`` (one paragraph, a heading's lines joined) as a heading; ``None`` if it reads like anything else."""
    if not text or len(text) > MAX_HEADING:
        return None
    return _east_asian(text) or _named(text) or _labelled(text) or _numbered(text)


def is_plain_heading(text: str) -> bool:
    """Whether a short line standing alone could be a title: it starts like one and does not end like a sentence."""
    if len(text) > _MAX_PLAIN_HEADING or not text.strip() or text[0] in _OPENINGS or text[-1] in ",;:":
        return False
    first_letter = next((character for character in text if character.isalpha()), "")
    if not first_letter or first_letter.islower():
        return False
    return is_capitals(text) or not _SENTENCE_END.search(text)


def is_capitals(text: str) -> bool:
    """Whether ``text`` is set in capitals (in a script that has them)."""
    return text.upper() == text and text.lower() != text


def _roman(value: int) -> str:
    steps = (("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
    written = ""
    for numeral, worth in steps:
        times, value = divmod(value, worth)
        written += numeral * times
    return written


_ROMAN_VALUES = {_roman(value): value for value in range(1, 400)} | {"IIII": 4, "VIIII": 9, "XIIII": 14, "XXXX": 40}


def number_value(word: str) -> int | None:
    """The value of a number in digits, in Roman numerals or in words; ``None`` if it is none of them."""
    if word.isdecimal():
        return int(word)
    return NUMBER_WORDS.get(word.lower(), _ROMAN_VALUES.get(word.upper()))


def _labelled(text: str) -> Heading | None:
    if found := _LABELLED.fullmatch(text):
        return _from_label(text, found)
    if found := _ORDINAL_FIRST.fullmatch(text):
        return _from_label(text, found)
    return None


def _from_label(text: str, found: re.Match[str]) -> Heading | None:
    word, rest, label = found["number"], found["rest"].strip(), found["label"].lower()
    number = number_value(word)
    if text[0].islower() or rest[:1].islower() or (number is None and not _may_be_number(word, rest, label)):
        return None  # "part of it", "Part one of the story was over", "Part Time"
    rank = Rank.PART if label in PART_LABELS else Rank.CHAPTER if label in CHAPTER_LABELS else Rank.SECTION
    return Heading(text, rank, fold(label), number, rest.strip(_EDGES))


def _may_be_number(word: str, rest: str, label: str) -> bool:
    """Whether ``word`` stands for a number in a language whose numbers we do not all know."""
    if rest.strip(_EDGES):
        return False
    return word.lower() == "last" or (label not in ENGLISH_LABELS and bool(_ORDINAL.fullmatch(word)))


def _numbered(text: str) -> Heading | None:
    found = _NUMBERED.fullmatch(text)
    if not found or (number := number_value(found["number"])) is None:
        return None
    title = found["rest"].strip(_EDGES)
    if title and (found["number"].islower() or not is_plain_heading(title)):
        return None
    return Heading(text, Rank.SECTION, "", number, title)


def _named(text: str) -> Heading | None:
    found = _NAME.fullmatch(text)
    name = found["name"].strip(_EDGES) if found else ""
    subtitle = found["subtitle"].strip(_EDGES) if found else ""
    if name[:1].islower() or fold(name) not in NAMED_PARTS or len(subtitle) > _MAX_PLAIN_HEADING:
        return None
    return Heading(text, Rank.CHAPTER, fold(name), None, subtitle, named=True, skip=NAMED_PARTS[fold(name)])


def _east_asian(text: str) -> Heading | None:
    found = _EAST_ASIAN.fullmatch(text)
    if not found:
        return None
    rank = Rank.PART if found["label"] in _EAST_ASIAN_PARTS else Rank.CHAPTER
    return Heading(text, rank, found["label"], _east_asian_value(found["number"]), found["title"].strip(" 　:：、"))


def _east_asian_value(numeral: str) -> int:
    if unicodedata.normalize("NFKC", numeral).isdecimal():
        return int(numeral)
    total = digit = 0
    for character in numeral:
        if unit := _EAST_ASIAN_UNITS.get(character):
            total += max(digit, 1) * unit
            digit = 0
        else:
            digit = _EAST_ASIAN_DIGITS[character]
    return total + digit
