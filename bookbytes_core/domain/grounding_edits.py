"""A sentence of the book with a word exchanged, or a denial put in or taken out, is no paraphrase of it.

Whoever retells a sentence changes much of it. Where nearly all of it stands in one sentence of the source in the same
order, the one place that differs is what somebody changed: what stands there must then mean what it replaces.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from bookbytes_core.domain.grounding_light import light
from bookbytes_core.domain.grounding_terms import WORD, TermReader, akin, fold
from bookbytes_core.domain.grounding_vocabulary import DENIALS

_LEAST_WORDS = 6
_NEAR = 0.8
"""The share of a claim's words that stand in one sentence in order, from which it counts as that sentence edited."""
_MOST_EXCHANGED = 2
"""Words in the place of others that are one exchange; more is a passage told anew."""


class EditReader:
    """Looks for such edits in one language; ``related`` says whether two terms mean about the same."""

    def __init__(self, terms: TermReader, related: Callable[[str, str], bool]) -> None:
        self._terms = terms
        self._related = related
        self._light = light(terms.language)
        self._denials = DENIALS.get(terms.language, frozenset())

    def alters(self, claim: str, sentences: Iterable[str]) -> bool:
        """Whether ``claim`` is one of the ``sentences`` of its source with a changed word."""
        said = _words(claim)
        if len(said) < _LEAST_WORDS:
            return False
        found = [edit for sentence in sentences for edit in self._edits(said, _words(sentence))]
        return bool(found) and all(found)

    def _edits(self, said: Sequence[str], read: Sequence[str]) -> Iterator[bool]:
        """For a sentence that the claim is near to, whether it alters it."""
        if len(set(said) & set(read)) < _NEAR * len(set(said)) * _NEAR:
            return
        matcher = SequenceMatcher(None, read, said, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if sum(block.size for block in blocks) >= _NEAR * len(said):
            retold = read[blocks[0].a : blocks[-1].a + blocks[-1].size]
            edits = [edit for edit in matcher.get_opcodes() if edit[0] in ("replace", "insert")]
            places = [(read[i1:i2], said[j1:j2]) for _, i1, i2, j1, j2 in edits]
            exchanged = len(places) == 1 and self._is_exchanged(*places[0])
            yield exchanged or self._denied(retold) != self._denied(said)

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


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))
