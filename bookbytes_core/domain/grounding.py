"""Does the text bear out what a summary says of it? A score by rules: the same for the same texts, with no model asked.

``support`` holds a sentence against the paragraphs it cites. It looks at five things, each for a kind of error:

- **Content words** (``grounding_terms``, ``grounding_evidence``): the share of the sentence's terms, lightly stemmed
  and without small words, that a few clauses of the source hold together. This is the score itself. It tells invented
  events and facts of another chapter from a paraphrase, which keeps about half of its words at the least. Few clauses,
  because over a whole page chance words would carry anything. Languages without spaces are compared by pairs of
  characters.
- **The longest run of terms that are nowhere in the source**: a true sentence with an invented tail has a good share
  but four such terms in a row; of 133 paraphrases written for the purpose none had more than three.
- **Names, numbers, dates** (``grounding_names``, ``grounding_numbers``): each must be in the source, whatever else is.
  A name that the source says by a pronoun is looked for in the text before and then flags the sentence.
- **What stands beside them** (``grounding_bonds``): a name or number of the same paragraph put in another's place.
- **Denial** (``grounding_denials``): what the source denies and the sentence affirms, or the other way round, compared
  clause by clause, since a "not" bears on what is near it.

A sentence that fails one of the last four is scored below ``DROP_BELOW`` however well its words match: one wrong name
makes a wrong sentence. A sentence found word for word in one paragraph scores exactly 1 and costs a search in a string.

What rules of this kind cannot see: a denial put into other words ("stirred" for "moved"), a subject and an object
exchanged, a cause claimed between two true facts.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding_claims import ClaimReader, Finding
from bookbytes_core.domain.summary import DraftSentence, SummarySentence, Verdict

DROP_BELOW = 0.4
FLAG_BELOW = 0.5
"""A score from ``FLAG_BELOW`` on is kept, one from ``DROP_BELOW`` on flagged, the rest is not spoken."""

LONGEST_UNKNOWN_RUN = 3
"""Terms in a row that the source may lack before a part of the sentence counts as invented."""

_WRONG = 0.3
"""What is left of the score of a sentence with one wrong fact."""
_JUST_BELOW = 0.01
_BEFORE = 5
"""Paragraphs in front of the cited ones in which a pronoun's name is looked for."""
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Support:
    """``score`` lies between 0 and 1; ``unknown`` are names, numbers and dates that the sources do not hold;
    ``contradicted`` says that they say otherwise."""

    score: float
    unknown: tuple[str, ...] = ()
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class GroundedSummary:
    """The sentences to speak, in their order, and those that the text does not bear out."""

    sentences: tuple[SummarySentence, ...]
    dropped: tuple[DraftSentence, ...]


def support(
    sentence: str, sources: Sequence[str], language: str, *, before: Sequence[str] = (), known: Collection[str] = ()
) -> Support:
    """How well ``sources`` (the cited paragraphs, together) carry ``sentence``. ``language`` is BCP 47.

    ``before`` is the text in front of them, for pronouns; ``known`` are names that need no source (the author's, the
    title's). Nothing carries a sentence without a letter or digit ("* * *"): there is nothing to speak in it. No
    sources carry nothing: 0.
    """
    if not sources or not any(character.isalnum() for character in sentence):
        return Support(0.0)
    if any(sentence in source for source in sources):
        return Support(1.0)
    return _scored(ClaimReader(language, before=before, known=known).compare(sentence, sources))


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
    places = {paragraph.id: place for place, paragraph in enumerate(paragraphs)}
    spoken: list[SummarySentence] = []
    dropped: list[DraftSentence] = []
    for draft in drafts:
        cited = tuple(dict.fromkeys(source for source in draft.sources if source in places))
        first = min((places[source] for source in cited), default=0)
        found = support(
            draft.text,
            [paragraphs[places[source]].text for source in cited],
            language,
            before=[paragraph.text for paragraph in paragraphs[max(0, first - _BEFORE) : first]],
            known=known,
        )
        verdict = judge(found.score)
        if verdict is None:
            dropped.append(draft)
        else:
            spoken.append(SummarySentence(draft.text, cited, found.score, verdict))
    return GroundedSummary(tuple(spoken), tuple(dropped))


def _scored(finding: Finding) -> Support:
    score = finding.share
    if finding.longest > LONGEST_UNKNOWN_RUN:
        score = min(score, DROP_BELOW - _JUST_BELOW)
    if finding.unknown or finding.contradicted:
        score *= _WRONG
    if finding.implied:
        score = min(score, FLAG_BELOW - _JUST_BELOW)
    return Support(round(score, _DIGITS), finding.unknown, finding.contradicted)
