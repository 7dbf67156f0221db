"""How five languages write numbers, and the words that go with them when they are read aloud."""

from collections.abc import Mapping
from dataclasses import dataclass

Fraction = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Money:
    """A currency and its hundredth, each with one and with many."""

    one: str
    many: str
    cent: str
    cents: str


@dataclass(frozen=True, slots=True)
class NumberWords:
    """``one`` stands before a noun. ``of`` joins a scale and a noun ("millions d'euros"). ``cents`` formats an amount
    with ``{money}``, ``{cents}`` and ``{unit}``; ``time`` one with ``{hour}`` and ``{minute}``. ``fractions`` are said
    alone and, formatted with ``{whole}``, after a whole number."""

    decimal: str
    group: str
    point: str
    one: str
    minus: str
    percent: str
    degree: tuple[str, str]
    scales: str
    of: str
    cents: str
    time: str
    hour: str
    mixed: str
    money: Mapping[str, Money]
    units: Mapping[str, tuple[str, str]]
    fractions: Mapping[Fraction, str]


_GLYPHS: Mapping[str, Fraction] = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}
FRACTION_GLYPHS = _GLYPHS

_SYMBOLS = ("km", "m", "cm", "mm", "kg", "g", "mg", "km²", "m²", "km/h", "ha", "min")


def _metric(*words: tuple[str, str]) -> dict[str, tuple[str, str]]:
    return dict(zip(_SYMBOLS, words, strict=True))


def _same(word: str) -> tuple[str, str]:
    return word, word


def _plural(word: str, ending: str = "s") -> tuple[str, str]:
    return word, word + ending


