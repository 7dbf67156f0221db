"""One claim held against its evidence: what of it is borne out, what is unknown there, what is said otherwise."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.grounding_bonds import breaks, name_bonds, number_bonds
from bookbytes_core.domain.grounding_denials import contradicts
from bookbytes_core.domain.grounding_evidence import Evidence, EvidenceReader, Match, match
from bookbytes_core.domain.grounding_names import Name, holds_name
from bookbytes_core.domain.grounding_terms import WORD, fold
from bookbytes_core.domain.grounding_vocabulary import DATE_WORDS, POINTING_WORDS, REPORTING_WORDS

_FOREIGN = ("ja", "zh", "th")
"""Languages without capitals in whose texts a Latin word is a name more often than not."""
_CONTENTLESS = 0.3
"""The most that small words alone are worth: "He did it." says nothing that could be borne out."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``share`` (0 to 1) and ``longest`` run as in ``Match``; ``unknown`` names, numbers and dates; names ``implied``
    by a pronoun; ``contradicted`` by a denial, or by another name or number in the same place."""

    share: float
    longest: int
    unknown: tuple[str, ...]
    implied: tuple[str, ...]
    contradicted: bool


class ClaimReader:
    """Compares claims in one language with evidence. ``before``: the text in front of the cited paragraphs, where their
    pronouns may take their names from; ``known``: names that need no source (the author's, the title's)."""

    def __init__(self, language: str, *, before: Sequence[str] = (), known: Collection[str] = ()) -> None:
        self._reader = EvidenceReader(language)
        self._code = self._reader.terms.language
        self._before = tuple(before)
        self._free = frozenset(word for name in known for word in WORD.findall(fold(name)))
        reporting = REPORTING_WORDS.get(self._code, frozenset())
        self._unasked = frozenset(self._reader.terms.term(word) for word in (*reporting, *self._free))

    def compare(self, claim: str, sources: Sequence[str]) -> Finding:
        """Hold ``claim`` against all of ``sources`` together."""
        evidence = self._reader.read(sources)
        held = evidence.terms
        asked = [term for term in self._reader.terms.terms(claim) if term in held or term not in self._unasked]
        found = match(asked, evidence)
        around = self._reader.names.known((*self._before, *sources))
        names = self._reader.names.names(claim, around)
        rivals = self._rivals(names, around, evidence, found)
        absent = [name for name in names if not self._is_held(name, evidence)]
        alone = not rivals or self._code == "de"
        implied = [name for name in absent if alone and self._is_implied(name, evidence, found)]
        if rivals:
            absent += [name for name in self._reader.names.doubtful(claim) if not self._is_held(name, evidence)]
        missing = dict.fromkeys(name.surface for name in absent if name not in implied)
        return Finding(
            share=found.share if asked else _CONTENTLESS * self._share_of_words(claim, evidence),
            longest=found.longest,
            unknown=(*missing, *self._figures(claim, evidence), *self._foreign(asked, held)),
            implied=tuple(name.surface for name in implied),
            contradicted=self._contradicted(claim, names, evidence),
        )

    def _share_of_words(self, claim: str, evidence: Evidence) -> float:
        words = WORD.findall(fold(claim))
        return sum(word in evidence.words for word in words) / len(words) if words else 0.0

    def _rivals(
        self, names: Sequence[Name], around: frozenset[str], evidence: Evidence, found: Match
    ) -> frozenset[str]:
        """The names in the passages the claim rests on that it does not say: one of them may have been replaced."""
        passages = (evidence.texts[place] for place in found.places)
        said = [name.folded for name in names]
        return frozenset(n for n in self._reader.names.known(passages) & around if not holds_name(n, said))

    def _is_held(self, name: Name, evidence: Evidence) -> bool:
        if name.folded in self._free or name.folded in evidence.words or holds_name(name.folded, evidence.capitals):
            return True
        term = self._reader.terms.term(name.folded)
        return any(term in piece for piece in evidence.pieces)

    def _is_implied(self, name: Name, evidence: Evidence, found: Match) -> bool:
        """Whether a passage says "he" and the text before says who."""
        if not holds_name(name.folded, self._reader.names.known(self._before)):
            return False
        pointing = POINTING_WORDS.get(self._code, POINTING_WORDS["en"])
        return any(pointing & set(WORD.findall(fold(evidence.texts[place]))) for place in found.places)

    def _figures(self, claim: str, evidence: Evidence) -> Iterator[str]:
        yield from sorted(self._reader.numbers.values(claim) - evidence.numbers)
        dates = DATE_WORDS.get(self._code, frozenset())
        yield from (word for word in WORD.findall(fold(claim)) if word in dates - evidence.words)

    def _foreign(self, asked: Sequence[str], held: frozenset[str]) -> Iterator[str]:
        """Latin words in a text without capitals: names and terms that no paraphrase would invent."""
        if self._code in _FOREIGN:
            yield from (term for term in dict.fromkeys(asked) if _is_foreign(term) and term not in held)

    def _contradicted(self, claim: str, names: Sequence[Name], evidence: Evidence) -> bool:
        reader = self._reader
        if any(breaks(bond, evidence.counted) for bond in number_bonds(claim, reader.numbers, reader.terms)):
            return True
        if any(breaks(bond, evidence.named) for bond in name_bonds(claim, names, reader.terms)):
            return True
        return contradicts(reader.denials.clauses(claim), evidence.clauses)


def _is_foreign(term: str) -> bool:
    return term.isascii() and term.isalpha() and len(term) > 1
