"""A sentence of the book with a word exchanged, or a denial put in or taken out, is no paraphrase of it.

Whoever retells a sentence changes much of it. Where nearly all of it stands in one sentence of the source in the same
order, the one place that differs is what somebody changed: what stands there must then mean what it replaces. A claim
may also be several sentences of the source in one, so runs of neighbouring ones are compared too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from difflib import SequenceMatcher

from bookbytes_core.domain.grounding_light import light
from bookbytes_core.domain.grounding_terms import WORD, TermReader, akin, fold
from bookbytes_core.domain.grounding_times import TimeReader
from bookbytes_core.domain.grounding_vocabulary import DENIALS

_LEAST_WORDS, _MOST_WORDS = 6, 200
"""Words of a claim that is compared: beyond them it is no sentence, and costs too much."""
_NEAR = 0.8
"""The share of a claim's words that stand in one sentence in order, from which it counts as that sentence edited."""
_LONG_ENOUGH = 1.2
"""Words of a run of sentences, for each word of the claim, beyond which no further sentence is added."""
_MOST_EXCHANGED = 2
"""Words in the place of others that are one exchange; more is a passage told anew."""


class EditReader:
    """Looks for such edits in one language; ``related`` says whether two terms mean about the same."""

    def __init__(self, terms: TermReader, times: TimeReader, related: Callable[[str, str], bool]) -> None:
        self._terms = terms
        self._times = times
        self._related = related
        self._light = light(terms.language)
        self._denials = DENIALS.get(terms.language, frozenset())

    def alters(self, claim: str, sentences: Iterable[str]) -> bool:
        """Whether ``claim`` is one or several of the ``sentences`` of its source with a changed word."""
        said = _words(claim)
        if not _LEAST_WORDS <= len(said) <= _MOST_WORDS:
            return False
        about = frozenset(said)
        read = [words for sentence in sentences if (words := _words(sentence))]
        runs = dict.fromkeys(_runs(read, len(said)))
        near = [_Alignment(run, said) for run in runs if len(about & set(run)) >= _NEAR * _NEAR * len(about)]
        most = max((alignment.matched for alignment in near), default=0)
        if most < _NEAR * len(said):
            return False
        return all(self._is_altered(alignment) for alignment in near if alignment.matched == most)

    def _is_altered(self, alignment: "_Alignment") -> bool:
        if self._denied(alignment.retold) != self._denied(alignment.said):
            return True
        places = alignment.places()
        if any(self._is_another_time(old, new) for old, new in places):
            return True
        told = [(old, new) for old, new in places if any(self._terms.term(word) for word in new)]
        return len(told) == 1 and self._is_exchanged(*told[0])

    def _is_another_time(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Where the rest is the same, "days" for "weeks" or "night" for "evening" is no free wording."""
        before, after = self._concepts(old), self._concepts(new)
        return max(len(old), len(new)) <= _MOST_EXCHANGED and bool(before and after) and before.isdisjoint(after)

    def _concepts(self, words: Sequence[str]) -> Set[str]:
        return {concept for word in words if (concept := self._times.concept(word))}

    def _is_exchanged(self, old: Sequence[str], new: Sequence[str]) -> bool:
        if max(len(old), len(new)) > _MOST_EXCHANGED:
            return False
        exchanged = [term for word in new if (term := self._terms.term(word)) and term not in self._light]
        replaced = [term for word in old if (term := self._terms.term(word)) and term not in self._light]
        if not exchanged or not replaced:
            return False
        return not any(
            one == other or akin(one, other) or self._related(one, other) for one in exchanged for other in replaced
        )

    def _denied(self, words: Sequence[str]) -> int:
        return sum(word in self._denials or word.endswith("n't") for word in words)


class _Alignment:
    """``said`` word by word beside what it was made of: ``retold``, a part of ``read``."""

    def __init__(self, read: Sequence[str], said: Sequence[str]) -> None:
        self.said = said
        self._read = read
        self._matcher = SequenceMatcher(None, read, said, autojunk=False)
        blocks = [block for block in self._matcher.get_matching_blocks() if block.size]
        self.matched = sum(block.size for block in blocks)
        self.retold = read[blocks[0].a : blocks[-1].a + blocks[-1].size] if blocks else ()

    def places(self) -> list[tuple[Sequence[str], Sequence[str]]]:
        """Where ``said`` has words that ``read`` has not: what stood there, and what stands there now."""
        edits = [edit for edit in self._matcher.get_opcodes() if edit[0] in ("replace", "insert")]
        return [(self._read[i1:i2], self.said[j1:j2]) for _, i1, i2, j1, j2 in edits]


def _runs(sentences: Sequence[Sequence[str]], length: int) -> Iterator[tuple[str, ...]]:
    """From every sentence on, the fewest and the most neighbours that a claim of ``length`` words may be made of."""
    for start in range(len(sentences)):
        run: list[str] = []
        for sentence in sentences[start : start + _MOST_WORDS * 2]:
            few = len(run) < _NEAR * length
            run.extend(sentence)
            if few and len(run) >= _NEAR * length:
                yield tuple(run)
            if len(run) >= _LONG_ENOUGH * length:
                break
        if len(run) >= _NEAR * length:
            yield tuple(run)


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))
