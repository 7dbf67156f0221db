"""Does the text bear out what a summary says of it? A score by rules: the same for the same texts, with no model asked.

A ``Judge`` holds each sentence against the paragraphs it cites, and knows the rest of the chapter. It looks at four
things, each for a kind of error:

- **Content** (``grounding_content``): how much of the sentence's content words the cited paragraphs hold, and the
  longest stretch they do not hold. Stems (``grounding_terms``), a thesaurus (``grounding_thesaurus``), light words
  (``grounding_light``) and how common a word is in this chapter tell a paraphrase from an invented event or a fact of
  another chapter. This alone makes the score.
- **Names, numbers, times** (``grounding_names``, ``grounding_numbers``, ``grounding_times``): each must be in what is
  cited. A name from elsewhere in the chapter passes, with a flag unless the chapter or the summary is about its bearer.
- **What stands beside them** (``grounding_bonds``): a name or number of the same paragraph put in another's place.
- **Denials and opposites** (``grounding_denials``, ``grounding_opposites``): what the source denies and the sentence
  affirms, or the other way round, compared clause by clause, since a "not" bears on what is near it.

A sentence that fails one of the last three is scored below ``DROP_BELOW`` however well its words match: one wrong name
makes a wrong sentence. A sentence found word for word in one paragraph scores exactly 1 and costs a search in a string.

The weights and thresholds were set on four of ten labelled books; tests/data/grounding says what is caught in the other
six. What rules of this kind cannot see: a denial put into other words ("stirred" for "moved"), a subject and an object
exchanged, a cause claimed between two true facts, a true word in another sense.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding_claims import ClaimReader, Finding
from bookbytes_core.domain.grounding_names import capital_words
from bookbytes_core.domain.grounding_terms import TermReader
from bookbytes_core.domain.summary import DraftSentence, SummarySentence, Verdict

DROP_BELOW = 0.4
FLAG_BELOW = 0.5
"""A score from ``FLAG_BELOW`` on is kept, one from ``DROP_BELOW`` on flagged, the rest is not spoken."""

_STRETCH = 0.2
"""What each word of the longest stretch that the source does not hold takes from the share."""
_LEAST = -0.2
_ENOUGH = -0.14
"""Share less stretch below which a sentence is not spoken, and from which it is spoken without a flag."""
_LEAST_SHARE = 0.4
"""What a sentence needs at the least however short it is."""
_WRONG = 0.3
"""What is left of the score of a sentence with one wrong fact."""
_JUST_BELOW = 0.01
_DIGITS = 3
_TELLER_SENTENCES = 3
"""Sentences of one summary in which a name stands before it counts as the teller's."""
_TIMES = 3
"""A sentence whose terms come so often each, on average, tells nothing: a model has lost its way, or was led."""


@dataclass(frozen=True, slots=True)
class Support:
    """``score`` lies between 0 and 1; ``unknown`` are names, numbers and times that the sources do not hold;
    ``contradicted`` says that they say otherwise."""

    score: float
    unknown: tuple[str, ...] = ()
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class GroundedSummary:
    """The sentences to speak, in their order, and those that the text does not bear out."""

    sentences: tuple[SummarySentence, ...]
    dropped: tuple[DraftSentence, ...]


class Judge:
    """Judges sentences about one chapter. Make one for each chapter: it remembers what it has read.

    ``chapter``: all of its paragraphs; ``language`` is BCP 47; ``known`` are names that need no source (the author's,
    the title's); ``tellers`` names that the summary gives whoever says "I".
    """

    def __init__(
        self, chapter: Sequence[str], language: str, *, known: Collection[str] = (), tellers: Collection[str] = ()
    ) -> None:
        self._chapter = chapter
        self._language = language
        self._known = known
        self._tellers = tellers
        self._reader: ClaimReader | None = None

    def support(self, sentence: str, sources: Sequence[str]) -> Support:
        """How well ``sources`` (the cited paragraphs, together) carry ``sentence``.

        Nothing carries a sentence without a letter or digit ("* * *"): there is nothing to speak in it; nor one that
        says the same over and over, unless it stands there. No sources carry nothing: 0.
        """
        if not sources or not any(character.isalnum() for character in sentence):
            return Support(0.0)
        if any(sentence in source for source in sources):
            return Support(1.0)
        if _repeats_itself(sentence, self._language):
            return Support(0.0)
        if self._reader is None:  # a summary of the book's own sentences needs none
            self._reader = ClaimReader(self._language, self._chapter, known=self._known, tellers=self._tellers)
        return _scored(self._reader.compare(sentence, sources))


def support(
    sentence: str, sources: Sequence[str], language: str, *, before: Sequence[str] = (), known: Collection[str] = ()
) -> Support:
    """``Judge.support`` for a single sentence; ``before`` is the text in front of ``sources``."""
    return Judge((*before, *sources), language, known=known).support(sentence, sources)


def judge(score: float) -> Verdict | None:
    """KEPT or FLAGGED, or ``None`` for a sentence that is not to be spoken."""
    if score < DROP_BELOW:
        return None
    return Verdict.FLAGGED if score < FLAG_BELOW else Verdict.KEPT


def ground(
    drafts: Iterable[DraftSentence], paragraphs: Sequence[Paragraph], language: str, *, known: Collection[str] = ()
) -> GroundedSummary:
    """Judge the sentences of one chapter's summary by the chapter's own ``paragraphs``.

    Sources that do not exist are taken away; a sentence that has none left is dropped.
    """
    all_ = tuple(drafts)
    texts = {paragraph.id: paragraph.text for paragraph in paragraphs}
    judge_of = Judge(tuple(texts.values()), language, known=known, tellers=_tellers(all_))
    spoken: list[SummarySentence] = []
    dropped: list[DraftSentence] = []
    for draft in all_:
        cited = tuple(dict.fromkeys(source for source in draft.sources if source in texts))
        found = judge_of.support(draft.text, [texts[source] for source in cited])
        verdict = judge(found.score)
        if verdict is None:
            dropped.append(draft)
        else:
            spoken.append(SummarySentence(draft.text, cited, found.score, verdict))
    return GroundedSummary(tuple(spoken), tuple(dropped))


def _tellers(drafts: Sequence[DraftSentence]) -> frozenset[str]:
    """Capitalised words of so many sentences that they are no slip."""
    count = Counter(word for draft in drafts for word in capital_words(draft.text))
    return frozenset(word for word, number in count.items() if number >= max(_TELLER_SENTENCES, len(drafts) // 10))


def _repeats_itself(sentence: str, language: str) -> bool:
    terms = TermReader(language).terms(sentence)
    return len(terms) >= _TIMES * max(1, len(set(terms)))


def _scored(finding: Finding) -> Support:
    borne = finding.share - _STRETCH * finding.stretch
    score = _on_scale(borne) if finding.share >= _LEAST_SHARE else min(finding.share, DROP_BELOW / 2)
    if finding.unknown or finding.contradicted:
        score *= _WRONG
    if finding.implied:
        score = min(score, FLAG_BELOW - _JUST_BELOW)
    return Support(round(score, _DIGITS), finding.unknown, finding.contradicted)


def _on_scale(borne: float) -> float:
    """A line from 1 down to ``FLAG_BELOW`` at ``_ENOUGH``, from there to ``DROP_BELOW`` at ``_LEAST``, and on to 0."""
    if borne >= _ENOUGH:
        return 1 - (1 - borne) * (1 - FLAG_BELOW) / (1 - _ENOUGH)
    return max(0.0, FLAG_BELOW - (_ENOUGH - borne) * (FLAG_BELOW - DROP_BELOW) / (_ENOUGH - _LEAST))
