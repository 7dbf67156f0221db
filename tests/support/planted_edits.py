"""Falsehoods made by machine: a sentence of the book with one thing changed, and the same sentence lightly retold.

Each function takes a sentence, its language (a primary subtag) and a source of chance, and gives the changed sentence
or ``None`` where there is nothing of its kind to change. The same chance gives the same sentence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

_COUNTS: Mapping[str, str] = {
    "en": "two three four five six seven eight nine ten twelve twenty thirty forty hundred thousand",
    "fr": "deux trois quatre cinq sept huit douze vingt trente quarante cent mille",
    "de": "zwei drei vier fünf sechs sieben neun zehn zwölf zwanzig dreißig hundert tausend",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez doce veinte treinta cien mil",
}
"""Words that are a count and nothing else."""
_HAN_COUNT = re.compile("[二三四五六七八九](?=[つ人個度回年月日章節種段行])")
_HAN_COUNTS = "二三四五六七八九"
_TIMES: Mapping[str, str] = {
    "en": """January February March April May June July August September October November December;
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday; winter summer spring autumn;
        morning evening night noon afternoon midnight; days years months weeks hours minutes;
        day year month week hour minute; yesterday tomorrow""",
    "fr": """janvier février avril juin juillet septembre octobre novembre décembre; lundi mardi mercredi jeudi vendredi
        samedi dimanche; hiver automne; matin soir; jours mois semaines heures; jour semaine heure; hier demain""",
    "de": """Januar Februar April Mai Juni Juli August September Oktober November Dezember; Montag Dienstag Mittwoch
        Donnerstag Freitag Samstag Sonntag; Winter Sommer Herbst; Vormittag Nachmittag Abend; Tage Jahre Monate Wochen
        Stunden; Jahr Monat Woche Stunde; gestern morgen""",
    "es": """enero febrero abril mayo junio julio agosto septiembre octubre noviembre diciembre; lunes miércoles jueves
        viernes sábado domingo; invierno verano otoño; noche tarde; días años meses semanas horas; día año mes semana
        hora; ayer mañana""",
}
"""Groups of words that are times of one kind, parted by semicolons."""
_AMBIGUOUS = frozenset({"May", "March"})
"""Months that are common words as well: planted, never looked for."""
_YEAR = re.compile(r"\b1[0-9]\d\d\b")
_NAME = re.compile(r"(?<=[^\W\d_A-Z.,;] )[A-Z][a-zà-ÿ]{3,}\b(?!['’-])")
_NO_NAMES = frozenset(
    (
        "Lord",
        "Lady",
        "Miss",
        "Chapter",
        "Madame",
        "Monsieur",
        "English",
        "French",
        "German",
        "Spanish",
        "Latin",
        "Greek",
        "Roman",
    )
)
_STRANGERS = ("Margaret", "Theodore", "Wilhelmina", "Barnabas", "Lisbon", "Edinburgh", "Octavia", "Prague")
_DENIAL = re.compile(r"\b(?:not|never) ")
_AUXILIARY = re.compile(
    r"\b(?:is|was|were|are|had|has|have|could|would|should|can|will|must)\b(?! (?:I|you|he|she|it|we|they|not)\b)"
)
_EVENTS = (
    "The {word} then burned every letter in the cellar and fled across the frozen river.",
    "A sudden earthquake destroyed the {word} while everyone was singing.",
    "Soon after, the {word} was sold to a travelling circus for a pair of boots.",
    "The physician declared that the {word} had been poisoned by a jealous cousin.",
)
_TAILS = (
    ", whereupon a jealous cousin burned every letter in the cellar",
    ", and a travelling circus bought the whole of it for a pair of boots",
    ", until a sudden earthquake buried the orchestra beneath the frozen river",
)
_LEADING: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?:And|But|So|For|Then|Yet|Now|Thus|Therefore|However),? (?=[a-zI])"),
    "fr": re.compile(r"(?:Et|Mais|Or|Donc|Puis),? (?=[a-zà-ÿ])"),
    "de": re.compile(r"(?:Und|Aber|Denn|Doch) (?=[a-zäöü])"),
    "es": re.compile(r"(?:Y|Pero|Pues|Entonces),? (?=[a-zá-ÿ])"),
    "ja": re.compile("(?:しかし|また|そして|なお|ただし|ですから|したがって)、"),
}
_CLAUSE = re.compile(r"[;:] |, (?:and|but|et|mais|und|aber|y|pero) ")
_DEPENDENT = re.compile(
    r"(?:If|When|Though|Although|Unless|As|Because|Since|While|Whether|Neither|Not|Had|Were|Should|Quand|Si|Wenn|Als|Ob|Weil|Cuando|Aunque)\b"
)
_LEAST_CLAUSE = 35
"""Characters of a clause that can stand alone."""
_JOINED: Mapping[str, str] = {"en": ", and ", "fr": ", et ", "de": ", und ", "es": ", y ", "ja": "、"}
_LOWERED = re.compile(
    r"(?:He|She|It|They|The|This|There|We|You|Il|Elle|Ils|La|Le|Les|Er|Sie|Es|Die|Der|Das|El|Los|Las)\b"
)


def renamed(text: str, language: str, chance: Random, others: Sequence[str] = ()) -> str | None:
    """Another name in the place of one, half of the time one of ``others`` (names of the same book)."""
    if language in ("de", "ja"):  # there a capital tells no name
        return None
    times = {word for group in _time_groups(language) for word in group}
    places = [m for m in _NAME.finditer(text) if m[0] not in _NO_NAMES and m[0] not in times]
    if not places:
        return None
    place = chance.choice(places)
    known = [name for name in others if name not in text]
    names = known if known and chance.random() < 0.5 else [name for name in _STRANGERS if name not in text]
    return _put(text, place, chance.choice(names))


def names_of(texts: Sequence[str]) -> tuple[str, ...]:
    """The words of ``texts`` that look like names more than once, in the order of the alphabet."""
    found = [match[0] for text in texts for match in _NAME.finditer(text)]
    return tuple(sorted({name for name in found if found.count(name) > 1 and name not in _NO_NAMES}))


def recounted(text: str, language: str, chance: Random) -> str | None:
    """Another count, in words or digits."""
    words = _COUNTS.get(language, "").split()
    places = list(re.finditer(rf"\b(?:{'|'.join((*words, r'[0-9]+'))})\b", text))
    places += _HAN_COUNT.finditer(text) if language == "ja" else ()
    if not places:
        return None
    place = chance.choice(places)
    if place[0].isdecimal() and place[0].isascii():
        return _put(text, place, str(int(place[0]) + chance.randint(1, 9)))
    pool = _HAN_COUNTS if place[0] in _HAN_COUNTS else words
    return _put(text, place, chance.choice([other for other in pool if other != place[0]]))


def redated(text: str, language: str, chance: Random) -> str | None:
    """Another month, weekday, season, time of day or unit of time; another year."""
    groups = _time_groups(language)
    words = [word for group in groups for word in group if word not in _AMBIGUOUS]
    places = list(re.finditer(rf"\b(?:{'|'.join(words)})\b", text)) if words else []
    places += _YEAR.finditer(text)
    if not places:
        return None
    place = chance.choice(places)
    if place[0].isdecimal():
        return _put(text, place, str(int(place[0]) + chance.randint(2, 30)))
    group = next(group for group in groups if place[0] in group)
    return _put(text, place, chance.choice([other for other in group if other != place[0]]))


def negated(text: str, language: str, chance: Random) -> str | None:
    """A denial taken out, or one put behind an auxiliary."""
    if language != "en":
        return None
    if denials := list(_DENIAL.finditer(text)):
        return _put(text, chance.choice(denials), "")
    auxiliary = _AUXILIARY.search(text)
    return None if auxiliary is None else _put(text, auxiliary, f"{auxiliary[0]} not")


def invented(text: str, language: str, chance: Random) -> str | None:
    """An event that no book holds: about a word of the sentence, or (one in three) as its tail."""
    words = re.findall(r"\b[a-z]{5,}\b", text)
    if language != "en" or not words:
        return None
    if chance.random() < 1 / 3:
        return text.rstrip(".!?;:,”’\"'") + chance.choice(_TAILS) + "."
    return chance.choice(_EVENTS).format(word=chance.choice(words))


def retold(text: str, language: str, chance: Random, following: str | None = None) -> str | None:
    """The same said with less, or together with the sentence that follows it."""
    ways = [_without_leading(text, language), _first_clause(text), _joined(text, language, following)]
    possible = [told for told in ways if told is not None and told != text]
    return chance.choice(possible) if possible else None


EDITS: Mapping[str, Callable[[str, str, Random], str | None]] = {
    "number": recounted,
    "date": redated,
    "negation": negated,
    "invented": invented,
}
"""The kinds of fault that need nothing but the sentence."""


def _put(text: str, place: re.Match[str], new: str) -> str:
    return text[: place.start()] + new + text[place.end() :]


def _time_groups(language: str) -> list[list[str]]:
    return [group.split() for group in _TIMES.get(language, "").split(";")]


def _without_leading(text: str, language: str) -> str | None:
    pattern = _LEADING.get(language)
    leading = pattern.match(text) if pattern else None
    if leading is None:
        return None
    rest = text[leading.end() :]
    return rest[0].upper() + rest[1:]


def _first_clause(text: str) -> str | None:
    if _DEPENDENT.match(text):
        return None
    ends = [end.start() for end in _CLAUSE.finditer(text) if end.start() >= _LEAST_CLAUSE]
    return text[: ends[0]] + "." if ends else None


def _joined(text: str, language: str, following: str | None) -> str | None:
    if following is None or text[-1] not in ".。" or language not in _JOINED:
        return None
    if _LOWERED.match(following):
        return text[:-1] + _JOINED[language] + following[0].lower() + following[1:]
    return text[:-1] + ("、" if language == "ja" else "; ") + following
