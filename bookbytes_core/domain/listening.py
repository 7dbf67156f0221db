"""How long each chapter's summary may be: by words, by a share of the chapter, or by a listening budget."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from bookbytes_core.domain.book_text import BlockKind, ChapterText
from bookbytes_core.domain.words import measure_words
from bookbytes_core.errors import InvalidInput

DEFAULT_SHARE = 0.15
DEFAULT_LEAST = 60
DEFAULT_MOST = 450
DEFAULT_FROM_MEMORY = 150
"""Words for a chapter that is told from memory: of its length nothing is known."""

_MOST_FROM_MEMORY = 1_500
"""Ten minutes a chapter: who is asked for more of what nobody has read invents it."""
_CHARACTERS_A_WORD, _UNSPACED_CHARACTERS_A_WORD = 6, 2
"""With the space after it; see ``domain.words`` for scripts without spaces."""
_UNSPACED_LANGUAGES = frozenset({"ja", "zh", "yue", "th", "lo", "my", "km"})

_USUAL_SENTENCE = 120
"""Characters: about the mean of the sentences that summaries are made of."""

_STOP = re.compile(r"[.!?。！？](?=\s|$)|[。！？]")

_LEAST_CHARACTERS = 40
"""Less than a short sentence a chapter is no summary."""

_CALIBRATION: Mapping[str, tuple[str, ...]] = {
    "en": (
        "A clock on the wall of the reading room has stopped, and nobody has noticed for most of the afternoon.",
        "The librarian, who knows every shelf by heart, walks slowly between the tables and collects what was left.",
        "Outside, rain is falling on the square, on the market stalls and on the long queue at the tram stop.",
        "Most of the people in the room have come to be dry; a few of them, as it happens, have begun to read.",
        "The lamps go on.",
        "Nobody looks up.",
    ),
    "de": (
        "Eine Uhr an der Wand des Lesesaals ist stehen geblieben, und den halben Nachmittag hat es niemand bemerkt.",
        "Die Bibliothekarin, die jedes Regal auswendig kennt, geht langsam zwischen den Tischen umher.",
        "Draußen fällt Regen auf den Platz, auf die Marktstände und auf die lange Schlange an der Haltestelle.",
        "Die Lampen gehen an.",
        "Niemand sieht auf.",
    ),
    "fr": (
        "Une horloge au mur de la salle de lecture s'est arrêtée, et personne ne l'a remarqué de tout l'après-midi.",
        "La bibliothécaire, qui connaît chaque rayon par cœur, marche lentement entre les tables.",
        "Dehors, la pluie tombe sur la place, sur les étals du marché et sur la longue file à l'arrêt du tramway.",
        "Les lampes s'allument.",
        "Personne ne lève la tête.",
    ),
    "es": (
        "Un reloj en la pared de la sala de lectura se ha parado, y nadie lo ha notado en toda la tarde.",
        "La bibliotecaria, que conoce cada estante de memoria, camina despacio entre las mesas.",
        "Fuera, la lluvia cae sobre la plaza, sobre los puestos del mercado y sobre la larga cola del tranvía.",
        "Se encienden las luces.",
        "Nadie levanta la vista.",
    ),
    "it": (
        "Un orologio sulla parete della sala di lettura si è fermato, e nessuno lo ha notato per tutto il pomeriggio.",
        "La bibliotecaria, che conosce ogni scaffale a memoria, cammina lentamente tra i tavoli.",
        "Fuori la pioggia cade sulla piazza, sulle bancarelle del mercato e sulla lunga fila alla fermata del tram.",
        "Si accendono le luci.",
        "Nessuno alza gli occhi.",
    ),
    "ja": (
        "閲覧室の壁の時計が止まっているが、午後の間ずっと誰も気がつかなかった。",
        "どの棚も覚えている司書は、机の間をゆっくりと歩き、残された本を集めている。",
        "灯りがつく。",
    ),
    "zh": (
        "阅览室墙上的钟停了，整个下午都没有人注意到。",
        "熟悉每一个书架的图书管理员慢慢地走在桌子之间，收拾留下的书。",
        "灯亮了。",
    ),
}


_MACRO = {"cmn": "zh", "yue": "zh"}
"""Languages that are written as another one is."""


@dataclass(frozen=True, slots=True)
class SpeakingRate:
    """Measured once per engine and voice on ``calibration_text``, never on chapters of a run.

    A sentence takes ``seconds_per_sentence`` (its pause, its slower end) and ``seconds_per_character`` for each of its
    characters.
    """

    seconds_per_character: float
    seconds_per_sentence: float = 0.0

    @classmethod
    def measured(cls, sentences: Sequence[str], ends: Sequence[float], duration: float) -> "SpeakingRate":
        """The straight line nearest to what each sentence took (least squares); without ``ends`` by characters."""
        lengths = [len(sentence) + 1 for sentence in sentences]
        if len(ends) != len(lengths):
            return cls(duration / sum(lengths))
        took = [end - start for start, end in zip((0.0, *ends), ends, strict=False)]
        mean_length, mean_took = sum(lengths) / len(lengths), sum(took) / len(took)
        spread = sum((length - mean_length) ** 2 for length in lengths)
        together = sum((x - mean_length) * (y - mean_took) for x, y in zip(lengths, took, strict=True))
        slope = together / spread if spread else 0.0
        rest = mean_took - slope * mean_length
        return cls(slope, rest) if slope > 0 and rest > 0 else cls(duration / sum(lengths))

    @property
    def usual(self) -> float:
        """Seconds a character in running text."""
        return self.seconds_per_character + self.seconds_per_sentence / _USUAL_SENTENCE

    def seconds(self, text: str) -> float:
        """How long ``text`` takes, counting the sentences in it by their full stops."""
        sentences = max(1, len(_STOP.findall(text)))
        return len(text) * self.seconds_per_character + sentences * self.seconds_per_sentence


USUAL_RATE = SpeakingRate(1 / 15)
"""An easy pace of speech in an alphabet; nearly all voices are within a third of it."""

UNSPACED_RATE = SpeakingRate(2 / 9)
"""The same for a script without spaces."""


@dataclass(frozen=True, slots=True)
class ChapterLoad:
    """What one chapter brings into the plan: its length in measured words and characters, and the seconds of its file
    that are not summary (opening, pauses)."""

    words: int
    characters: int
    fixed_seconds: float

    @classmethod
    def of(cls, chapter: ChapterText, fixed_seconds: float = 0.0) -> "ChapterLoad":
        texts = [p.text for p in chapter.paragraphs if p.kind is not BlockKind.HEADING]
        return cls(sum(map(measure_words, texts)), sum(len(text) + 1 for text in texts), fixed_seconds)

    @classmethod
    def untold(cls, language: str, fixed_seconds: float = 0.0) -> "ChapterLoad":
        """What a chapter brings that is to be told from memory: the most there is to tell, and all of them alike."""
        is_unspaced = language.partition("-")[0].lower() in _UNSPACED_LANGUAGES
        characters = _UNSPACED_CHARACTERS_A_WORD if is_unspaced else _CHARACTERS_A_WORD
        return cls(_MOST_FROM_MEMORY, _MOST_FROM_MEMORY * characters, fixed_seconds)


def calibration_text(language: str) -> tuple[str, ...]:
    """The fixed sentences on which a voice's rate is measured; English where the language has none of its own."""
    primary = language.partition("-")[0].lower()
    return _CALIBRATION.get(_MACRO.get(primary, primary), _CALIBRATION["en"])


