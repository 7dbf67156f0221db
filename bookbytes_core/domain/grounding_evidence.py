"""What paragraphs say, read once each, and those that a claim cites taken together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import log
from typing import TypeVar

from bookbytes_core.domain.grounding_bonds import Bond, bound, name_bonds, number_bonds
from bookbytes_core.domain.grounding_denials import Clause, DenialReader
from bookbytes_core.domain.grounding_edits import EditReader
from bookbytes_core.domain.grounding_light import light
from bookbytes_core.domain.grounding_names import NameReader, holds_name
from bookbytes_core.domain.grounding_numbers import NumberReader
from bookbytes_core.domain.grounding_opposites import OppositeReader
from bookbytes_core.domain.grounding_terms import ROOT, WORD, TermReader, fold
from bookbytes_core.domain.grounding_thesaurus import groups
from bookbytes_core.domain.grounding_times import TimeReader


class EvidenceReader:
    """Reads texts of one language. Make one for each piece of work: it remembers what it has read."""

    def __init__(self, language: str) -> None:
        self.terms = TermReader(language)
        self.groups = groups(self.terms.language)
        self.names = NameReader(self.terms, frozenset((*self.groups, *light(self.terms.language))))
        self.numbers = NumberReader(language)
        self.times = TimeReader(language)
        self.denials = DenialReader(self.terms)
        self.opposites = OppositeReader(self.terms, self.groups)
        self.edits = EditReader(self.terms, self.times, self.related)
        self._passages: dict[str, Passage] = {}

    def passage(self, text: str) -> "Passage":
        known = self._passages.get(text)
        if known is None:
            known = self._passages[text] = Passage(text, self)
        return known

    def related(self, one: str, other: str) -> bool:
        """Whether two terms stand in one group of the thesaurus."""
        return not self.groups.get(one, _NO_GROUP).isdisjoint(self.groups.get(other, _NO_GROUP))

    def read(self, texts: Sequence[str]) -> "Evidence":
        return Evidence([self.passage(text) for text in texts], self)


class Passage:
    """One paragraph; each reading of it is done when it is first asked for."""

    def __init__(self, text: str, reader: EvidenceReader) -> None:
        self.text = text
        self._reader = reader

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self._reader.terms.terms(self.text))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(part for match in WORD.finditer(fold(self.text)) for part in (match[0], *match[0].split("'")))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Every folded word with a capital."""
        return self._reader.names.capitals(self.text)

    @cached_property
    def known(self) -> frozenset[str]:
        """The words that are used as names beyond doubt."""
        return self._reader.names.known((self.text,))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return self._reader.numbers.values(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return self._reader.denials.clauses(self.text)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(_SENTENCE_END.split(self.text))

    @cached_property
    def counted(self) -> tuple[Bond, ...]:
        return tuple(number_bonds(self.text, self._reader.numbers, self._reader.terms))

    def named(self, known: frozenset[str]) -> tuple[Bond, ...]:
        names = [name for name in self._reader.names.all(self.text) if name.folded in known]
        return tuple(name_bonds(self.text, names, self._reader.terms))


class Evidence:
    """All that one set of paragraphs says."""

    def __init__(self, passages: Sequence[Passage], reader: EvidenceReader) -> None:
        self.passages = passages
        self._reader = reader
        self.terms = _union(passage.terms for passage in passages)

    @cached_property
    def words(self) -> frozenset[str]:
        return _union(passage.words for passage in self.passages)

    @cached_property
    def capitals(self) -> frozenset[str]:
        return _union(passage.capitals for passage in self.passages)

    @cached_property
    def known(self) -> frozenset[str]:
        return self._reader.names.known(passage.text for passage in self.passages)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return _union(passage.numbers for passage in self.passages)

    @cached_property
    def small(self) -> frozenset[str]:
        """The folded words that stand somewhere in small letters."""
        return frozenset(fold(match[0]) for p in self.passages for match in WORD.finditer(p.text) if match[0].islower())

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for passage in self.passages for clause in passage.clauses)

    @cached_property
    def counted(self) -> Mapping[tuple[int, str], frozenset[str]]:
        """For each side of each term, the numbers that stand beside it: see ``grounding_bonds``."""
        return bound(bond for passage in self.passages for bond in passage.counted)

    def named(self, known: frozenset[str]) -> Mapping[tuple[int, str], frozenset[str]]:
        """The same for the names among ``known``."""
        return bound(bond for passage in self.passages for bond in passage.named(known))

    def has_together(self, term: str, name: str) -> bool:
        """Whether one sentence holds both."""
        return any(
            term in self._reader.terms.terms(sentence) and holds_name(name, self._reader.names.capitals(sentence))
            for passage in self.passages
            for sentence in passage.sentences
        )

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)

    @cached_property
    def families(self) -> frozenset[int]:
        """The groups of the thesaurus that some word stands in."""
        of = self._reader.groups
        return _union(of[term] for term in self.terms if term in of)

    @cached_property
    def roots(self) -> Mapping[str, tuple[str, ...]]:
        """The terms by their first letters, to look for relatives among."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for term in self.terms:
            found[term[:ROOT]].append(term)
        return {root: tuple(terms) for root, terms in found.items()}

    @cached_property
    def signs(self) -> frozenset[str]:
        """Every single character of the terms, to look for Chinese ones among."""
        return frozenset("".join(self.terms))

    @cached_property
    def joined(self) -> str:
        """All terms in one string, to look for a part of a compound in."""
        return "\n".join(self.terms)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each term tells: 1 in one passage only, less the more passages hold it."""
        count = Counter(term for passage in self.passages for term in passage.terms)
        most = log(1 + len(self.passages))
        return {term: log(1 + len(self.passages) / n) / most for term, n in count.items()}


_T = TypeVar("_T")
_SENTENCE_END = re.compile(r"(?<=[.!?;…])[\"'”’»)\]]*\s+")

_NO_GROUP: frozenset[int] = frozenset()


def _union(sets: Iterable[frozenset[_T]]) -> frozenset[_T]:
    return frozenset().union(*sets)
