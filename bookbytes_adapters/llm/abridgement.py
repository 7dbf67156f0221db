"""A chapter in fewer of its own sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from bookbytes_adapters.llm.quality import worths
from bookbytes_adapters.llm.ranking import centrality, vectors
from bookbytes_adapters.llm.selection import Passage, Score, choose
from bookbytes_adapters.llm.units import Unit, read_units
from bookbytes_core.domain.book_text import BlockKind, Paragraph
from bookbytes_core.domain.grounding_terms import TermReader
from bookbytes_core.domain.words import measure_words

_SCALE = 10_000
_LEAST_CENTRAL = 0.15
"""What the least central sentence is worth beside the most central one."""
_SAID_ALREADY = 0.6
_LEAST_TERMS = 4
"""Sentences of at least so many terms repeat each other when they share this part of the shorter one's terms."""
_SAID_AGAIN = 12
"""How many times less a sentence is worth that another one makes superfluous: still more than a line of code."""
_ROUNDS = 3


def abridge(paragraphs: Sequence[Paragraph], language: str, title: str, target_words: int) -> tuple[Unit, ...]:
    """The sentences to speak, in book order; all of them if the chapter is no longer than ``target_words``."""
    units = read_units(paragraphs, language, target_words)
    whole = sum(measure_words(p.text) for p in paragraphs if p.kind is not BlockKind.HEADING)
    if not units or target_words <= 0:
        return ()
    if min(whole, sum(unit.words for unit in units)) <= target_words:
        return units
    reader = TermReader(language)
    terms = [reader.terms(unit.text) for unit in units]
    scores = _scores(units, terms, reader.terms(title), language)
    chosen = _places(choose(units, scores, target_words))
    superfluous: set[int] = set()
    for _ in range(_ROUNDS):
        repeated = set(_repeated(chosen, terms, scores)) - superfluous
        if not repeated:
            break
        superfluous |= repeated
        scores = [_lessened(score) if place in repeated else score for place, score in enumerate(scores)]
        chosen = _places(choose(units, scores, target_words))
    return tuple(units[place] for place in chosen)


def _scores(units: Sequence[Unit], terms: Sequence[Sequence[str]], title: Sequence[str], language: str) -> list[Score]:
    """Worth times centrality, where centrality counts by its order: the scores of long chapters lie close together."""
    space, direction = vectors(terms, title)
    order = np.argsort(np.argsort(centrality(space, direction), kind="stable"), kind="stable")
    central = _LEAST_CENTRAL + (1 - _LEAST_CENTRAL) * (order + 1) / len(units)
    return [
        Score(1 + round(_SCALE * worth.alone * weight), 1 + round(_SCALE * worth.following * weight))
        for worth, weight in zip(worths(units, language), central.tolist(), strict=True)
    ]


def _lessened(score: Score) -> Score:
    return Score(score.alone // _SAID_AGAIN, score.following // _SAID_AGAIN)


def _places(passages: Sequence[Passage]) -> list[int]:
    return [place for passage in passages for place in passage.places]


def _repeated(chosen: Sequence[int], terms: Sequence[Sequence[str]], scores: Sequence[Score]) -> Iterator[int]:
    """Of every two chosen sentences that say the same the one worth less, the later one if they are equal."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place in chosen:
        own = set(terms[place])
        shared = Counter(other for term in own for other in holders[term])
        for other, number in shared.items():
            shorter = min(len(own), len(set(terms[other])))
            if shorter >= _LEAST_TERMS and number >= _SAID_ALREADY * shorter:
                yield other if scores[other].following < scores[place].following else place
        for term in own:
            holders[term].append(place)
