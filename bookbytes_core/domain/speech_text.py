"""Text as a voice should get it: signs, abbreviations and numerals in words, what only the eye needs left out.

Rules and small tables (``speech_tables``): what no rule covers is left as it is. The text shown to people stays
verbatim; only what is spoken passes through here.
"""

import re
from functools import lru_cache

from bookbytes_core.domain.capitals import capitalised, lowered
from bookbytes_core.domain.numerals import numbered
from bookbytes_core.domain.roman import from_roman
from bookbytes_core.domain.speech_signs import cleaned, signs_left_out, tidied
from bookbytes_core.domain.speech_tables import LANGUAGES, Language

MOST_CHARACTERS = 100_000
"""Longer text is cut here: no sentence is so long."""

_UNSPACED = frozenset({"zh", "ja", "yue", "cmn"})

_URL = re.compile(r"(?:https?://|ftp://|\bwww\.)[^\s<>\"“”)\]]*[\w/]", re.IGNORECASE)
_DOI = re.compile(r"\bdoi:\s?10\.\S+\w", re.IGNORECASE)
_EMAIL = re.compile(r"\b([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63})+)")
_RANGE = re.compile(r"(?<![\w.,/:-])(\d{1,4})-(\d{1,4})(?![\w/:-]|[.,]\d)")
_SPAN = re.compile(r"(?<=[\d%])\s?[–‒]\s?(?=[\d$£€])")
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_a-zß-öø-ÿ]\.\s?){2,}")
_INITIAL = re.compile(r"(?<![\w.'-])([^\W\d_a-zß-öø-ÿ])\.(?=\s[^\W\d_a-zß-öø-ÿ][^\W\d_])")

_LONGEST_NAME = 40

_NUMERAL = r"(?P<roman>[IVXLC]+)"
_ALONE = re.compile(r"[\[(—–-]*\s*(?P<roman>[IVXLC]+|[ivxlc]{2,})\s*[\])—–.:-]*")
_MARKED = re.compile(rf"{_NUMERAL}(?P<mark>\s*[.:)]|\s+[—–-])\s*(?P<rest>\S.*)", re.DOTALL)
_UNMARKED = re.compile(r"(?P<roman>[IVXL]{2,})\s(?P<rest>\S.*)", re.DOTALL)
_PART_ONE = re.compile(
    r"((?:chapter|part|book|volume|act|scene)\s+)I(?=\s+(?:The|A|An|In|Of|On|From)\b)", re.IGNORECASE
)
_LARGEST_HEADING_NUMBER = 299
_NO_HEADING_NUMBER = frozenset({"C", "L", "LI"})
"""Numerals that are likelier a letter or a name."""


def speakable(text: str, language: str) -> str:
    """What to say for ``text``: pure, and the same for equal arguments. ``language`` is BCP 47; "und" is English.

    "" when nothing in it can be spoken. Digits stay digits, apart from signs between them ("1914-18" is "1914 to 18").
    """
    primary = _primary(language)
    unspaced = primary in _UNSPACED
    words = LANGUAGES.get(primary)
    text = cleaned(text[:MOST_CHARACTERS])
    if words:
        text = _in_words(numbered(text, primary), primary, words)
    text = signs_left_out(text, "，" if unspaced else ", ")
    text = lowered(text)
    return tidied(_symbols_said(text, words) if words else text, unspaced=unspaced)


def spoken_heading(title: str, language: str) -> str:
    """``title`` with Roman numerals as digits ("XIV. The Queen" is "14. The Queen", "Henry VIII" "Henry the 8th") and
    words in capitals as words. "I Am a Cat", "Mix" and "Civil" stay what they are."""
    text = " ".join(title.split())
    if alone := _ALONE.fullmatch(text):
        value = _heading_number(alone["roman"])
        return text if value is None else str(value)
    text = numbered(_PART_ONE.sub(r"\g<1>1", text), _primary(language))
    return capitalised(_leading_number(text), entirely=title.isupper())


def _primary(language: str) -> str:
    primary = language.replace("_", "-").partition("-")[0].lower()
    return "en" if primary in ("", "und") else primary


def _in_words(text: str, primary: str, words: Language) -> str:
    """Addresses, abbreviations, initials and ranges: what has to be seen before its dots and dashes go."""
    text = _DOI.sub("", _URL.sub(lambda match: _host(match[0], words), text))
    text = _EMAIL.sub(lambda match: f"{match[1]} {words.at} {_dots_said(match[2], words)}", text)
    for pattern, said in _abbreviations(primary):
        text = pattern.sub(said, text)
    text = _INITIAL.sub(_without_dot, _INITIALS.sub(lambda match: match[0].replace(".", " "), text))
    return _RANGE.sub(lambda match: _range(match, words), _SPAN.sub(f" {words.to} ", text))


@lru_cache(maxsize=len(LANGUAGES))
def _abbreviations(primary: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"(?<![\w.])(?:{short})"), said) for short, said in LANGUAGES[primary].abbreviations)


def _host(url: str, words: Language) -> str:
    host = re.sub(r"^\w+://", "", url).partition("/")[0].partition(":")[0]
    return _dots_said(host.removeprefix("www."), words)


def _dots_said(name: str, words: Language) -> str:
    return name.replace(".", f" {words.dot} ").replace("-", " ")


def _range(match: re.Match[str], words: Language) -> str:
    """Rising numbers, or a year and the end of another; not a telephone number, not a score."""
    first, second = match[1], match[2]
    telephone = (len(first), len(second)) == (3, 4)
    rising = int(second) > int(first) or len(second) < len(first)
    return f"{first} {words.to} {second}" if rising and not telephone else match[0]


def _without_dot(match: re.Match[str]) -> str:
    """An initial inside a name: "George W. Bush", but not "Plan B. Then"."""
    before = match.string[max(0, match.start() - _LONGEST_NAME) : match.start()].split()
    return match[1] if not before or before[-1][0].isupper() else match[0]


def _symbols_said(text: str, words: Language) -> str:
    text = re.sub(r"§+\s?", f" {words.section} ", text)
    text = re.sub(r"#(?=\d)", f" {words.number} ", text)
    text = re.sub(r"(?<=[\w)])\s?\+\s?(?=\w)", f" {words.plus} ", text)
    text = re.sub(r"(?<=\d)\s?×\s?(?=\d)", f" {words.times} ", text)
    return text.replace("&", f" {words.and_} ").replace("=", f" {words.equals} ").replace("№", f" {words.number} ")


def _leading_number(heading: str) -> str:
    if (marked := _MARKED.match(heading)) and (value := _heading_number(marked["roman"])) and not _initials(marked):
        return f"{value}{marked['mark']} {marked['rest']}"
    if (unmarked := _UNMARKED.match(heading)) and (value := _heading_number(unmarked["roman"])):
        return f"{value}. {unmarked['rest']}"
    return heading


def _heading_number(letters: str) -> int | None:
    value = None if letters in _NO_HEADING_NUMBER else from_roman(letters.upper())
    return value if value is not None and value <= _LARGEST_HEADING_NUMBER else None


def _initials(marked: re.Match[str]) -> bool:
    """ "I. M. Pei" and "V. S. Naipaul" begin with initials, "V. The Sermon" with a number."""
    return len(marked["roman"]) == 1 and re.match(r"[A-Z]\.", marked["rest"]) is not None
