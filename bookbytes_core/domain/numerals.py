"""Roman numerals where they stand for numbers, and how those are said.

A numeral is recognised by what stands before it: a word for a part of a book ("Chapter XIV"), a ruler's name ("Henry
VIII"), a word for a century. Elsewhere letters stay letters: "MIX", "I am", "Plan C".
"""

import re

from bookbytes_core.domain.roman import from_roman
from bookbytes_core.domain.speech_tables import LANGUAGES, RULERS, Language

_UNITS = (
    "chapter|chapters|part|parts|book|books|volume|volumes|vol|act|scene|canto|section|article|appendix|letter|stave|"
    "tome|plate|table|figure|phase|type|stage|class|page|number|lecture|lesson|essay|episode|fable|psalm|sonnet|"
    "world war|war|kapitel|teil|buch|band|akt|szene|gesang|abschnitt|artikel|anhang|brief|weltkrieg|tafel|"
    "chapitre|partie|livre|acte|scène|chant|lettre|annexe|planche|leçon|"
    "capítulo|parte|libro|volumen|tomo|acto|escena|artículo|carta|apéndice|lámina|siglo|"
    "capitolo|atto|scena|articolo|lettera|appendice|tavola|secolo|deel|hoofdstuk|boek"
)

_WOMEN = frozenset({"Elisabeth", "Élisabeth", "Isabel", "Marie", "Anne", "Catherine"})

_LETTERED = frozenset("CDLM")
"""Alone these are letters more often than numbers: Plan C, Appendix D."""

_AFTER_UNIT = re.compile(
    rf"(?P<unit>\b(?:{_UNITS})\.?\s+)(?P<roman>[IVXLCDM]+)(?:(?P<to>\s?[–-]\s?)(?P<last>[IVXLC]+))?(?=[^\w'’]|$)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"(?P<name>\b[^\W\d_]+)\s+(?P<roman>[IVX]+(?P<first>er|re)?)(?P<dot>\.(?=\s*[^\s\w]|\s+[a-zà-ÿ]))?(?!\w)"
)
_FRENCH_CENTURY = re.compile(r"\b(?P<roman>[IVX]+)(?:e|ᵉ|ème|ième)s?(?!\w)")
_ITALIAN_CENTURY = re.compile(r"\b(?P<roman>[IVX]+) (?=secolo\b)")
_GERMAN_UNIT = re.compile(rf"\b(?P<roman>[IVXLC]+)\. (?=(?:{_UNITS})\b)", re.IGNORECASE)

_SHORTEST_SEQUEL_NAME = 5

_LETTERED_UNITS = re.compile(r"letter|class|type|stage|figure|table|plate|phase|number|page")
"""In lower case these name letters as well: "the letter V", "class C"."""

_NUMBER_FOLLOWS = re.compile(r"\s*(?:$|[.,:;!?)\]—–-])|['’]s\b|\s+(?:and|of|und|von|et|de|y|e|di)\b", re.IGNORECASE)
"""After a single "I" these show that it is a number: "Part I." and "Charles I of England", not "the book I read"."""


_SMALL_LETTER_FOLLOWS = re.compile(r"\s+[a-zß-öø-ÿ]")
"""After "Chapter I" in a sentence; in a title as "The Part I Played" a capital follows."""


def numbered(text: str, language: str) -> str:
    """``text`` with Roman numerals after words for parts, rulers' names and centuries as digits or as words."""
    words = LANGUAGES.get(language)
    text = _AFTER_UNIT.sub(_unit_number, text)
    if language == "fr":
        text = _FRENCH_CENTURY.sub(lambda match: _digits(match, "{}e"), text)
    if language == "it":
        text = _ITALIAN_CENTURY.sub(lambda match: _digits(match, "{}º "), text)
    if language == "de":
        text = _GERMAN_UNIT.sub(lambda match: _digits(match, "{}. "), text)
    return _AFTER_NAME.sub(lambda match: _ruler(match, words), text) if words else text


def ordinal(number: int) -> str:
    """ "1st", "2nd", "11th": English."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _unit_number(match: re.Match[str]) -> str:
    letters = match["roman"]
    value = from_roman(letters.upper()) if letters.isupper() or _is_lower_numeral(letters) else None
    if value is None or not _stands_for_number(match, letters.upper()):
        return match[0]
    last = from_roman((match["last"] or "").upper())
    until = f"{match['to']}{last}" if last else match["to"] and f"{match['to']}{match['last']}"
    return f"{match['unit']}{value}{until or ''}"


def _is_lower_numeral(letters: str) -> bool:
    """Lower-case numerals are page numbers and acts: "page xiv", "act ii"; a lone "i" or "mi" is a word."""
    return letters.islower() and len(letters) > 1 and set(letters) <= set("ivx")


def _stands_for_number(match: re.Match[str], letters: str) -> bool:
    if len(letters) > 1:
        return True
    if letters in _LETTERED or _LETTERED_UNITS.match(match["unit"]):
        return False
    return letters != "I" or _is_one(match)


def _is_one(match: re.Match[str]) -> bool:
    unit, end = match["unit"], match.end("roman")
    if unit.lower().startswith("world war") or _NUMBER_FOLLOWS.match(match.string, end):
        return True
    return unit[0].isupper() and _SMALL_LETTER_FOLLOWS.match(match.string, end) is not None


def _ruler(match: re.Match[str], words: Language) -> str:
    name, letters = match["name"], match["roman"].removesuffix(match["first"] or "")
    value = from_roman(letters)
    if value is None:
        return match[0]
    if name.title() not in RULERS:
        return f"{name} {value}{match['dot'] or ''}" if _is_sequel(name, letters) else match[0]
    if letters == "I" and not match["first"] and not _NUMBER_FOLLOWS.match(match.string, match.end("roman")):
        return match[0]
    return f"{name} {_regnal(value, name.title(), words)}"


def _is_sequel(name: str, letters: str) -> bool:
    """ "Apollo XI", "Vatican II"; not "The IV"."""
    return len(letters) > 1 and len(name) >= _SHORTEST_SEQUEL_NAME and name.istitle()


def _regnal(value: int, name: str, words: Language) -> str:
    if value > len(words.regnal):
        return words.regnal_else.format(number=value, ordinal=ordinal(value))
    said = words.regnal[value - 1]
    if name not in _WOMEN and not name.endswith("a"):
        return said
    if said == "premier":
        return "première"
    return said.replace("der ", "die ", 1) if said.startswith("der ") else said.removesuffix("o") + "a"


def _digits(match: re.Match[str], form: str) -> str:
    value = from_roman(match["roman"])
    return match[0] if value is None or match["roman"] in _LETTERED else form.format(value)
