"""Proper names in scripts that have capitals, and whether two forms are the same name.

Inside a sentence a capital makes a name; the first word of a sentence is one by what follows it or by being known, and
none if it is an ordinary word of the thesaurus. German gives every noun a capital: there a name is a word known as one,
a common given name, a capital right behind another ("Herrn Meyer", "Tochter Else"), or one that ends as few nouns do.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bookbytes_core.domain.grounding_irregular import IRREGULAR_FORMS
from bookbytes_core.domain.grounding_terms import WORD, TermReader, core, fold
from bookbytes_core.domain.grounding_vocabulary import (
    DETERMINERS,
    GIVEN_NAMES,
    MEASURES,
    NATIONS,
    PREPOSITIONS,
    STOP_WORDS,
    TITLES,
    VERBS_AFTER_NAMES,
)

_SENTENCE_START = re.compile(r"(?:^|[.!?:…]|[“«„»\"‘(\[]|—|--)[\s“«„»\"‘'’(\[¿¡—-]*$")
_LOOK_BACK = 16
_ORDINARY_OPENING = re.compile(
    r"\w{4,}ty|\w+(?:ing|ed|ly|ship|hood|dom|ions?|ments?|ness|ity|ism|ies|ous|ive|ful|less|[ai]ble|wards?|ment[ei]?|ant"
    r"|ung|heit|keit|schaft|lich|isch)"
)
_PRO_DROP = ("es", "it", "pt")
"""Languages in which a sentence may well open with its verb: only what is known opens it as a name."""
_SINGULAR = frozenset(("is", "was", "has", "does"))
_DEMONYM = re.compile(r"[a-z]?(?:i?ans?|eans?|ines?|ese|ish|ch|ic|aise?s?|an[oae]s?|isch\w*|ern?)")
_NATION = re.compile(r"s?(?:m[ae]n|woman|women|land|lands|ia|ish|e?s)?")
_GERMAN_NAME = re.compile(r"\w{2,}[aio]")
_SAME_ROOT = 3
_INFLECTION = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text, and folded for comparison. ``start`` is its place."""

    surface: str
    folded: str
    start: int


