"""What a text denies, clause by clause, and whether one text denies what another affirms.

A "not" bears on what stands near it, so texts are compared in clauses and not as bags of words: the head of a denial is
the first content word behind it (in German and Dutch the one before it as well, in Japanese the one it is tied to).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bookbytes_core.domain.grounding_terms import WORD, TermReader, fold
from bookbytes_core.domain.grounding_vocabulary import DENIALS, HALF_DENIALS, NO_DENIALS

_CLAUSE = re.compile(r"[,;:.!?()—–…。、，；！？“”„«»「」『』]+")
_QUOTE = re.compile(r"[“”„«»「」『』]")
_SENTENCE = re.compile(r"[;.!?…。！？；]")
_REACH = 3
"""Content words that one denial can bear on."""
_NEAR = 12
"""Words, small ones included, among which those are looked for."""
_LONGEST_DANGLING = 40
"""Characters of a denial alone between commas, which is read together with the next clause."""
_FAR = 2
"""Clauses within which a subject is still the same."""
_SHARED = 2
"""Terms in common that make two clauses speak of one thing."""
_BACKWARDS = ("de", "nl")
_CONCORD = ("fr", "es", "it", "pt", "ru")
"""Languages in which several denying words make one denial: "no conoce a nadie"."""
_EAST_ASIAN = {
    "ja": re.compile("[な無](?:い|く|かっ|けれ|し)|ません|ずに|ざる|不可|禁止|いけ"),
    "zh": re.compile("[不没沒无無未勿别別非]"),
}
_EAST_ASIAN_HALF = re.compile("[失欠缺避拒禁]|以外|しか")
_TWINS = 0.7
_LEAST_TWIN = 4
"""Share of words in common, and words at least, that make two clauses the same one."""
_HELPERS = frozenset(("do", "does", "did", "don", "will", "shall", "can", "pas", "point", "t"))
_NOMINAL = frozenset(("no", "none", "nobody", "nothing", "neither", "nor", "nowhere", "niemand", "nichts", "weder"))
"""Denials of things, not of deeds; "no" is one in English only."""
_TRANSPARENT = frozenset(
    ("hop", "want", "wish", "tri", "try", "dar", "need", "seem", "able", "choos", "intend", "manag")
)
"""Verbs that pass a denial on to the next: "cannot hope to deceive"."""
_PHRASES = re.compile(r"\b(?:far from|anything but|by no means|in no way|on no account)\b")
"""English phrases that deny like "not"."""
_NOWHERE = re.compile(r"(?!)")
_NONE: frozenset[str] = frozenset()
_LIKE = 0.8
_MUCH = 3
"""Share of a clause's terms, and terms, that a source holds close together before the clause can deny it."""
_LIKE_DENIED = 0.5
"""The same share before it can affirm what the source denies."""


@dataclass(frozen=True, slots=True)
class Clause:
    """``heads``: the terms that denials bear on first, ``verbs`` those behind a "not", not a "no"; ``reach``: all that
    they may bear on. ``half``: something denies in part."""

    words: frozenset[str]
    """All words but denials and the helper "do"."""
    terms: frozenset[str]
    heads: frozenset[str]
    verbs: frozenset[str]
    reach: frozenset[str]
    denials: int
    turns: int
    """How many of the denials are of deeds: each one turns the sense round."""
    half: bool
    sentence: int
    dangling: bool = False
    """Its denial stands alone between commas: "would not, I must confess, be"; "tries, fails, gives up"."""


