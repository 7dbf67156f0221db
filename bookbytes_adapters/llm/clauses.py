"""Cutting a sentence that is too long to be spoken or chosen in one piece, at its best joints."""

import re
from itertools import pairwise

from bookbytes_core.domain.words import is_unspaced, measure_words

_JOINTS = (
    re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])[”’」』）]*"),
    re.compile(r"(?<=[;:])[\"”’»)\]]*\s+|(?<=[；：])|\s+(?=[—–])|(?<=\w)\u2060?(?=—)|(?<=\w)(?=--)"),
    re.compile(r"(?<=,)[\"”’»)\]]*\s+|(?<=[，、，])"),
)
"""Best first: ends of quoted sentences, semicolons and dashes, commas. After them come spaces."""

_FULL = 0.85
"""How full a part cut at a space is meant to be: words differ in length."""


def speakable(text: str, most_words: int) -> tuple[str, ...]:
    """``text`` whole if it measures at most ``most_words``, else in even parts that do, as far as it has joints.

    The parts are exact substrings in order; only white space lies between them.
    """
    parts = [text]
    for joint in _JOINTS:
        parts = [piece for part in parts for piece in _cut(part, joint, most_words)]
    parts = [piece for part in parts for piece in _cut_evenly(part, most_words)]
    return tuple(stripped for part in parts if (stripped := part.strip()))


def _cut(text: str, joint: re.Pattern[str], most_words: int) -> list[str]:
    total = measure_words(text)
    if total <= most_words:
        return [text]
    even = total / -(-total // most_words)
    parts: list[str] = []
    size = 0
    for start, end in pairwise([0, *(m.end() for m in joint.finditer(text) if 0 < m.end() < len(text)), len(text)]):
        words = measure_words(text[start:end])
        if parts and (size + words <= most_words) and size + words / 2 <= even:
            parts[-1] += text[start:end]
            size += words
        else:
            parts.append(text[start:end])
            size = words
    return parts


def _cut_evenly(text: str, most_words: int) -> list[str]:
    total = measure_words(text)
    if total <= most_words:
        return [text]
    count = -(-total // max(1, round(most_words * _FULL)))
    inside_words = is_unspaced(text)
    cuts = [0]
    for number in range(1, count):
        ideal = len(text) * number // count
        space = text.rfind(" ", cuts[-1] + 1, ideal + 1)
        if space > 0:
            cuts.append(space + 1)
        elif inside_words:
            cuts.append(max(cuts[-1], _before_letter(text, ideal)))
    return [text[start:end] for start, end in pairwise([*cuts, len(text)])]


def _before_letter(text: str, place: int) -> int:
    """The nearest place at or before ``place`` that does not part a letter from its vowel signs."""
    while place > 0 and not text[place].isalnum():
        place -= 1
    return place
