"""Numbers in a text by their value, so that "twenty-five", "25" and "二十五" are one and the same.

Read are digits (with separators, ordinals and decimals), cardinal words of the main languages, Roman numerals of two
letters and more, and Chinese and Japanese numerals. One is left out: "one" is a pronoun more often than a count.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bookbytes_core.domain.grounding_terms import WORD, fold, primary_language

_DIGITS = re.compile(r"\d+(?:[.,  ']\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d+(?:[.,  ']\d{3})+")
_ROMAN = re.compile(r"\b(?=[IVXLCDM]{2,}\b)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?<=\w)\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_HAN = re.compile("[〇一二三四五六七八九十百千万萬億亿]+(?!代)")
_HAN_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_HAN_SMALL = {"十": 10, "百": 100, "千": 1000}
_HAN_LARGE = {"万": 10_000, "萬": 10_000, "億": 100_000_000, "亿": 100_000_000}

_UNITS: Mapping[str, str] = {
    "en": """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen""",
    "de": """zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn
        achtzehn neunzehn""",
    "fr": """deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
        dix-neuf""",
    "es": """dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete
        dieciocho diecinueve""",
    "it": """due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici
        diciassette diciotto diciannove""",
    "pt": """dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete dezoito
        dezanove""",
    "nl": """twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
        achttien negentien""",
    "ru": """два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать
        пятнадцать шестнадцать семнадцать восемнадцать девятнадцать""",
}
"""The words for 2 to 19, in order."""
_TENS: Mapping[str, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
"""The words for 20, 30 … 90, in order."""
_FACTORS: Mapping[str, Mapping[str, int]] = {
    "en": {
        "hundred": 100,
        "thousand": 1000,
        "million": 10**6,
        "score": 20,
        "dozen": 12,
    },
    "de": {"hundert": 100, "tausend": 1000, "million": 10**6, "millionen": 10**6, "dutzend": 12},
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "douzaine": 12},
    "es": {"cien": 100, "ciento": 100, "mil": 1000, "millon": 10**6, "millones": 10**6, "docena": 12},
    "it": {"cento": 100, "mille": 1000, "mila": 1000, "milione": 10**6, "milioni": 10**6},
    "pt": {"cem": 100, "cento": 100, "mil": 1000, "milhao": 10**6, "milhoes": 10**6},
    "nl": {"honderd": 100, "duizend": 1000, "miljoen": 10**6},
    "ru": {"сто": 100, "тысяча": 1000, "тысяч": 1000, "тысячи": 1000, "миллион": 10**6},
}
_OTHERS: Mapping[str, str] = {
    "en": """both=2 pair=2 couple=2 twice=2 double=2 twofold=2 thrice=3 triple=3 third=3 fourth=4
        fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12 thirteenth=13 fourteenth=14
        fifteenth=15 sixteenth=16 twentieth=20 thirtieth=30 hundredth=100""",
    "de": """beide=2 beiden=2 zweimal=2 dreimal=3 viermal=4 dritte=3 dritten=3 dritter=3 drittes=3
        vierte=4 vierten=4 vierter=4 viertes=4 funfte=5 funften=5 funfter=5 sechste=6 sechsten=6 siebte=7 siebten=7
        siebente=7 achte=8 achten=8 neunte=9 neunten=9 zehnte=10 zehnten=10 elften=11 zwolften=12 viere=4 dreien=3""",
    "fr": """huitante=80 huitaine=8 dizaine=10 quinzaine=15 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50
        soixantaine=60 centaine=100 millier=1000 double=2 triple=3 troisieme=3
        quatrieme=4 cinquieme=5 sixieme=6 septieme=7 huitieme=8 neuvieme=9 dixieme=10 douzieme=12 vingtieme=20""",
    "es": """ambos=2 ambas=2 par=2 doble=2 tercer=3 tercero=3 tercera=3 cuarta=4 quinto=5 quinta=5 sexto=6
        sexta=6 septimo=7 octavo=8 noveno=9 decimo=10 decena=10 quincena=15 veintena=20 centenar=100 millar=1000
        veintiuno=21 veintidos=22 veintitres=23 veinticuatro=24 veinticinco=25 veintiseis=26 veintisiete=27
        veintiocho=28 veintinueve=29 doscientos=200 doscientas=200 trescientos=300 trescientas=300 cuatrocientos=400
        quinientos=500 quinientas=500 seiscientos=600 setecientos=700 ochocientos=800 novecientos=900""",
    "it": "entrambi=2 entrambe=2 paio=2 dozzina=12",
}
"""Multiples, ordinals and round counts: words that are a number but no cardinal."""
_JOINERS = {"en": "and", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en", "ru": ""}
_GERMANIC = re.compile(r"(\w+?)(?:und|en)(\w+)")
_GERMANIC_FACTOR = re.compile(r"(\w+?)(hundert|tausend|honderd|duizend)")
_GERMANIC_UNIT = re.compile(r"(\w+?)(?:uhr|jahr|mal|tag|stund|monat|woch|minut|fach|kopf|eck|stock)\w*")
_POSSESSIVE = ("'s", "s'")
_LONGEST_COMPOUND = 40
_MOST = 10**15
"""Larger numbers are written in digits by everyone."""
_COUPLE_OF = re.compile(r"\b(?:couple|pair) of(?= (?:hundred|thousand|dozen))")
_HALF_DOZEN = re.compile(r"\bhalf[- ](?:a )?dozen\b")
_FOUR_TWENTIES = re.compile(r"\bquatre[- ]vingts?\b")


@dataclass(frozen=True, slots=True)
class Number:
    """``value`` in plain digits ("1815", "3.5"); it stands from ``start`` to ``end`` in the folded text."""

    value: str
    start: int
    end: int


class NumberReader:
    """Reads the numbers of texts in one language."""

    def __init__(self, language: str) -> None:
        code = primary_language(language)
        code = code if code in _UNITS else "en"
        self._small = {word: value for value, word in enumerate(_UNITS[code].split(), start=2)}
        self._small |= {word: 10 * value for value, word in enumerate(_TENS[code].split(), start=2)}
        self._factors = _FACTORS[code]
        pairs = (entry.partition("=") for entry in _OTHERS.get(code, "").split())
        self._others = {word: int(value) for word, _, value in pairs}
        self._joiner = _JOINERS[code]

    def values(self, text: str) -> frozenset[str]:
        """The value of every number in ``text``, Roman numerals included."""
        romans = _romans(unicodedata.normalize("NFKC", text))
        return frozenset((*romans, *(number.value for number in self.read(fold(text)))))

    def read(self, folded: str) -> tuple[Number, ...]:
        """Digits, words and Han numerals of a folded text, but for nought and one."""
        same = _FOUR_TWENTIES.sub(lambda match: "huitante".rjust(len(match[0])), folded)
        same = _HALF_DOZEN.sub(lambda match: "six".rjust(len(match[0])), same)
        same = _COUPLE_OF.sub(lambda match: "two".rjust(len(match[0])), same)
        found = (*_digits(same), *_han(same), *self._words(same))
        return tuple(number for number in found if number.value not in ("0", "1"))

    def _words(self, folded: str) -> Iterator[Number]:
        total = current = start = end = 0
        for match in WORD.finditer(folded):
            word = match[0].partition("'")[0] or match[0]
            value = None if match[0].endswith(_POSSESSIVE) else self._value(word)
            joined = end > 0 and folded[end : match.start()] in (" ", "-")
            if joined and word == self._joiner:
                end = match.end()
                continue
            if total + current and (not joined or value is None):
                yield Number(str(total + current), start, end)
                total = current = 0
            if value is not None:
                start = start if total + current else match.start()
                total, current = self._grown(total, current, word, value)
            end = match.end() if value is not None else 0
        if total + current:
            yield Number(str(total + current), start, end)

    def _grown(self, total: int, current: int, word: str, value: int) -> tuple[int, int]:
        if word not in self._factors:
            return total, current + value
        if value < 1000:  # noqa: PLR2004
            return total, min(max(current, 1) * value, _MOST)
        return min(total + max(current, 1) * value, _MOST), 0

    def _value(self, word: str) -> int | None:
        for table in (self._small, self._factors, self._others):
            if word in table:
                return table[word]
        if self._joiner in ("und", "en") and len(word) <= _LONGEST_COMPOUND:
            return self._compound(word)
        return None

    def _compound(self, word: str) -> int | None:
        """German and Dutch write "fünfundzwanzig", "zweihundert" and "Fünfuhrzug" as one word."""
        sum_ = _GERMANIC.fullmatch(word)
        if sum_ and sum_[1] in self._small and sum_[2] in self._small:
            return self._small[sum_[1]] + self._small[sum_[2]]
        product = _GERMANIC_FACTOR.fullmatch(word)
        if product and product[1] in self._small:
            return self._small[product[1]] * self._factors[product[2]]
        counted = _GERMANIC_UNIT.fullmatch(word)
        return self._small.get(counted[1]) if counted else None

    def is_counted(self, value: str, folded: str) -> bool:
        """Whether ``folded`` says a small number as a plain count: "three" or "3", not "third"."""
        return any(str(self._small.get(word, word)) == value for word in WORD.findall(folded))

    def is_number(self, word: str) -> bool:
        """Whether a folded word is a number or a part of one: its value is compared, not its letters."""
        return word[:1].isdigit() or self._value(word) is not None


def _digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        plain = match[0]
        if _GROUPED.fullmatch(plain) and not plain.startswith("0"):
            yield Number(re.sub(r"\D", "", plain), match.start(), match.end())
        else:
            whole, _, part = plain.replace(",", ".").partition(".")
            yield Number(f"{_plain(whole)}.{part}" if part else _plain(whole), match.start(), match.end())


def _plain(digits: str) -> str:
    return unicodedata.normalize("NFKC", digits).lstrip("0") or "0"


def _romans(text: str) -> Iterator[str]:
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match[0]]
        following = [*values[1:], 0]
        yield str(sum(-value if value < after else value for value, after in zip(values, following, strict=True)))


def _han(text: str) -> Iterator[Number]:
    for match in _HAN.finditer(text):
        yield Number(_han_value(match[0]), match.start(), match.end())


def _han_value(numeral: str) -> str:
    if all(digit in _HAN_DIGITS for digit in numeral):
        return _plain("".join(str(_HAN_DIGITS[digit]) for digit in numeral))
    total = section = digit = 0
    for sign in numeral:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_SMALL:
            section += (digit or 1) * _HAN_SMALL[sign]
            digit = 0
        else:
            total += (section + digit or 1) * _HAN_LARGE[sign]
            section = digit = 0
    return str(total + section + digit)
