"""Numbers in words, for the languages of ``number_words``.

num2words makes the words; what a number is (a year, a price, a telephone number) is decided here by what stands around
it. Digits inside a word ("B2B", "MP3") are left to the engine.
"""

import re
from collections.abc import Callable
from functools import cache, partial

from bookbytes_adapters.tts.number_words import FRACTION_GLYPHS, NUMBER_WORDS, NumberWords
from bookbytes_adapters.tts.ordinals import ordinals_in_words

_LONGEST_NUMBER = 15
"""Digits; beyond that nobody follows the words."""
_LONGEST_CARDINAL = 6
"""Digits; a longer row without separators is a number to be dialled or looked up, unless it ends in zeros."""
_LONG_DIGITS = 7

_HYPHENATED = re.compile(r"(?<![\w-])\d+(?:-\d+){2,}(?![\w-])|(?<![\w-])\d{3}-\d{4}(?![\w-])")
_ISO_DATE = re.compile(r"[12]\d{3}-[01]\d-[0-3]\d")
_TIME = re.compile(r"(?<![\w:.,])([01]?\d|2[0-3]):([0-5]\d)(?![\w:])(?P<clock>\s+Uhr)?(?P<half_day>(?=\s+[AP] M\b))?")
_GERMAN_TIME = re.compile(r"(?<![\w:.,])([01]?\d|2[0-3])[.:]([0-5]\d) Uhr\b")
_FRENCH_TIME = re.compile(r"(?<![\w:.,])([01]?\d|2[0-3])\s?h\s?([0-5]\d)(?!\w)")
_FRACTION = re.compile(rf"(?<![\w/.,])(?:(\d+)\s?)?([{''.join(FRACTION_GLYPHS)}])|(?<![\w/.,])(\d)/(\d0?)(?![\w/])")
_SLASH = re.compile(r"(?<=\d)/(?=\d)")
_DECADE = re.compile(r"(?<![\w.,])(\d{1,2}0|\d{3}0)s(?!\w)")
_CHAIN = re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?![\w]|[.,]\d)")
_MINUS = re.compile(r"(?<![\w.,)-])[-−](?=\d)|−(?=\d)")
_YEAR = re.compile(r"1[1-9]\d\d|20\d\d")
_EARLY_YEAR = re.compile(r"10\d\d")
_YEAR_FOLLOWS = re.compile(r"\b(?:in|since|by|until|till|before|after|from|to|of|year|about|around|[A-Z][a-z]+)\s+$")


def numbers_in_words(text: str, language: str) -> str:
    """``text`` with numbers as words of ``language``, a primary subtag; unchanged for a language without a table."""
    words = NUMBER_WORDS.get(language)
    if words is None or not any(character.isdigit() or character in FRACTION_GLYPHS for character in text):
        return text
    for rule in _rules(language):
        text = rule(text)
    return " ".join(text.split())


@cache
def _rules(language: str) -> tuple[Callable[[str], str], ...]:
    """The rules in order: each leaves words behind that no later one touches."""
    reader = _Reader(language, NUMBER_WORDS[language])
    number = reader.number
    units = "|".join(sorted(map(re.escape, reader.words.units), key=len, reverse=True))
    symbols = "".join(map(re.escape, reader.words.money))
    scale = rf"(?:[\s-]?(?P<scale>{reader.words.scales})(?!\w))?"
    unit_dot = r"\.?(?=\s+[a-z])|" if language == "en" else ""
    prefix = rf"(?:\b(?:US|A|C)(?=\$))?(?P<symbol>[{symbols}])\s?(?P<number>{number}){scale}(?!\d)"
    space = "" if language == "en" else r"\s?"
    suffix = rf"(?<![\w.,])(?P<number>{number}){scale}{space}(?P<symbol>[{symbols}])"
    return (
        partial(_HYPHENATED.sub, reader.hyphenated),
        partial(_MINUS.sub, f" {reader.words.minus} "),
        partial(re.compile(prefix).sub, reader.money),
        partial(re.compile(suffix).sub, reader.money),
        partial(re.compile(rf"(?<![\w.,])({number})\s?%").sub, rf"\1 {reader.words.percent}"),
        partial(re.compile(rf"(?<![\w.,])({number})\s?°(?:\s?([CF])(?!\w))?").sub, reader.degrees),
        *reader.times(),
        partial(_FRACTION.sub, reader.fraction),
        partial(_SLASH.sub, " "),
        partial(ordinals_in_words, language=language),
        *((partial(_DECADE.sub, reader.decade),) if language == "en" else ()),
        partial(re.compile(rf"(?<![\w.,])({number})([\s-]?)({units})(?:{unit_dot}(?!\w))").sub, reader.unit),
        partial(_CHAIN.sub, reader.chain),
        partial(re.compile(rf"(?<!\w)(?<!\d[.,])({number})(?!\w)").sub, reader.plain),
    )