def has_calibration_text(language: str) -> bool:
    """Whether there are such sentences in this very language."""
    return language in _CALIBRATION


def default_targets(loads: Sequence[ChapterLoad]) -> tuple[int, ...]:
    """15 % of a chapter's words, at least 60 and at most 450; a shorter chapter is spoken whole."""
    return tuple(
        min(load.words, max(DEFAULT_LEAST, min(DEFAULT_MOST, round(load.words * DEFAULT_SHARE)))) for load in loads
    )


def fixed_targets(loads: Sequence[ChapterLoad], words: int) -> tuple[int, ...]:
    """``words`` for each chapter, or all of it where it is shorter."""
    return tuple(min(load.words, words) for load in loads)


def budget_targets(loads: Sequence[ChapterLoad], minutes: float, rate: SpeakingRate) -> tuple[int, ...]:
    """Targets that together fill ``minutes``, shared by the chapters' lengths; no chapter gets more than it holds.

    Raises ``InvalidInput`` (code ``budget_too_small``) when openings alone would not fit.
    """
    fixed = sum(load.fixed_seconds for load in loads)
    seconds = minutes * 60 - fixed
    least = sum(_LEAST_CHARACTERS for load in loads if load.words) * rate.usual
    if seconds <= least:
        needed = (fixed + least) / 60
        raise InvalidInput(
            f"{minutes:g} minutes are too few for {len(loads)} chapters: give at least {ceil(needed)}.",
            code="budget_too_small",
        )
    budget = seconds / rate.usual
    share = _level(loads, budget)
    return tuple(min(load.words, max(1, round(load.words * share))) if load.words else 0 for load in loads)


def _level(loads: Sequence[ChapterLoad], budget_characters: float) -> float:
    total = sum(load.characters for load in loads)
    return min(1.0, budget_characters / total) if total else 0.0
