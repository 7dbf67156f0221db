"""Which of the world's scripts a text is written in, and how much of it someone can read who reads some of them."""

import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import lru_cache


def share_read(text: str, reads: Callable[[str], bool]) -> float:
    """The share of the letters of ``text`` that belong to scripts of which ``reads`` says so; 1 without any letter.

    A script is named by the first word of its letters' names in Unicode, in capitals: "LATIN", "CYRILLIC", "CJK".
    """
    if text.isascii():
        return 1.0 if reads("LATIN") else 0.0
    letters = Counter(map(_script, filter(str.isalpha, text)))
    total = letters.total()
    return sum(count for script, count in letters.items() if reads(script)) / total if total else 1.0


@lru_cache(maxsize=10_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
