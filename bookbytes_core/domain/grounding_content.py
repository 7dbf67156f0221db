"""How much of what a claim says its evidence says too, in the same words or in others.

Two measures, because two kinds of falsehood leave two kinds of traces:

- ``share``: how much of the claim's content words is held, each by how much it tells: a word that half of the chapter's
  paragraphs hold (the hero's name) tells little. A fact of another chapter has a low share.
- ``stretch``: the longest run of words not held, where a word held in between takes away about one. An invented tail
  behind a true beginning has a good share but a long stretch.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.grounding_evidence import Evidence
from bookbytes_core.domain.grounding_light import light
from bookbytes_core.domain.grounding_terms import ROOT, akin

_AKIN = 0.8
_FAMILY = 0.7
"""What a word of the same root, or of the same group of the thesaurus, is worth."""
_LIGHT = 0.3
"""What a light word counts beside another."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_SIGN = 0.6
"""What a word is worth whose Chinese characters all stand in the source, in other words: one of the same root."""
_COMPOUNDING = ("de", "nl")
_LEAST_PART = 4


@dataclass(frozen=True, slots=True)
class Content:
    """``share`` lies between 0 and 1; ``stretch`` counts words from 0."""

    share: float
    stretch: float


class ContentScale:
    """Weighs claims against one evidence; ``weights`` are those of the whole chapter."""

    def __init__(
        self,
        evidence: Evidence,
        weights: Mapping[str, float],
        groups: Mapping[str, frozenset[int]],
        language: str,
    ) -> None:
        self._evidence = evidence
        self._weights = weights
        self._groups = groups
        self._light = light(language)
        self._compounds = language in _COMPOUNDING

    def weigh(self, units: Sequence[tuple[str, ...]]) -> Content:
        """``units``: the words of a claim in order, each as its terms."""
        first = dict.fromkeys(units)
        credit = {unit: self._credit_of(unit) for unit in first}
        weight = {unit: _mean(self._weight(term) for term in unit) for unit in first}
        whole = sum(weight.values())
        share = sum(credit[unit] * weight[unit] for unit in first) / whole if whole else 1.0
        return Content(
            share, _stretch((credit[unit], _LIGHT if self._light.issuperset(unit) else 1.0) for unit in first)
        )

    def _weight(self, term: str) -> float:
        return self._weights.get(term, 1.0) * (_LIGHT if term in self._light else 1.0)

    def _credit_of(self, unit: tuple[str, ...]) -> float:
        credit = _mean(self.credit(term) for term in unit)
        signs = dict.fromkeys(_HAN.findall("".join(unit)))
        if not signs:
            return credit
        held = _mean(sign in self._evidence.signs or self._is_family(sign) for sign in signs)
        return max(credit, _SIGN * held)

    def _is_family(self, term: str) -> bool:
        return not self._evidence.families.isdisjoint(self._groups.get(term, ()))

    def credit(self, term: str) -> float:
        """1 for a term that is held, less for a relative, 0 for one the evidence knows nothing of."""
        if term in self._evidence.terms:
            return 1.0
        if any(akin(term, other) for other in self._evidence.roots.get(term[:ROOT], ())):
            return _AKIN
        if self._compounds and self._is_part(term):
            return _AKIN
        return _FAMILY if self._is_family(term) else 0.0

    def _is_part(self, term: str) -> bool:
        if len(term) >= _LEAST_PART and term in self._evidence.joined:
            return True
        return any(len(other) >= _LEAST_PART and other in term for other in self._evidence.terms)


def _stretch(words: Iterable[tuple[float, float]]) -> float:
    """The largest sum of a run: words without credit count up, words with credit count down, each by its weight."""
    most = now = 0.0
    for credit, weight in words:
        now = max(0.0, now + weight * (1 - credit if credit < 0.5 else -credit))  # noqa: PLR2004
        most = max(most, now)
    return most


def _mean(values: Iterable[float]) -> float:
    all_ = list(values)
    return sum(all_) / len(all_)
