"""Words printed in capitals, which engines spell out letter by letter."""

import re

from bookbytes_core.domain.roman import from_roman

_WORD = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ']*"
_RUN = re.compile(rf"(?<![\w']){_WORD}(?:[\s,;:&-]+{_WORD})+(?![\w'])")
_SINGLE = re.compile(rf"(?<![\w'-]){_WORD}(?![\w'-])")
_ANY = re.compile(rf"(?<![\w']){_WORD}(?![\w'])")
_OPENING = re.compile(r"^(?:IT|IN|AT|ON|AS|IF|WE|HE|MY|BY|TO|OF|AN|OR|SO|NO)(?=\s+[a-z])")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Þ]")

_INITIALISMS = re.compile(
    r"USA|UK|EU|UN|USSR|FBI|CIA|DNA|RNA|BBC|NBC|CBS|ABC|TV|PC|CD|DVD|PDF|HTML|AI|IQ|IRA|SS|GPS|IBM|MIT|UFO|"
    r"URSS|OTAN|ONU|UE|UDSSR|DDR|BRD|USB|AIDS"
)
_EMPHASISED = re.compile(
    r"IS|WAS|ARE|NOT|AND|THE|YOU|HE|SHE|WE|MY|HIS|HER|ALL|DID|HAS|HAD|CAN|WHY|HOW|BUT|ITS|OUR|OUT|NOW|MAY|MUST"
)
"""English words that are no abbreviations as well."""

_LARGEST_NUMERAL = 299
_SHORTEST_SURE_WORD = 4


def lowered(text: str) -> str:
    """``text`` with runs of two and more words in capitals, and short words capitalised for emphasis, in small letters.

    Abbreviations without a vowel, well-known ones and capital words that stand alone remain."""
    text = _RUN.sub(_run, _OPENING.sub(lambda match: match[0].capitalize(), text))
    return _SINGLE.sub(lambda match: match[0].lower() if _EMPHASISED.fullmatch(match[0]) else match[0], text)


def capitalised(heading: str, *, entirely: bool) -> str:
    """A heading with words instead of capitals; Roman numerals and abbreviations remain. Where it was not ``entirely``
    in capitals, the short ones may be abbreviations and remain too."""
    shortest = 1 if entirely else _SHORTEST_SURE_WORD
    return _ANY.sub(
        lambda match: match[0] if len(match[0]) < shortest or _stays(match[0]) else match[0].capitalize(), heading
    )


def _run(match: re.Match[str]) -> str:
    words = _ANY.findall(match[0])
    if not any(len(word) >= _SHORTEST_SURE_WORD and not _stays(word) for word in words):
        return match[0]
    return _ANY.sub(_lower_word, match[0])


def _lower_word(match: re.Match[str]) -> str:
    word = match[0]
    return word if word == "I" or _stays(word) else word.lower()


def _stays(word: str) -> bool:
    if _INITIALISMS.fullmatch(word) or not _VOWEL.search(word):
        return True
    return 0 < (from_roman(word) or 0) <= _LARGEST_NUMERAL