class DenialReader:
    """Reads the clauses of texts in one language."""

    def __init__(self, terms: TermReader) -> None:
        self._terms = terms
        code = terms.language
        known = code if code in DENIALS or code in _EAST_ASIAN else "en"
        self._denials = DENIALS.get(known, frozenset())
        self._half = re.compile(HALF_DENIALS[known], re.VERBOSE) if known in HALF_DENIALS else _NOWHERE
        self._signs = _EAST_ASIAN.get(known)
        edge = "" if self._signs else r"\b"
        self._none = re.compile(f"{edge}(?:{NO_DENIALS[known]}){edge}") if known in NO_DENIALS else _NOWHERE

    def clauses(self, text: str) -> tuple[Clause, ...]:
        plain = _PHRASES.sub("not", self._none.sub(" ", fold(text)))
        return tuple(self._clauses(plain))

    def _clauses(self, folded: str) -> Iterator[Clause]:
        start = sentence = 0
        dangling = False
        sentences = list(_SENTENCE.finditer(folded))
        ends_of_sentences = [match.start() for match in sentences]
        asked = [*(match[0] in "?？" for match in sentences), False]
        for mark in (*_CLAUSE.finditer(folded), None):
            end = mark.start() if mark else len(folded)
            clause = self._read(folded[start:end], sentence)
            if clause.denials and asked[bisect_left(ends_of_sentences, end)]:  # it may well mean to affirm
                clause = replace(clause, heads=_NONE, verbs=_NONE, half=True)
            ends = mark is None or bool(_SENTENCE.search(mark[0]))
            if clause.terms or ends:
                bare = (clause.denials > 0 or clause.half) and len(clause.terms) <= 1
                yield replace(clause, dangling=dangling or bare)
            quoted = mark is not None and bool(_QUOTE.search(mark[0]))
            alone = not (clause.terms or ends or quoted) and clause.denials > 0
            dangling = alone and end - start < _LONGEST_DANGLING
            if not dangling and mark:
                start = mark.end()
            sentence += ends

    def _read(self, text: str, sentence: int) -> Clause:
        return self._unspaced(text, sentence, self._signs) if self._signs else self._clause(text, sentence)

    def _clause(self, text: str, sentence: int) -> Clause:
        words = [match[0] for match in WORD.finditer(text)]
        heads: set[str] = set()
        verbs: set[str] = set()
        reach: set[str] = set()
        denials = turns = 0
        half = any(self._half.fullmatch(word) for word in words)
        for place, word in enumerate(words):
            if not self._denies(word):
                continue
            near = self._near(words, place)
            denials += 1
            turns += word not in _NOMINAL
            reach.update(near)
            if denials > 1 and self._terms.language in _CONCORD:
                continue
            first = near[: 2 if self._terms.language in _BACKWARDS else 1]
            heads.update(first)
            verbs.update(() if word in _NOMINAL else first)
        return Clause(
            words=frozenset(word for word in words if not self._denies(word) and word not in _HELPERS),
            terms=frozenset(self._content(words)),
            heads=frozenset(heads),
            verbs=frozenset(verbs),
            reach=frozenset(reach),
            denials=denials,
            turns=turns,
            half=half,
            sentence=sentence,
        )

    def _denies(self, word: str) -> bool:
        return word in self._denials or word.endswith("n't") or word.startswith("n'")

    def _near(self, words: list[str], place: int) -> list[str]:
        own = [words[place][2:]] if words[place].startswith("n'") else []
        behind = [word for word in (*own, *words[place + 1 : place + _NEAR]) if not word.endswith("ly")]
        after = [term for term in self._content(behind) if term not in _TRANSPARENT][:_REACH]
        if self._terms.language not in _BACKWARDS and after:
            return after
        before = self._content(reversed(words[max(0, place - _NEAR) : place]))[:_REACH]
        return [*after[:1], *before[:1], *after[1:], *before[1:]]

    def _content(self, words: Iterable[str]) -> list[str]:
        return [term for word in words if (term := self._terms.term(word))]

    def _unspaced(self, text: str, sentence: int, signs_of: re.Pattern[str]) -> Clause:
        terms = self._terms.terms(text)
        near: list[str] = []
        signs = list(signs_of.finditer(text))
        for sign in signs:
            tied = text[: sign.start()] if self._terms.language == "ja" else text[sign.end() :]
            found = self._terms.terms(tied)
            near += found[-_REACH:][::-1] if self._terms.language == "ja" else found[:_REACH]
        heads = frozenset(near[:1])
        return Clause(
            words=frozenset(terms),
            terms=frozenset(terms),
            heads=heads,
            verbs=heads,
            reach=frozenset(near),
            denials=bool(signs),
            turns=bool(signs),
            half=_EAST_ASIAN_HALF.search(text) is not None,
            sentence=sentence,
        )


