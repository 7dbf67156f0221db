"""What a text is about, as terms that can be compared: folded, lightly stemmed, without the small words.

Words are cut at white space and punctuation. Scripts without spaces have no words to cut, so their terms are pairs of
neighbouring characters (Han, kana) or triples (Thai, Lao, Khmer, Myanmar), a standard stand-in for words in retrieval.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from bookbytes_core.domain.grounding_irregular import IRREGULAR_FORMS
from bookbytes_core.domain.grounding_vocabulary import DENIALS, STOP_WORDS

_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f"
)
WORD = re.compile(rf"(?!_)\w[\w{_MARKS}]*(?:['’]\w+)*")
"""A word with its vowel signs, apostrophes inside it included ("don't", "l'homme")."""

_UNSPACED_RUN = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]+|[\u30a1-\u30fa\u30fc]+|[\u3041-\u309f]+"
    "|[\u0e00-\u0eff]+|[\u1000-\u109f]+|[\u1780-\u17ff]+"
)
_HIRAGANA = re.compile("[\u3041-\u309f]")
_KATAKANA = re.compile("[\u30a1-\u30fa]")
_SYLLABIC = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_ACCENT = re.compile("(?<=[a-zα-ω])[\u0300-\u036f]+")
_LEAST_STEM = 3
_LONG_STEM = 7
"""Beyond this many letters two forms of one word seldom differ in meaning."""


def _longest_first(endings: str) -> tuple[str, ...]:
    return tuple(sorted(endings.split(), key=len, reverse=True))


_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "en": _longest_first("ingly edly ing ed es ly s e ness nesses ment ments ation ations ful"),
    "de": _longest_first("ungen ung ern em en er es st et te e n s t"),
    "fr": _longest_first(
        "issements issement aient ement eront erent erait ait ant ent ees ee er ez es is it a e s x t"
    ),
    "es": _longest_first(
        "aciones acion amente mente iendo ando aron ieron aban aba ado ido ada ida ar er ir an en os as es a o e s"
    ),
    "it": _longest_first("azioni azione mente ando endo arono avano ava ato uto ito ata are ere ire i e a o"),
    "pt": _longest_first("acoes acao mente ando endo aram avam ava ado ido ada ar er ir am em os as es a o e s"),
    "nl": _longest_first("ingen ing heden heid en er e s t"),
    "ru": _longest_first(
        """иями ями ами ого его ому ему ыми ими ать ять ить ешь ает уют ала ила или али ая яя ое ее ые ие ый ий ой ей ов
        ев ам ям ах ях ом ем ть ет ит ут ют ат ят ла ло ли а я о е ы и у ю ь й"""
    ),
}


ROOT = 4
"""Letters of a stem that its relatives share at the least."""


def primary_language(language: str) -> str:
    """The primary subtag of a BCP 47 tag, in small letters: "en" of "en-GB"."""
    return language.replace("_", "-").partition("-")[0].lower()


def fold(text: str) -> str:
    """Small letters, compatible forms made one, Latin and Greek accents removed: "Cunégonde’s" gives "cunegonde's"."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("ё", "е")
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", folded)))


def core(word: str) -> str:
    """A word without its genitive 's and without French and Italian elisions: "Eldorado" of "d'Eldorado"."""
    return max(re.split("['’]", word), key=len) if "'" in word or "’" in word else word


def stem(word: str, language: str) -> str:
    """The part of a folded word that its forms share. Light on purpose: endings only, and at most seven letters."""
    word = IRREGULAR_FORMS.get(language, {}).get(word, word)
    if language == "en":
        return _english_stem(word)[:_LONG_STEM]
    bare = _without_ending(word, language)
    if language == "es":  # "encuentra", "encontrar"; "piensa", "pensar"
        bare = bare.replace("ue", "o").replace("ie", "e")
    return bare[:_LONG_STEM]


def _english_stem(word: str) -> str:
    bare = _without_ending(word, "en")
    if len(bare) <= _LEAST_STEM:
        return bare
    if bare[-1] == "y":
        return bare[:-1] + "i"
    return bare[:-1] if bare[-1] == bare[-2] and bare[-1] not in "sl" else bare


def _without_ending(word: str, language: str) -> str:
    endings = _ENDINGS.get(language, ())
    if not word.endswith(endings) or word.endswith("ss"):
        return word
    for ending in endings:
        least = _LEAST_STEM + (language in ("de", "nl"))
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def _small_words(language: str) -> frozenset[str]:
    known = language if language in STOP_WORDS else "en"
    return STOP_WORDS[known] | DENIALS[known]


class TermReader:
    """Reads texts of one language into terms, remembering the stems it has met: make one for each piece of work."""

    def __init__(self, language: str) -> None:
        self.language = primary_language(language)
        self._stop_words = _small_words(self.language)
        self._stems: dict[str, str] = {}

    def terms(self, text: str) -> list[str]:
        """The content terms of ``text`` in order, repetitions included; empty when it holds only small words."""
        return [term for unit in self.units(text) for term in unit]

    def units(self, text: str) -> list[tuple[str, ...]]:
        """The same terms, those of one word together: one each, or the pairs of a run of characters without spaces."""
        folded = fold(text)
        words = WORD.findall(folded)
        if folded.isascii() or not _UNSPACED_RUN.search(folded):
            return [(term,) for word in words if (term := self.term(word))]
        return [unit for word in words for unit in self._unspaced(word) if unit]

    def term(self, word: str) -> str:
        """The stem of one folded word, or "" for a small word or a single letter."""
        known = self._stems.get(word)
        if known is None:
            known = self._stems[word] = self._stem_of(word)
        return known

    def _stem_of(self, word: str) -> str:
        if word in self._stop_words:
            return ""
        bare = core(word)
        if bare in self._stop_words or (len(bare) == 1 and not bare.isdigit()):
            return ""
        return stem(bare, self.language)

    def _unspaced(self, word: str) -> Iterator[tuple[str, ...]]:
        place = 0
        for run in _UNSPACED_RUN.finditer(word):
            if run.start() > place and (term := self.term(word[place : run.start()])):
                yield (term,)
            yield tuple(_grams(run[0]))
            place = run.end()
        if place < len(word) and (term := self.term(word[place:])):
            yield (term,)


def _grams(run: str) -> Iterator[str]:
    if _HIRAGANA.match(run):
        return
    if _KATAKANA.match(run):
        yield run
        return
    size = 3 if _SYLLABIC.match(run) else 2
    if len(run) <= size:
        yield run
        return
    for start in range(len(run) - size + 1):
        yield run[start : start + size]


def akin(one: str, other: str) -> bool:
    """Whether two stems share so long a beginning that they are most likely of one family: "persuad", "persuas"."""
    root = max(ROOT, -(-max(len(one), len(other)) * 3 // 4))
    return one[:root] == other[:root] and min(len(one), len(other)) >= root
