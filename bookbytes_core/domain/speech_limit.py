"""How much text one request for speech may hold, in characters and in tokens."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

_LATIN = 0x250
_A_TOKEN = 5
_OF_LATIN, _OF_OTHERS = 2, 5
"""In fifths of a token: vendors' tables know words of Latin letters as a whole (English has four characters a token,
German and Polish three; two and a half is always enough), Han characters and kana one by one, other alphabets in
between. Nobody's table has to be at hand for that."""


@dataclass(frozen=True, slots=True)
class SpeechLimit:
    """At most so many characters and, where ``tokens`` is not None, at most so many tokens, generously estimated."""

    characters: int
    tokens: int | None = None

    def holds(self, text: str) -> bool:
        return self.reach(text) >= len(text)

    def reach(self, text: str) -> int:
        """How many of the first characters of ``text`` fit."""
        within = text[: self.characters]
        if self.tokens is None:
            return len(within)
        return bisect_right(list(accumulate(map(_fifths, within))), self.tokens * _A_TOKEN)


def tokens_at_most(text: str) -> int:
    """About how many tokens ``text`` has, rather too many than too few."""
    return -(-sum(map(_fifths, text)) // _A_TOKEN)


def _fifths(character: str) -> int:
    return _OF_LATIN if ord(character) < _LATIN else _OF_OTHERS
