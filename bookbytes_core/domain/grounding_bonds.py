"""What a name or a number is said of: the content word right beside it.

A false name or number can come from the very paragraph that is cited. Then nothing in the claim is unknown, but the
word beside it stands beside another one in the source: "esteemed in France" against "esteemed in Italy", "five guns"
against "six guns".
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bookbytes_core.domain.grounding_names import Name, holds_name
from bookbytes_core.domain.grounding_numbers import NumberReader
from bookbytes_core.domain.grounding_terms import WORD, TermReader, core, fold

_BREAK = re.compile(r"[,;:.!?“”\"()—–]")
_NONE: frozenset[str] = frozenset()
_SAME_ROOT = 3
_FARTHEST = 3
"""Words, small ones included, between a name and the content word it is bound to."""


@dataclass(frozen=True, slots=True)
class Bond:
    """``term`` stands ``side`` (-1 before, 1 behind) of a name or number."""

    side: int
    term: str
    fact: str


def name_bonds(text: str, names: Iterable[Name], terms: TermReader) -> Iterator[Bond]:
    """The content words before and behind each name, within its clause."""
    words = list(WORD.finditer(text))
    starts = {name.start: name.folded for name in names}
    for place, word in enumerate(words):
        if word.start() not in starts:
            continue
        before = words[max(0, place - _FARTHEST) : place + 1][::-1]
        for side, near in ((-1, before), (1, words[place : place + _FARTHEST + 1])):
            beside = _beside(text, near)
            term = next((term for other in beside if (term := terms.term(fold(core(other[0]))))), "")
            if term and not any(other.start() in starts for other in beside):
                yield Bond(side, term, starts[word.start()])


def number_bonds(text: str, numbers: NumberReader, terms: TermReader) -> Iterator[Bond]:
    """What each number counts: the content word right behind it; and the one right before it ("chapter four")."""
    folded = fold(text)
    words = list(WORD.finditer(folded))
    starts, ends = [word.start() for word in words], [word.end() for word in words]
    for number in numbers.read(folded):
        behind, before = bisect_left(starts, number.end), bisect_right(ends, number.start) - 1
        if behind < len(words) and folded[number.end : starts[behind]].isspace():
            yield from _bond(1, words[behind][0], number.value, terms)
        if before >= 0 and folded[ends[before] : number.start].isspace():
            yield from _bond(-1, words[before][0], number.value, terms)


def _bond(side: int, word: str, value: str, terms: TermReader) -> Iterator[Bond]:
    if term := terms.term(word):
        yield Bond(side, term, value)


def bound(bonds: Iterable[Bond]) -> Mapping[tuple[int, str], frozenset[str]]:
    """All facts that stand on one side of one term."""
    facts: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for bond in bonds:
        facts[bond.side, bond.term].add(bond.fact)
    return {key: frozenset(values) for key, values in facts.items()}


def miscounts(bond: Bond, source: Mapping[tuple[int, str], frozenset[str]]) -> bool:
    """Whether the source counts the same thing by other numbers only."""
    facts = source.get((1, bond.term), _NONE)
    return bond.side == 1 and bool(facts) and bond.fact not in facts | source.get((-1, bond.term), _NONE)


def misnames(bond: Bond, source: Mapping[tuple[int, str], frozenset[str]]) -> bool:
    """Whether the source binds the same term to other names only, none of which may be a form of this one."""
    names = source.get((bond.side, bond.term), _NONE)
    alike = any(name[:_SAME_ROOT] == bond.fact[:_SAME_ROOT] for name in names)
    return bool(names) and not alike and not holds_name(bond.fact, names)


def _beside(text: str, words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The words that follow the first of ``words``, in that direction, as far as no mark comes between."""
    near: list[re.Match[str]] = []
    for one, other in pairwise(words):
        left, right = sorted((one, other), key=re.Match.start)
        if _BREAK.search(text, left.end(), right.start()):
            break
        near.append(other)
    return near