class NameReader:
    """Finds names in texts of one language."""

    def __init__(self, terms: TermReader, ordinary: Collection[str] = ()) -> None:
        """``ordinary``: stems of words that name nobody (the thesaurus)."""
        self._terms = terms
        self._ordinary = ordinary
        self._language = terms.language
        self._stop_words = STOP_WORDS.get(terms.language, STOP_WORDS["en"])

    def capitals(self, text: str) -> frozenset[str]:
        """Every folded word with a capital: what a name is looked for among."""
        return frozenset(_bare(match[0]) for match in self._capitals(text))

    def all(self, text: str) -> list[Name]:
        """Every capitalised word of ``text`` that could be a name."""
        return [Name(match[0], _bare(match[0]), match.start()) for match in self._capitals(text)]

    def known(self, texts: Iterable[str]) -> frozenset[str]:
        """The words that ``texts`` use as names beyond doubt."""
        names: set[str] = set()
        nouns: set[str] = set()
        for text in texts:
            for match in self._capitals(text):
                behind = text[max(0, match.start() - _LOOK_BACK) : match.start()]
                if core(match[0]).isupper() or _SENTENCE_START.search(behind):
                    continue
                (nouns if self._is_noun(behind) else names).add(_bare(match[0]))
        return frozenset(names - nouns)

    def names(self, text: str, known: Collection[str], small: Collection[str] = ()) -> list[Name]:
        """The names of one sentence. ``known``: folded names met around it, to judge its first word by; ``small``:
        words met in small letters, which make no name of a first word."""
        if self._language == "de":
            return [name for name in self.all(text) if name.folded in known or self._is_german_name(name, text)]
        return [
            name
            for name in self.all(text)
            if name.folded in known or self._is_name(name.surface, name.start, text, name.folded in small)
        ]

    def _capitals(self, text: str) -> Iterator[re.Match[str]]:
        for match in WORD.finditer(text):
            word = core(match[0])
            small = fold(word)
            if word[0].isupper() and len(word) > 1 and small not in self._stop_words and small not in TITLES:
                yield match

    def _is_noun(self, behind: str) -> bool:
        words = WORD.findall(behind[-_LOOK_BACK:])
        return self._language == "de" and bool(words) and fold(words[-1]) in DETERMINERS

    def _is_name(self, word: str, start: int, text: str, met_small: bool) -> bool:
        behind = text[max(0, start - _LOOK_BACK) : start]
        if _SENTENCE_START.search(behind) and not self._is_addressed(behind):
            return not met_small and self._opens_as_name(word, text[start + len(word) :])
        return True

    def _is_german_name(self, name: Name, text: str) -> bool:
        if name.folded in GIVEN_NAMES or name.folded.removesuffix("s") in GIVEN_NAMES:
            return True
        behind = text[max(0, name.start - _LOOK_BACK) : name.start]
        words = WORD.findall(behind)
        if words and behind.endswith(words[-1] + " ") and words[-1][0].isupper():
            before = fold(words[-1])
            return before in TITLES or not (before in self._stop_words or before in MEASURES)
        return _GERMAN_NAME.fullmatch(name.folded) is not None and not self._is_noun(behind)

    def _is_addressed(self, behind: str) -> bool:
        words = WORD.findall(behind)
        return bool(words) and fold(words[-1]) in TITLES

    def _opens_as_name(self, word: str, rest: str) -> bool:
        """Whether the first word of a sentence is a name, by what follows: nothing else tells."""
        if word.endswith(("'s", "’s")):
            return True
        if self._terms.term(_bare(word)) in self._ordinary or word.endswith(("é", "ée", "és", "ées")):
            return False
        following = WORD.match(rest, 1) if rest.startswith(" ") else None
        return following is not None and self._precedes_as_name(word, following, rest)

    def _precedes_as_name(self, word: str, following: re.Match[str], rest: str) -> bool:
        after = following[0]
        if after[0].isupper() and fold(after) not in self._stop_words:
            return True
        ordinary = _ORDINARY_OPENING.fullmatch(_bare(word)) is not None
        plural = _bare(word).endswith(("s", "x"))
        if self._language in _PRO_DROP:
            return False
        if self._language != "en":
            return not ordinary and not plural and fold(after) not in PREPOSITIONS
        if after.endswith("ly"):
            return self._opens_as_name(word, rest[following.end() :])
        singular = fold(after) in _SINGULAR or (after.endswith("s") and not after.endswith("ss"))
        verb = (
            singular or after.endswith("ed") or fold(after) in VERBS_AFTER_NAMES or fold(after) in IRREGULAR_FORMS["en"]
        )
        return verb and not ordinary and (singular or not plural)


def same_name(one: str, other: str) -> bool:
    """Whether two folded words are forms of one name: "gregors", "gregor"; "florence", "florentine"."""
    if one == other or NATIONS.get(one, one) == NATIONS.get(other, other):
        return True
    shorter, longer = sorted((one, other), key=len)
    root = _shared(one, other)
    if root > _SAME_ROOT and _NATION.fullmatch(longer[root:]) and _NATION.fullmatch(shorter[root:]):
        return True
    if root < _SAME_ROOT or len(shorter) - root > _INFLECTION:
        return False
    if root == len(shorter) and len(longer) - root <= _INFLECTION:
        return True
    return _DEMONYM.fullmatch(longer[root:]) is not None


def holds_name(name: str, words: Iterable[str]) -> bool:
    """Whether one of ``words`` is a form of ``name``."""
    return any(same_name(name, word) for word in words)


def _shared(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _bare(word: str) -> str:
    return fold(core(word))


def capital_words(text: str) -> frozenset[str]:
    """The folded words of ``text`` that begin with a capital."""
    return frozenset(_bare(match[0]) for match in WORD.finditer(text) if core(match[0])[0].isupper())
