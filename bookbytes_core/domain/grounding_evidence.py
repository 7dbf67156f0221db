"""What the cited paragraphs say, cut into pieces that can be held against a claim one by one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.grounding_bonds import bound, name_bonds, number_bonds
from bookbytes_core.domain.grounding_denials import Clause, DenialReader
from bookbytes_core.domain.grounding_names import NameReader
from bookbytes_core.domain.grounding_numbers import NumberReader
from bookbytes_core.domain.grounding_terms import WORD, TermReader, fold

_PIECE_END = re.compile(r"(?<=[.!?;:…])[\"'”’»)\]]*\s+|(?<=[。！？；])|\s+(?=[—–])|(?<=\w)\u2060?(?=—)|--")
_MOST_PIECES = 5
"""A summary sentence draws on few places: more would let a chance word here and there carry it."""
_AKIN_CREDIT = 0.8
_ELSEWHERE_CREDIT = 0.7
_LEAST_ROOT = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one set of cited paragraphs says."""

    pieces: tuple[frozenset[str], ...]
    """The terms of each clause-like piece."""
    texts: tuple[str, ...]
    """The pieces themselves, in the same order."""
    words: frozenset[str]
    capitals: frozenset[str]
    numbers: frozenset[str]
    named: Mapping[tuple[int, str], frozenset[str]]
    counted: Mapping[tuple[int, str], frozenset[str]]
    """For each side of each term, the names or numbers that stand beside it: see ``grounding_bonds``."""
    clauses: tuple[Clause, ...]

    @property
    def terms(self) -> frozenset[str]:
        return frozenset().union(*self.pieces)


@dataclass(frozen=True, slots=True)
class Match:
    """``share`` of a claim's terms that the evidence holds (0 to 1), the ``longest`` run of terms it does not hold, and
    the ``places`` of the pieces it rests on, best first."""

    share: float
    longest: int
    places: tuple[int, ...]


class EvidenceReader:
    """Reads texts of one language. Make one for each piece of work: it remembers the stems it has met."""

    def __init__(self, language: str) -> None:
        self.terms = TermReader(language)
        self.names = NameReader(self.terms)
        self.numbers = NumberReader(language)
        self.denials = DenialReader(self.terms)

    def read(self, sources: Sequence[str]) -> Evidence:
        texts = tuple(piece for source in sources for piece in _cut(source))
        whole = "\n".join(sources)
        names = self.names.all(whole)
        if self.terms.language == "de":
            names = [name for name in names if name.folded in self.names.known(sources)]
        return Evidence(
            pieces=tuple(frozenset(self.terms.terms(text)) for text in texts),
            texts=texts,
            words=frozenset(match[0].partition("'")[0] for match in WORD.finditer(fold(whole))),
            capitals=self.names.capitals(whole),
            numbers=self.numbers.values(whole),
            named=bound(name_bonds(whole, names, self.terms)),
            counted=bound(number_bonds(whole, self.numbers, self.terms)),
            clauses=tuple(clause for source in sources for clause in self.denials.clauses(source)),
        )


def match(terms: Sequence[str], evidence: Evidence) -> Match:
    """Choose, greedily, the few pieces that together hold most of ``terms``."""
    wanted = dict.fromkeys(terms)
    credits_ = [_credits(wanted, piece) for piece in evidence.pieces]
    best = dict.fromkeys(wanted, 0.0)
    places: list[int] = []
    for _ in range(min(_MOST_PIECES, len(credits_))):
        gains = [round(sum(max(0.0, own[term] - best[term]) for term in own), 6) for own in credits_]
        gain = max(gains)
        if gain == 0:
            break
        places.append(gains.index(gain))
        best |= {term: max(value, best[term]) for term, value in credits_[places[-1]].items()}
    for own in credits_:
        best |= {term: max(best[term], value * _ELSEWHERE_CREDIT) for term, value in own.items()}
    share = sum(best.values()) / len(best) if best else 1.0
    return Match(share, _longest_run(not best[term] for term in terms), tuple(places))


def akin(one: str, other: str) -> bool:
    """Whether two stems share so long a beginning that they are most likely of one family: "persuad", "persuas"."""
    root = max(_LEAST_ROOT, -(-max(len(one), len(other)) * 3 // 4))
    return one[:root] == other[:root] and min(len(one), len(other)) >= root


def _credits(wanted: Mapping[str, None], piece: frozenset[str]) -> dict[str, float]:
    found = {term: 1.0 for term in wanted if term in piece}
    for term in wanted:
        if term not in found and any(akin(term, other) for other in piece):
            found[term] = _AKIN_CREDIT
    return found


def _longest_run(missing: Iterator[bool]) -> int:
    longest = run = 0
    for gap in missing:
        run = run + 1 if gap else 0
        longest = max(longest, run)
    return longest


def _cut(source: str) -> Iterator[str]:
    start = 0
    for joint in _PIECE_END.finditer(source):
        if joint.end() > start:
            yield source[start : joint.end()]
            start = joint.end()
    if start < len(source):
        yield source[start:]
