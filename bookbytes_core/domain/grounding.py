"""Does the text bear out what a summary says of it? A score by rules alone: the same for the same texts, no model asked.

(docstring to come)
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding_claims import ClaimReader, Finding
from bookbytes_core.domain.summary import DraftSentence, SummarySentence, Verdict

FLAG_BELOW = 0.5
DROP_BELOW = 0.4

_UNKNOWN = 0.3
_CONTRADICTED = 0.3
_IMPLIED = 0.8
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Support:
    """``score`` lies between 0 and 1; the rest is why: what the sources do not hold, and whether they say the opposite."""

    score: float
    unknown: tuple[str, ...] = ()
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class GroundedSummary:
    """The sentences to speak in their order, and those that the text does not bear out."""

    sentences: tuple[SummarySentence, ...]
    dropped: tuple[DraftSentence, ...]


def support(
    sentence: str, sources: Sequence[str], language: str, *, before: Sequence[str] = (), known: Collection[str] = ()
) -> Support:
    if _holds(sources, sentence):
        return Support(1.0)
    return _score(ClaimReader(language, before=before, known=known).compare(sentence, sources))


def judge(score: float) -> Verdict | None:
    """KEPT, FLAGGED, or ``None`` for a sentence that is not to be spoken."""
    if score < DROP_BELOW:
        return None
    return Verdict.FLAGGED if score < FLAG_BELOW else Verdict.KEPT


def _score(finding: Finding) -> Support:
    score = finding.share
    if finding.unknown:
        score = min(score * _UNKNOWN, DROP_BELOW - 0.01)
    if finding.contradicted:
        score = min(score * _CONTRADICTED, DROP_BELOW - 0.01)
    if finding.longest >= 4:
        score = min(score, DROP_BELOW - 0.01)
    if finding.implied:
        score = min(score, FLAG_BELOW - 0.01)
    return Support(round(score, _DIGITS), finding.unknown, finding.contradicted)


def ground(
    drafts: Iterable[DraftSentence], paragraphs: Sequence[Paragraph], language: str, *, known: Collection[str] = ()
) -> GroundedSummary:
    chapter = _Chapter(paragraphs, language, known)
    kept: list[SummarySentence] = []
    dropped: list[DraftSentence] = []
    for draft in drafts:
        sources = chapter.existing(draft.sources)
        found = chapter.support(draft.text, sources)
        verdict = judge(found.score) if sources else None
        if verdict is None:
            dropped.append(draft)
        else:
            kept.append(SummarySentence(draft.text, sources, found.score, verdict))
    return GroundedSummary(tuple(kept), tuple(dropped))


class _Chapter:
    def __init__(self, paragraphs: Sequence[Paragraph], language: str, known: Collection[str]) -> None:
        self._paragraphs = paragraphs
        self._places = {paragraph.id: place for place, paragraph in enumerate(paragraphs)}
        self._language = language
        self._known = known

    def existing(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id_ for id_ in ids if id_ in self._places))

    def support(self, sentence: str, ids: Sequence[str]) -> Support:
        texts = [self._paragraphs[self._places[id_]].text for id_ in ids]
        if _holds(texts, sentence):
            return Support(1.0)
        first = min((self._places[id_] for id_ in ids), default=0)
        before = [p.text for p in self._paragraphs[max(0, first - 5) : first]]
        return support(sentence, texts, self._language, before=before, known=self._known)


def _holds(sources: Iterable[str], sentence: str) -> bool:
    return bool(sentence.strip()) and any(sentence in source for source in sources)
