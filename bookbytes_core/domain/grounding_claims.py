"""One claim held against its evidence: what of it is borne out, what is unknown there, what is said otherwise."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from bookbytes_core.domain.grounding_bonds import miscounts, misnames, name_bonds, number_bonds
from bookbytes_core.domain.grounding_content import Content, ContentScale
from bookbytes_core.domain.grounding_denials import contradicts
from bookbytes_core.domain.grounding_evidence import Evidence, EvidenceReader
from bookbytes_core.domain.grounding_names import Name, holds_name
from bookbytes_core.domain.grounding_terms import WORD, fold
from bookbytes_core.domain.grounding_vocabulary import FIRST_PERSON, REPORTING_WORDS

_REGNAL = re.compile(r"\b([A-Z]\w+) [IVXLC]+\b")
"""A number that is a part of a name, which the source may well leave out ("King Louis")."""
_FOREIGN = ("ja", "zh", "th")
"""Languages without capitals in whose texts a Latin word is a name more often than not."""
_NOTHING = Content(0.0, inf)
"""What small words alone are worth: "He did it." says nothing that could be borne out."""
_PROMINENT = 3
"""Paragraphs of a chapter that say a name before no doubt is left whom it speaks of."""
_BEFORE, _BEHIND = 5, 2
"""Paragraphs around the cited ones in which a name is near."""
_COUNTABLE = ("2", "3")
"""Numbers that a summary may count by itself ("both", "the three")."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``share`` (0 to 1) and ``stretch`` as in ``Content``; ``unknown`` names, numbers and times; names ``implied``:
    not in what is cited, but elsewhere in the chapter; ``contradicted`` by a denial, or by another name or number in
    the same place."""

    share: float
    stretch: float
    unknown: tuple[str, ...]
    implied: tuple[str, ...]
    contradicted: bool


class ClaimReader:
    """Compares claims about one chapter with the paragraphs they cite.

    ``chapter``: all of its paragraphs, by which it is known how much a word tells and who is about; ``known``: names
    that need no source (the author's, the title's); ``tellers``: folded names that a story told by "I" may call its
    teller.
    """

    def __init__(
        self,
        language: str,
        chapter: Sequence[str],
        *,
        known: Collection[str] = (),
        tellers: Collection[str] = (),
    ) -> None:
        self._reader = EvidenceReader(language)
        self._code = self._reader.terms.language
        self._chapter = self._reader.read(chapter)
        self._tellers = tellers
        self._free = frozenset(word for name in known for word in WORD.findall(fold(name)))
        reporting = REPORTING_WORDS.get(self._code, frozenset())
        self._unasked = frozenset(self._reader.terms.term(word) for word in (*reporting, *self._free))

    def compare(self, claim: str, sources: Sequence[str]) -> Finding:
        """Hold ``claim`` against all of ``sources`` together."""
        evidence = self._reader.read(sources)
        about = self._chapter
        names = [] if self._code in _FOREIGN else self._reader.names.names(claim, about.known, about.small)
        absent = [name for name in names if not self._is_held(name, evidence)]
        implied = [name for name in absent if self._is_implied(name, evidence)]
        missing = dict.fromkeys(name.surface for name in absent if name not in implied)
        units = list(self._asked(claim, evidence, implied))
        scale = ContentScale(evidence, self._chapter.weights, self._reader.groups, self._code)
        content = scale.weigh(units) if units else _NOTHING
        return Finding(
            share=content.share,
            stretch=content.stretch,
            unknown=(*missing, *self._figures(claim, evidence), *self._foreign(units, evidence)),
            implied=tuple(name.surface for name in implied if not self._is_prominent(name)),
            contradicted=self._contradicted(claim, names, evidence),
        )

    def _asked(self, claim: str, evidence: Evidence, implied: Sequence[Name]) -> Iterator[tuple[str, ...]]:
        """The words whose content the evidence is asked for: no figures, no names already accounted for."""
        spared = {self._reader.terms.term(name.folded) for name in implied}
        figures = {self._reader.terms.term(w) for w in WORD.findall(fold(claim)) if self._reader.numbers.is_number(w)}
        unasked = spared | figures | self._unasked
        for unit in self._reader.terms.units(claim):
            if unit[0] not in unasked or any(term in evidence.terms for term in unit):
                yield unit

    def _is_held(self, name: Name, evidence: Evidence) -> bool:
        if name.folded in self._free or name.folded in evidence.words or holds_name(name.folded, evidence.capitals):
            return True
        return self._reader.terms.term(name.folded) in evidence.terms

    def _is_implied(self, name: Name, evidence: Evidence) -> bool:
        """Whether the chapter says the name nearby or often, or the text cited says "I" and this is who tells it."""
        if self._is_held(name, self._chapter):
            return self._is_prominent(name) or self._is_held(name, self._around(evidence))
        return name.folded in self._tellers and bool(evidence.words & FIRST_PERSON.get(self._code, frozenset()))

    def _around(self, evidence: Evidence) -> Evidence:
        """The paragraphs in front of the cited ones and right behind them: a pronoun's name is near it."""
        cited = {passage.text for passage in evidence.passages}
        places = [place for place, passage in enumerate(self._chapter.passages) if passage.text in cited]
        first, last = min(places, default=0), max(places, default=0)
        return Evidence(self._chapter.passages[max(0, first - _BEFORE) : last + 1 + _BEHIND], self._reader)

    def _is_prominent(self, name: Name) -> bool:
        """Whether the chapter, or the whole summary, is about the one who is named: then a pronoun leaves no doubt."""
        if name.folded in self._tellers:
            return True
        return sum(holds_name(name.folded, passage.capitals) for passage in self._chapter.passages) >= _PROMINENT

    def _figures(self, claim: str, evidence: Evidence) -> Iterator[str]:
        folded, about = fold(claim), self._chapter.numbers | {"2"}
        plain = _REGNAL.sub(r"\1", claim)
        for value in sorted(self._reader.numbers.values(plain) - evidence.numbers):
            if not (value in _COUNTABLE and value in about and self._reader.numbers.is_counted(value, folded)):
                yield value
        yield from self._reader.times.unknown(claim, evidence.words)

    def _foreign(self, units: Sequence[tuple[str, ...]], evidence: Evidence) -> Iterator[str]:
        """Latin words in a text without capitals: names and terms that no paraphrase would invent."""
        if self._code in _FOREIGN:
            terms = dict.fromkeys(term for unit in units for term in unit)
            about = self._around(evidence).terms
            yield from (term for term in terms if _is_foreign(term) and term not in about)

    def _contradicted(self, claim: str, names: Sequence[Name], evidence: Evidence) -> bool:
        reader = self._reader
        if any(miscounts(bond, evidence.counted) for bond in number_bonds(claim, reader.numbers, reader.terms)):
            return True
        if self._is_misnamed(claim, names, evidence):
            return True
        if reader.edits.alters(claim, evidence.sentences):
            return True
        clauses = reader.denials.clauses(claim)
        return contradicts(clauses, evidence.clauses) or reader.opposites.opposes(clauses, evidence.clauses)

    def _is_misnamed(self, claim: str, names: Sequence[Name], evidence: Evidence) -> bool:
        """Whether a name of the cited text stands where that has another one."""
        if self._code == "de":  # every noun has a capital there
            return False
        asked = [name for name in names if name.folded not in self._free and self._is_held(name, self._chapter)]
        bonds = list(name_bonds(claim, asked, self._reader.terms))
        if not bonds:
            return False
        source: Mapping[tuple[int, str], frozenset[str]] = evidence.named(self._chapter.known)
        return any(misnames(bond, source) and not evidence.has_together(bond.term, bond.fact) for bond in bonds)


def _is_foreign(term: str) -> bool:
    return term.isascii() and term.isalpha() and len(term) > 1
