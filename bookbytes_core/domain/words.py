"""Counting words, in scripts with spaces between them and in scripts without."""

import re

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Myanmar, Khmer, kana and Han: scripts written without spaces."""

_CHARACTERS_A_WORD = 2
"""A Chinese or Japanese word is about two characters long (the mean of newspaper text lies between 1.5 and 2.5)."""


def count_words(text: str) -> int:
    """Words separated by white space: the figure shown to people."""
    return len(text.split())


def measure_words(text: str) -> int:
    """How many words ``text`` is worth when lengths are shared out: like ``count_words``, but two characters of a
    script without spaces count as one word."""
    unspaced = len(_UNSPACED.findall(text))
    if not unspaced:
        return len(text.split())
    return len(_UNSPACED.sub(" ", text).split()) + max(1, unspaced // _CHARACTERS_A_WORD)


def count_unspaced(text: str) -> int:
    """How many characters of ``text`` belong to a script that is written without spaces."""
    return len(_UNSPACED.findall(text))


def is_unspaced(text: str) -> bool:
    """Whether most letters of ``text`` belong to such a script."""
    letters = sum(1 for character in text if character.isalpha())
    return letters > 0 and count_unspaced(text) * 2 > letters