class _Reader:
    """Reads numbers of one language. ``number`` matches one as it is written there."""

    def __init__(self, language: str, words: NumberWords) -> None:
        self.language = language
        self.words = words
        group, decimal = re.escape(words.group), re.escape(words.decimal)
        grouped = rf"\d{{1,3}}(?:(?:{group}\d{{3}})+|(?: \d{{3}})+)(?!\d)"
        self.number = rf"(?:{grouped}|\d+)(?:{decimal}\d+)?"

    def cardinal(self, value: int, kind: str = "cardinal") -> str:
        from num2words import num2words

        return str(num2words(value, lang=self.language, to=kind)).replace(",", "")

    def spoken(self, number: str) -> str:
        """``number`` as it is written, as words."""
        whole, _, part = number.partition(self.words.decimal)
        digits = re.sub(r"\D", "", whole)
        one_by_one = len(digits) > _LONGEST_NUMBER or _is_code(digits, whole)
        said = self.digits(digits) if one_by_one else self.cardinal(int(digits))
        return f"{said} {self.words.point} {self._decimals(part)}" if part else said

    def counted(self, number: str, one: str, many: str) -> str:
        """``number`` and the noun that fits it."""
        if number == "1":
            return f"{self.words.one} {one}"
        said = self.spoken(number)
        if self.language == "es":
            said = re.sub(r"veintiuno$", "veintiún", re.sub(r"\buno$", "un", said))
        return f"{said} {many}"

    def digits(self, digits: str) -> str:
        return " ".join(self.cardinal(int(digit)) for digit in digits)

    def hyphenated(self, match: re.Match[str]) -> str:
        groups = match[0].split("-")
        if _ISO_DATE.fullmatch(match[0]):
            return ", ".join(group.lstrip("0") for group in groups)
        if sum(map(len, groups)) < _LONG_DIGITS:
            return " ".join(groups)
        return ", ".join(self.digits(group) for group in groups)

    def money(self, match: re.Match[str]) -> str:
        money = self.words.money[match["symbol"]]
        number, scale = match["number"], match["scale"]
        if scale:
            scale = {"k": "thousand", "m": "million", "bn": "billion"}.get(scale, scale)
            joint = " " if scale in ("mille", "mil", "mila") else self.words.of
            joint = " d'" if joint == " de " and self.language == "fr" and money.many[0] == "e" else joint
            return f"{self.spoken(number)} {scale}{joint}{money.many}"
        whole, _, part = number.partition(self.words.decimal)
        if len(part) != len("50") or not part.strip("0"):
            return self.counted(number if part.strip("0") else whole, money.one, money.many)
        cents = str(int(part))
        if not whole.strip("0"):
            return self.counted(cents, money.cent, money.cents)
        unit = money.cent if cents == "1" else money.cents
        return self.words.cents.format(
            money=self.counted(whole, money.one, money.many), cents=self.spoken(cents), unit=unit
        )

    def degrees(self, match: re.Match[str]) -> str:
        scale = {"C": " Celsius", "F": " Fahrenheit"}.get(match[2] or "", "")
        return self.counted(match[1], *self.words.degree) + scale

    def unit(self, match: re.Match[str]) -> str:
        one, many = self.words.units[match[3]]
        return self.counted(match[1], one, one if match[2] == "-" else many)

    def times(self) -> tuple[Callable[[str], str], ...]:
        own = {"de": (_GERMAN_TIME,), "fr": (_FRENCH_TIME,)}.get(self.language, ())
        return tuple(partial(pattern.sub, self._time) for pattern in (*own, _TIME))

    def fraction(self, match: re.Match[str]) -> str:
        parts = FRACTION_GLYPHS[match[2]] if match[2] else (int(match[3]), int(match[4]))
        said = self.words.fractions.get(parts)
        if said is None:
            return match[0]
        return self.words.mixed.format(whole=self.spoken(match[1]), fraction=said) if match[1] else said

    def decade(self, match: re.Match[str]) -> str:
        value = int(match[1])
        said = self.cardinal(value, "year" if value > 100 else "cardinal")  # noqa: PLR2004 - a century or its decade
        return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"

    def chain(self, match: re.Match[str]) -> str:
        """ "3.2.1", a section or a version; a German or Italian date is left to the engine."""
        point = {"en": "point"}.get(self.language)
        return f" {point} ".join(self.spoken(part) for part in match[0].split(".")) if point else match[0]

    def plain(self, match: re.Match[str]) -> str:
        number = match[1]
        if self._is_year(number, match.string[: match.start()]):
            return self.cardinal(int(number), "year")
        return self.spoken(number)

    def _is_year(self, number: str, before: str) -> bool:
        if self.language not in ("en", "de"):
            return False
        if _EARLY_YEAR.fullmatch(number):
            return self.language == "en" and _YEAR_FOLLOWS.search(before) is not None
        return _YEAR.fullmatch(number) is not None

    def _time(self, match: re.Match[str]) -> str:
        hour, minute = self.cardinal(int(match[1])), self.cardinal(int(match[2]))
        if int(match[2]) == 0:
            half_day = "half_day" in match.re.groupindex and match["half_day"] is not None
            return hour if half_day else self.words.hour.format(hour=hour)
        if self.language == "en" and match[2].startswith("0"):
            minute = f"oh {minute}"
        return self.words.time.format(hour=hour, minute=minute)

    def _decimals(self, part: str) -> str:
        short = self.language in ("fr", "es", "it") and len(part) <= len("14") and not part.startswith("0")
        return self.cardinal(int(part)) if short else self.digits(part)


def _is_code(digits: str, written: str) -> bool:
    if digits != written:
        return False
    padded = len(digits) > 1 and digits.startswith("0")
    return padded or (len(digits) > _LONGEST_CARDINAL and not digits.endswith("000"))
