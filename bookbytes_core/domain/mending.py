"""What becomes of a summary in which some sentences had to be dropped: what is to be made up for, where what stands in
for them belongs, and what goes where it grew too long.

A dropped sentence leaves a gap where a paragraph that it cites is cited by no sentence that stays: that paragraph would
not be heard of. Where all of them are, nothing is missing, and whoever filled the gap would say things twice; only when
the summary gets too short, gaps of this kind are filled as well, the first ones first.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding import GroundedSummary
from bookbytes_core.domain.grounding_terms import TermReader
from bookbytes_core.domain.summary import DraftSentence, SummarySentence, Verdict
from bookbytes_core.domain.words import measure_words

SHORTEST = 0.9
"""The share of its length that a summary is to keep when sentences are dropped."""
LONGEST = 1.12
"""How much longer than asked for a summary may be that has a budget: the extractive summariser takes as much."""

_MOST_STRETCH = 3.0
_SAID_ALREADY = 0.7
_LEAST_TERMS = 4
"""Two sentences of at least so many terms say the same if they share this part of the shorter one's."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A dropped sentence: its place in the draft, the paragraphs it cites that there are, and the measured words that
    may stand in for it."""

    place: int
    sources: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence to speak, and the place in the draft where it, or the one it stands in for, stood."""

    place: int
    sentence: SummarySentence


def taken_apart(
    drafts: Sequence[DraftSentence], grounded: GroundedSummary, known: Collection[str]
) -> tuple[list[Placed], list[Gap]]:
    """What stays of ``drafts``, and the gaps in it. ``known`` are the ids of the chapter's paragraphs: a sentence that
    cites none of them, or holds nothing that could be spoken, leaves no gap."""
    dropped, staying = set(grounded.dropped), iter(grounded.sentences)
    placed: list[Placed] = []
    gaps: list[Gap] = []
    for place, draft in enumerate(drafts):
        if draft not in dropped:
            placed.append(Placed(place, next(staying)))
            continue
        sources = tuple(dict.fromkeys(source for source in draft.sources if source in known))
        if sources and any(character.isalnum() for character in draft.text):
            gaps.append(Gap(place, sources, measure_words(draft.text)))
    return placed, gaps


def to_fill(gaps: Sequence[Gap], placed: Sequence[Placed], least_words: float) -> list[Gap]:
    """Those of ``gaps`` that are to be filled so that every paragraph stays covered and the whole has
    ``least_words``."""
    cited = cited_by(placed)
    chosen = {gap for gap in gaps if not cited.issuperset(gap.sources)}
    length = words_of(placed) + sum(gap.words for gap in chosen)
    for gap in gaps:
        if length >= least_words:
            break
        if gap not in chosen:
            chosen.add(gap)
            length += gap.words
    return [gap for gap in gaps if gap in chosen]


def stretched(gaps: Sequence[Gap], placed: Sequence[Placed], target_words: int) -> list[Gap]:
    """``gaps`` with as many words more as are needed to reach ``target_words``, within reason."""
    lacking, there = target_words - words_of(placed), sum(gap.words for gap in gaps)
    factor = min(max(1.0, lacking / max(1, there)), _MOST_STRETCH)
    return [replace(gap, words=round(gap.words * factor)) for gap in gaps]


def cited_by(placed: Iterable[Placed]) -> set[str]:
    return {source for each in placed for source in each.sentence.sources}


def words_of(placed: Iterable[Placed]) -> int:
    return spoken_words(each.sentence for each in placed)


def spoken_words(sentences: Iterable[DraftSentence | SummarySentence]) -> int:
    """Measured words of all of them."""
    return sum(measure_words(sentence.text) for sentence in sentences)


def put_in_place(sentence: SummarySentence, gaps: Sequence[Gap]) -> Placed:
    """A sentence of a second try, in the place of the first gap about what it is about."""
    own = set(sentence.sources)
    return Placed(next((gap.place for gap in gaps if own & set(gap.sources)), gaps[0].place), sentence)


def says_again(text: str, placed: Iterable[Placed], reader: TermReader) -> bool:
    """Whether one of the sentences there says what ``text`` says, word for word or nearly so."""
    terms = set(reader.terms(text))
    return any(each.sentence.text == text or _alike(terms, each.sentence.text, reader) for each in placed)


def extracted(draft: DraftSentence) -> SummarySentence:
    """A sentence of the book's own."""
    return SummarySentence(draft.text, draft.sources, 1.0, Verdict.EXTRACTED)


def in_book_order(placed: Iterable[Placed], paragraphs: Sequence[Paragraph]) -> tuple[SummarySentence, ...]:
    """By the earliest paragraph that a sentence cites; those about the same one as they stood in the draft."""
    places = {paragraph.id: place for place, paragraph in enumerate(paragraphs)}
    ordered = sorted(placed, key=lambda each: (_earliest(each.sentence, places), each.place))
    return tuple(each.sentence for each in ordered)


def fitted(sentences: Sequence[SummarySentence], target_words: int) -> tuple[SummarySentence, ...]:
    """``sentences`` without as many as make them longer than ``LONGEST`` allows.

    First go those whose paragraphs others cite too, then the ones least borne out, then later ones; none goes without
    which the length would be farther from ``target_words`` than with it.
    """
    left = list(sentences)
    excess = spoken_words(left) - target_words
    while excess > (LONGEST - 1) * target_words:
        able = [place for place, each in enumerate(left) if measure_words(each.text) < 2 * excess]
        if not able or len(left) == 1:
            break
        goes = min(able, key=lambda place: (_alone(left, place), left[place].support, -place))
        excess -= measure_words(left.pop(goes).text)
    return tuple(left)


def _alike(terms: set[str], text: str, reader: TermReader) -> bool:
    others = set(reader.terms(text))
    shorter = min(len(terms), len(others))
    return shorter >= _LEAST_TERMS and len(terms & others) >= _SAID_ALREADY * shorter


def _earliest(sentence: SummarySentence, places: Mapping[str, int]) -> int:
    return min((places[source] for source in sentence.sources if source in places), default=0)


def _alone(sentences: Sequence[SummarySentence], place: int) -> bool:
    """Whether something it cites is cited by no other."""
    others = {source for at, each in enumerate(sentences) if at != place for source in each.sources}
    return not others.issuperset(sentences[place].sources)
