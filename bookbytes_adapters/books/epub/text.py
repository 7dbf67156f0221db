"""White space and invisible characters: what a page shows and a voice can speak."""

import re
from collections.abc import Iterable

from bookbytes_core.domain.words import measure_words

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width spaces and joiners, and direction marks."""
_SPELLED = re.compile("[\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe\U0001f000-\U0001ffff]")
"""After these (Arabic, Indic and like scripts, emoji) a zero-width joiner or non-joiner is spelling."""
_JOINERS = "\u200c\u200d"
_WIDE = "[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAPPED_WIDE = re.compile(f"({_WIDE})[ \\t\\r]*\\n\\s*(?={_WIDE})")
"""A line break of the source between two Chinese or Japanese characters: no space is meant there."""


def clean(text: str) -> str:
    """``text`` with white space collapsed to single spaces and invisible characters removed."""
    if not text.isascii():
        text = _WRAPPED_WIDE.sub(r"\1", _INVISIBLE.sub(_unless_spelled, text))
    return " ".join(text.split())


def _unless_spelled(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    return found.group() if found.group() in _JOINERS and _SPELLED.match(before) else ""


def fold(text: str) -> str:
    """Letters and digits of ``text`` alone, without case: to tell whether two headings say the same."""
    return "".join(character for character in text.casefold() if character.isalnum())


def weigh(texts: Iterable[str]) -> int:
    """How many words ``texts`` are worth, in scripts with and without spaces."""
    return sum(measure_words(text) for text in texts)
