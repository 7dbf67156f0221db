"""Choosing the sentences: one short passage from every part of the chapter, together as long as asked for.

The chapter is cut into blocks of equal length, at paragraphs and headings where they are near; from each block one
passage of neighbouring sentences is taken, or none, which costs. Of all ways to do that, the one with the highest value
whose length is the target is found by dynamic programming over exact word counts, so lengths are met by fitting
sentences together and not by cutting one off. Values are whole numbers: equal scores are equal everywhere, and the
earlier passage wins.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from bookbytes_adapters.llm.units import Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

PASSAGE_WORDS = 40
"""Target words a block is asked for: a long sentence or two short ones."""
_LONGEST_PASSAGE = 2.6
"""Longest passage, in multiples of what its block is asked for."""
_SHORTEST_PASSAGE = 6
"""Words: less than that ("Strange!") fills a gap but says nothing."""
_FIT = 15
"""Sentences worth so many times less than their block's best are passed over: code, tables, what was said before."""
_COVERAGE = 0.5
_BATCH_BLOCKS = 24
"""Blocks fitted together: bounds time and memory for a summary of any length."""
_TOLERANCE = 0.12
_LEAST_TOLERANCE = 2
_IMPOSSIBLE = np.int64(-(2**60))


@dataclass(frozen=True, slots=True)
class Score:
    """Whole-number worth of a word of a sentence chosen ``alone`` and ``following`` the sentence before it."""

    alone: int
    following: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that follow each other but for some not fit to be spoken, by their places in the chapter."""

    places: tuple[int, ...]
    words: int
    value: int


def choose(units: Sequence[Unit], scores: Sequence[Score], target: int) -> tuple[Passage, ...]:
    """Passages in book order whose words together come nearest to ``target``; at least one if there is any sentence."""
    total = sum(unit.words for unit in units)
    count = max(1, min(len(units), round(target / PASSAGE_WORDS)))
    parts = blocks(units, count)
    chosen: list[Passage] = []
    spent = done = 0
    for first in range(0, len(parts), _BATCH_BLOCKS):
        batch = parts[first : first + _BATCH_BLOCKS]
        done += sum(units[i].words for block in batch for i in block)
        ask = round(target * done / total) - spent
        limit = max(target / count * _LONGEST_PASSAGE, target / count + 20)
        found = _fit([_passages(units, scores, block, limit) for block in batch], max(ask, 1))
        chosen += found
        spent += sum(passage.words for passage in found)
    return tuple(chosen)


def blocks(units: Sequence[Unit], count: int) -> tuple[range, ...]:
    """``count`` runs of sentences of about equal length, begun at a section or paragraph if one is near."""
    ends = [0, *accumulate(unit.words for unit in units)]
    size = ends[-1] / count
    starts = [0]
    place = 0
    for number in range(1, count):
        ideal = number * size
        while place < len(units) and ends[place] < ideal - size / 2:
            place += 1
        options = _near(ends, max(place, starts[-1] + 1), ideal + size / 2, len(units) - (count - number))
        starts.append(min(options, key=lambda i: (abs(ends[i] - ideal) + size * _seam(units, i), i)))
    return tuple(range(start, end) for start, end in pairwise([*starts, len(units)]))


def _near(ends: Sequence[int], first: int, farthest: float, last: int) -> Iterator[int]:
    yield min(first, last)
    for place in range(first + 1, last + 1):
        if ends[place] > farthest:
            return
        yield place


def _seam(units: Sequence[Unit], place: int) -> float:
    if units[place].section != units[place - 1].section:
        return -0.1
    return 0.15 if units[place].starts_paragraph else 0.4


def _passages(units: Sequence[Unit], scores: Sequence[Score], block: range, limit: float) -> list[Passage]:
    """The best passage of each length, none longer than ``limit`` unless nothing shorter exists."""
    finest = max(scores[place].alone for place in block)
    fit = [place for place in block if scores[place].alone * _FIT >= finest or scores[place].following * _FIT >= finest]
    best: dict[int, Passage] = {}
    for first, start in enumerate(fit):
        if scores[start].alone * _FIT < finest:
            continue
        for passage in _grown(units, scores, (fit[i] for i in range(first, len(fit))), limit):
            if passage.words not in best or best[passage.words].value < passage.value:
                best[passage.words] = passage
    spoken = [best[words] for words in sorted(best)]
    return [passage for passage in spoken if passage.words >= _SHORTEST_PASSAGE] or spoken


def _grown(units: Sequence[Unit], scores: Sequence[Score], places: Iterable[int], limit: float) -> Iterator[Passage]:
    """The passages that begin at the first of ``places``."""
    words = value = 0
    taken: tuple[int, ...] = ()
    for place in places:
        unit, score = units[place], scores[place]
        words += unit.words
        if taken and words > limit:
            return
        value += unit.words * (score.following if taken[-1:] == (place - 1,) else score.alone)
        taken = (*taken, place)
        yield Passage(taken, words, value)


def _fit(parts: Sequence[Sequence[Passage]], target: int) -> list[Passage]:
    longest = max(part[-1].words for part in parts)
    room = target + max(longest, _LEAST_TOLERANCE) + 1
    best = np.full(room, _IMPOSSIBLE)
    best[0] = 0
    taken: list[NDArray[np.int32]] = []
    reward = _reward(parts, target)
    for part in parts:
        best, choice = _with_one_more(best, part, reward)
        taken.append(choice)
    return _retraced(parts, taken, _length(best - reward * len(parts), target))


def _reward(parts: Sequence[Sequence[Passage]], target: int) -> int:
    """What it is worth that a block is heard at all: a share of what the best passages bring."""
    densest = sum(max(passage.value / passage.words for passage in part) for part in parts) / len(parts)
    return round(_COVERAGE * densest * target / len(parts))


def _with_one_more(
    best: "NDArray[np.int64]", part: Sequence[Passage], reward: int
) -> tuple["NDArray[np.int64]", "NDArray[np.int32]"]:
    """The best value at every length when this block may give one passage; ``choice`` says which, -1 for none."""
    value = best.copy()
    choice = np.full(len(best), -1, np.int32)
    for number, passage in enumerate(part):
        if passage.words >= len(best):
            continue
        reached = best[: len(best) - passage.words] + passage.value + reward
        better = reached > value[passage.words :]
        value[passage.words :][better] = reached[better]
        choice[passage.words :][better] = number
    return value, choice


def _length(best: "NDArray[np.int64]", target: int) -> int:
    """Within the tolerance the length whose words are worth most, nearness counting; else the nearest one."""
    tolerance = max(_LEAST_TOLERANCE, round(target * _TOLERANCE))
    reachable = [int(words) for words in np.flatnonzero(best > _IMPOSSIBLE // 2) if words > 0]
    near = [words for words in reachable if abs(words - target) <= tolerance]
    if near:
        return max(near, key=lambda w: (round(best[w] / w * (1 - (abs(w - target) / tolerance) ** 2 / 2), 6), -w))
    return min(reachable, key=lambda words: (abs(words - target), words))


def _retraced(parts: Sequence[Sequence[Passage]], taken: Sequence["NDArray[np.int32]"], length: int) -> list[Passage]:
    chosen: list[Passage] = []
    for part, choice in zip(reversed(parts), reversed(taken), strict=True):
        number = int(choice[length])
        if number >= 0:
            chosen.append(part[number])
            length -= part[number].words
    return chosen[::-1]
