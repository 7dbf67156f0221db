"""Ordinal numbers in words: "2nd", "19e siècle", "3. Mai", "1.º", "2ª"."""

import re
from collections.abc import Callable
from functools import partial

_ENGLISH = re.compile(r"(?<![\w.,])(\d{1,4})(?:st|nd|rd|th)(?!\w)")
_FRENCH = re.compile(r"(?<![\w.,])(\d{1,4})(er|re|ère|nde?|e|ᵉ|ème|ième)s?(?!\w)")
_SIGNED = re.compile(r"(?<![\w.,])(\d{1,3})\.?([ºª°])(?!\s?[CF]\b)")
_GERMAN = re.compile(
    r"(?P<before>\b\w+\s)?(?<![\w.,])(?P<number>\d{1,2})\. (?=(?P<noun>Januar|Februar|März|April|Mai|Juni|Juli|August|"
    r"September|Oktober|November|Dezember|Jahrhundert|Kapitel|Jahrtausend|Weltkrieg|Auflage|Band|Teil|Buch|Akt|Szene))"
)
_GERMAN_BARE_ENDINGS = {"das": "", "der": "", "die": "", "ein": "s"}
_GERMAN_MASCULINE = re.compile("Jahrhundert|Kapitel|Jahrtausend|Buch")


def ordinals_in_words(text: str, language: str) -> str:
    """``text`` with ordinals as words of ``language``: en, de, fr, es or it."""
    rule = _RULES[language]
    return rule(text)


def _ordinal(number: str, language: str) -> str:
    from num2words import num2words

    return str(num2words(int(number), lang=language, to="ordinal")).replace(",", "")


def _english(match: re.Match[str]) -> str:
    return _ordinal(match[1], "en")


def _french(match: re.Match[str]) -> str:
    if match[2] in ("re", "ère"):
        return "première"
    return {"nd": "second", "nde": "seconde"}.get(match[2]) or _ordinal(match[1], "fr")


def _signed(match: re.Match[str], language: str) -> str:
    said = _ordinal(match[1], language)
    return re.sub(r"o\b", "a", said) if match[2] == "ª" else said


def _german(match: re.Match[str]) -> str:
    """The ending follows the word before: "das dritte", "ein drittes", "am dritten", and "dritter Mai" alone."""
    before = match["before"] or ""
    article = before.strip().lower()
    alone = "s" if _GERMAN_MASCULINE.match(match["noun"]) else "r"
    ending = _GERMAN_BARE_ENDINGS.get(article, "n" if article else alone)
    return f"{before}{_ordinal(match['number'], 'de')}{ending} "


_RULES: dict[str, Callable[[str], str]] = {
    "en": partial(_ENGLISH.sub, _english),
    "fr": partial(_FRENCH.sub, _french),
    "de": partial(_GERMAN.sub, _german),
    "es": partial(_SIGNED.sub, partial(_signed, language="es")),
    "it": partial(_SIGNED.sub, partial(_signed, language="it")),
}