NUMBER_WORDS: Mapping[str, NumberWords] = {
    "en": NumberWords(
        decimal=".",
        group=",",
        point="point",
        one="one",
        minus="minus",
        percent="percent",
        degree=("degree", "degrees"),
        scales="hundred|thousand|million|billion|trillion|k|m|bn",
        of=" ",
        cents="{money} and {cents} {unit}",
        time="{hour} {minute}",
        hour="{hour} o'clock",
        mixed="{whole} and {fraction}",
        money={
            "$": Money("dollar", "dollars", "cent", "cents"),
            "£": Money("pound", "pounds", "penny", "pence"),
            "€": Money("euro", "euros", "cent", "cents"),
            "¥": Money(*_same("yen"), *_same("sen")),
            "₹": Money("rupee", "rupees", *_same("paise")),
        },
        units=_metric(
            _plural("kilometre"),
            _plural("metre"),
            _plural("centimetre"),
            _plural("millimetre"),
            _plural("kilogram"),
            _plural("gram"),
            _plural("milligram"),
            _plural("square kilometre"),
            _plural("square metre"),
            ("kilometre an hour", "kilometres an hour"),
            _plural("hectare"),
            _plural("minute"),
        )
        | {
            "mph": ("mile an hour", "miles an hour"),
            "mi": _plural("mile"),
            "ft": ("foot", "feet"),
            "yd": _plural("yard"),
            "lb": _plural("pound"),
            "lbs": _plural("pound"),
            "oz": _plural("ounce"),
        },
        fractions={
            (1, 2): "a half",
            (1, 3): "a third",
            (2, 3): "two thirds",
            (1, 4): "a quarter",
            (3, 4): "three quarters",
            (1, 5): "a fifth",
            (2, 5): "two fifths",
            (3, 5): "three fifths",
            (4, 5): "four fifths",
            (1, 6): "a sixth",
            (5, 6): "five sixths",
            (1, 8): "an eighth",
            (3, 8): "three eighths",
            (5, 8): "five eighths",
            (7, 8): "seven eighths",
            (1, 10): "a tenth",
        },
    ),
    "de": NumberWords(
        decimal=",",
        group=".",
        point="Komma",
        one="ein",
        minus="minus",
        percent="Prozent",
        degree=_same("Grad"),
        scales="Tausend|Millionen?|Milliarden?|Billionen?",
        of=" ",
        cents="{money} {cents}",
        time="{hour} Uhr {minute}",
        hour="{hour} Uhr",
        mixed="{whole} {fraction}",
        money={
            "$": Money(*_same("Dollar"), *_same("Cent")),
            "£": Money(*_same("Pfund"), *_same("Pence")),
            "€": Money(*_same("Euro"), *_same("Cent")),
        },
        units=_metric(
            *map(_same, ("Kilometer", "Meter", "Zentimeter", "Millimeter", "Kilogramm", "Gramm", "Milligramm")),
            *map(_same, ("Quadratkilometer", "Quadratmeter", "Kilometer pro Stunde", "Hektar")),
            _plural("Minute", "n"),
        ),
        fractions={
            (1, 2): "einhalb",
            (1, 3): "ein Drittel",
            (2, 3): "zwei Drittel",
            (1, 4): "ein Viertel",
            (3, 4): "drei Viertel",
        },
    ),
    "fr": NumberWords(
        decimal=",",
        group=".",
        point="virgule",
        one="un",
        minus="moins",
        percent="pour cent",
        degree=_plural("degré"),
        scales="mille|millions?|milliards?",
        of=" de ",
        cents="{money} {cents}",
        time="{hour} heures {minute}",
        hour="{hour} heures",
        mixed="{whole} et {fraction}",
        money={
            "$": Money("dollar", "dollars", "cent", "cents"),
            "£": Money("livre", "livres", "penny", "pence"),
            "€": Money("euro", "euros", "centime", "centimes"),
        },
        units=_metric(
            *map(_plural, ("kilomètre", "mètre", "centimètre", "millimètre", "kilogramme", "gramme", "milligramme")),
            ("kilomètre carré", "kilomètres carrés"),
            ("mètre carré", "mètres carrés"),
            ("kilomètre à l'heure", "kilomètres à l'heure"),
            *map(_plural, ("hectare", "minute")),
        ),
        fractions={
            (1, 2): "un demi",
            (1, 3): "un tiers",
            (2, 3): "deux tiers",
            (1, 4): "un quart",
            (3, 4): "trois quarts",
        },
    ),
    "es": NumberWords(
        decimal=",",
        group=".",
        point="coma",
        one="un",
        minus="menos",
        percent="por ciento",
        degree=_plural("grado"),
        scales="mil|millón|millones|billones",
        of=" de ",
        cents="{money} con {cents}",
        time="{hour} y {minute}",
        hour="{hour} en punto",
        mixed="{whole} y {fraction}",
        money={
            "$": Money("dólar", "dólares", "centavo", "centavos"),
            "£": Money("libra", "libras", "penique", "peniques"),
            "€": Money("euro", "euros", "céntimo", "céntimos"),
        },
        units=_metric(
            *map(_plural, ("kilómetro", "metro", "centímetro", "milímetro", "kilogramo", "gramo", "miligramo")),
            ("kilómetro cuadrado", "kilómetros cuadrados"),
            ("metro cuadrado", "metros cuadrados"),
            ("kilómetro por hora", "kilómetros por hora"),
            *map(_plural, ("hectárea", "minuto")),
        ),
        fractions={
            (1, 2): "medio",
            (1, 3): "un tercio",
            (2, 3): "dos tercios",
            (1, 4): "un cuarto",
            (3, 4): "tres cuartos",
        },
    ),
    "it": NumberWords(
        decimal=",",
        group=".",
        point="virgola",
        one="un",
        minus="meno",
        percent="per cento",
        degree=("grado", "gradi"),
        scales="mila|milione|milioni|miliardo|miliardi",
        of=" di ",
        cents="{money} e {cents}",
        time="{hour} e {minute}",
        hour="{hour} in punto",
        mixed="{whole} e {fraction}",
        money={
            "$": Money("dollaro", "dollari", "centesimo", "centesimi"),
            "£": Money("sterlina", "sterline", "penny", "pence"),
            "€": Money(*_same("euro"), "centesimo", "centesimi"),
        },
        units=_metric(
            *((f"{stem}o", f"{stem}i") for stem in ("chilometr", "metr", "centimetr", "millimetr")),
            ("chilogrammo", "chilogrammi"),
            ("grammo", "grammi"),
            ("milligrammo", "milligrammi"),
            ("chilometro quadrato", "chilometri quadrati"),
            ("metro quadrato", "metri quadrati"),
            ("chilometro all'ora", "chilometri all'ora"),
            ("ettaro", "ettari"),
            ("minuto", "minuti"),
        ),
        fractions={
            (1, 2): "mezzo",
            (1, 3): "un terzo",
            (2, 3): "due terzi",
            (1, 4): "un quarto",
            (3, 4): "tre quarti",
        },
    ),
}
"""By primary language subtag. In other languages the engine reads numbers its own way."""