def contradicts(claim: Sequence[Clause], source: Sequence[Clause]) -> bool:
    """Whether ``claim`` denies what ``source`` affirms, or affirms what it denies, on words that both hold."""
    everything = frozenset().union(*(clause.terms for clause in claim))
    return any(
        _is_turned_round(clause, source)
        or _denies_affirmed(clause, source)
        or _affirms_denied(clause, everything, source)
        for clause in claim
    )


def _is_turned_round(clause: Clause, source: Sequence[Clause]) -> bool:
    """Whether a source clause is the same word for word, but for a denial."""
    twins = [other for other in source if _likeness(clause.words, other.words) >= _TWINS]
    return bool(twins) and all((other.turns - clause.turns) % 2 for other in twins)


def _denies_affirmed(clause: Clause, source: Sequence[Clause]) -> bool:
    """Whether the source says the denied word itself, or else something very like the clause, without a doubt."""
    if clause.half or not any(_is_like(clause, source, i, _LIKE, _MUCH) for i in range(len(source))):
        return False
    if places := [i for i, other in enumerate(source) if clause.verbs & other.terms]:
        likeness = {i: len(clause.terms & _around(source, i, 1)) for i in places}
        most = max(likeness.values())
        return not any(_doubtful(clause, source, i) for i in places if likeness[i] == most)
    places = [i for i, other in enumerate(source) if clause.reach & other.terms]
    alike = any(len(clause.terms & _around(source, i, 1)) >= _SHARED for i in places)
    return alike and not any(source[i].denials or source[i].half or _doubtful(clause, source, i) for i in places)


def _affirms_denied(clause: Clause, everything: frozenset[str], source: Sequence[Clause]) -> bool:
    """Whether the head of a denial stands in the claim undenied, on the same subject, and nowhere so in the source."""
    if clause.denials:
        return False
    for place, other in enumerate(source):
        head = other.heads & clause.terms
        if not head or clause.half != other.half or len(everything & _around(source, place, _FAR)) < _SHARED:
            continue
        if not any(_is_like(clause, source, i, _LIKE_DENIED, 1) for i in range(place - 1, place + 2)):
            continue
        shared = len(clause.terms & other.terms)
        if not any(head & c.terms - c.reach and len(clause.terms & c.terms) >= shared for c in source):
            return True
    return False


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if len(one) >= _LEAST_TWIN else 0.0


def _around(source: Sequence[Clause], place: int, reach: int) -> frozenset[str]:
    return frozenset().union(*(c.terms for c in source[max(0, place - reach) : place + reach + 1]))


def _is_like(clause: Clause, source: Sequence[Clause], place: int, share: float, least: int) -> bool:
    common = len(clause.terms & _around(source, place, 1)) if 0 <= place < len(source) else 0
    return common >= max(least, share * len(clause.terms))


def _doubtful(clause: Clause, source: Sequence[Clause], place: int) -> bool:
    """Whether the clause at ``place`` denies the same itself, or one beside it that goes on about it does."""
    own = source[place]
    if own.reach & clause.reach or (own.half and not clause.half):
        return True
    near = [(abs(i - place), c) for i, c in enumerate(source) if c.sentence == own.sentence and i != place]
    return any(
        (c.dangling and distance <= _FAR) or (distance == 1 and bool(c.terms & clause.terms))
        for distance, c in near
        if c.denials or c.half
    )
