"""How central each sentence is to its chapter: TextRank over TF-IDF vectors.

TextRank (Mihalcea and Tarau, 2004) is PageRank on the graph of sentences whose edges weigh their cosine similarity.
The matrix of similarities S is never built: with X the sparse, unit-length vectors, S v = X (X' v) - v, so a step costs
what the text is long, and 4,000 sentences take no more room than their words. Sums run in a fixed order in one thread
(``bincount``, no BLAS), so the same text gives the same scores in every process.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DAMPING = 0.85
_STEPS = 30
_TITLE_PULL = 2.0
"""How much likelier the walk begins at a sentence that speaks of the title than at one that does not."""
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Vectors:
    """Sentences as TF-IDF vectors of length 1, in coordinate form: sorted by ``row`` (sentence), then term."""

    row: "NDArray[np.intp]"
    term: "NDArray[np.intp]"
    weight: "NDArray[np.float64]"
    sentences: int
    terms: int

    def project(self, values: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """X' v: the weighted sum of all sentences' vectors."""
        return np.bincount(self.term, weights=self.weight * values[self.row], minlength=self.terms).astype(np.float64)

    def compare(self, direction: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """X d: how far each sentence points along ``direction``."""
        return np.bincount(self.row, weights=self.weight * direction[self.term], minlength=self.sentences).astype(
            np.float64
        )


def vectors(terms: Sequence[Sequence[str]], extra: Sequence[str] = ()) -> tuple[Vectors, "NDArray[np.float64]"]:
    """The vectors of ``terms`` (one list a sentence) and, in the same space, the direction of ``extra``."""
    counts = [Counter(sentence) for sentence in terms]
    frequency = Counter(term for count in counts for term in count)
    index = {term: place for place, term in enumerate(frequency)}
    rarity = {term: math.log(1 + len(terms) / number) for term, number in frequency.items()}
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for row, count in enumerate(counts):
        raw = {index[term]: (1 + math.log(times)) * rarity[term] for term, times in count.items()}
        length = math.sqrt(math.fsum(value * value for value in raw.values()))
        rows += [row] * len(raw)
        columns += raw
        weights += [value / length for value in raw.values()]
    direction = np.zeros(max(1, len(index)))
    for term in set(extra) & index.keys():
        direction[index[term]] = rarity[term]
    sparse = Vectors(
        np.array(rows, np.intp), np.array(columns, np.intp), np.array(weights), len(terms), max(1, len(index))
    )
    return sparse, direction


def centrality(space: Vectors, title: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Each sentence's TextRank, rounded; the mean is 1 over sentences. Sentences without terms get the least."""
    if space.sentences == 0:
        return np.zeros(0)
    nothing = np.bincount(space.row, minlength=space.sentences) == 0
    degree = space.compare(space.project(np.ones(space.sentences))) - np.where(nothing, 0.0, 1.0)
    spread = np.where(degree > 10**-_DIGITS, 1 / np.maximum(degree, 10**-_DIGITS), 0.0)
    start = _start(space, title)
    rank = start
    for _ in range(_STEPS):
        handed = rank * spread
        flow = space.compare(space.project(handed)) - np.where(nothing, 0.0, handed)
        rank = (1 - _DAMPING) * start + _DAMPING * np.maximum(flow, 0.0)
    rounded: NDArray[np.float64] = np.round(rank / max(rank.mean(), 10**-_DIGITS), _DIGITS)
    return rounded


def _start(space: Vectors, title: "NDArray[np.float64]") -> "NDArray[np.float64]":
    length = math.sqrt(float(np.sum(title * title)))
    pull = space.compare(title) / length if length else np.zeros(space.sentences)
    start = 1 + _TITLE_PULL * pull
    levelled: NDArray[np.float64] = start / start.mean()
    return levelled
