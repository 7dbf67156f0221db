"""What is made up for in a summary, and where it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding import GroundedSummary
from bookbytes_core.domain.grounding_terms import TermReader
from bookbytes_core.domain.job import progress
from bookbytes_core.domain.mending import (
    LONGEST,
    Gap,
    Placed,
    fitted,
    in_book_order,
    put_in_place,
    says_again,
    spoken_words,
    stretched,
    taken_apart,
    to_fill,
)
from bookbytes_core.domain.status import Status
from bookbytes_core.domain.summary import DraftSentence, SummarySentence, Verdict

CHAPTER = tuple(Paragraph(name, f"Of {name}.") for name in "abcdef")
READER = TermReader("en")


def spoken(text: str, sources: str, support: float = 0.9) -> SummarySentence:
    return SummarySentence(text, tuple(sources), support, Verdict.KEPT)


def placed(*sentences: tuple[int, str, str]) -> list[Placed]:
    return [Placed(place, spoken(text, sources)) for place, text, sources in sentences]


class TestGaps:
    def test_a_draft_is_taken_apart(self) -> None:
        drafts = [DraftSentence("One.", ("a",)), DraftSentence("Two false.", ("b", "nowhere", "b"))]
        drafts += [
            DraftSentence("Three.", ("c",)),
            DraftSentence("* * *", ("d",)),
            DraftSentence("Four.", ("nowhere",)),
        ]
        grounded = GroundedSummary((spoken("One.", "a"), spoken("Three.", "c")), (drafts[1], *drafts[3:]))
        stays, gaps = taken_apart(drafts, grounded, {"a", "b", "c", "d"})
        assert [(each.place, each.sentence.text) for each in stays] == [(0, "One."), (2, "Three.")]
        assert gaps == [Gap(1, ("b",), 2)]

    def test_only_what_nobody_else_cites_is_made_up_for(self) -> None:
        gaps = [Gap(1, ("a",), 2), Gap(2, ("a", "b"), 2)]
        assert to_fill(gaps, placed((0, "Twenty words " * 10, "a")), 20) == [gaps[1]]

    def test_a_summary_that_gets_too_short_is_filled_up(self) -> None:
        gaps = [Gap(place, ("a",), 5) for place in (1, 2, 3)]
        assert to_fill(gaps, placed((0, "Five words are these here.", "a")), 14) == gaps[:2]

    @pytest.mark.parametrize(("target", "words"), [(30, [10, 15]), (10, [5, 8]), (900, [15, 24])])
    def test_gaps_get_the_words_that_a_budget_still_has(self, target: int, words: list[int]) -> None:
        gaps = [Gap(1, ("a",), 5), Gap(2, ("b",), 8)]
        assert [gap.words for gap in stretched(gaps, placed((0, "Five words are these here.", "a")), target)] == words


class TestOrder:
    def test_a_replacement_stands_where_the_dropped_sentence_stood(self) -> None:
        gaps = [Gap(1, ("b",), 5), Gap(3, ("b", "d"), 5)]
        stays = placed((0, "First.", "b"), (2, "Third.", "b"), (4, "Last.", "f"))
        again = [put_in_place(spoken("Second.", "b"), gaps), put_in_place(spoken("Fourth.", "d"), gaps)]
        texts = [sentence.text for sentence in in_book_order([*stays, *again], CHAPTER)]
        assert texts == ["First.", "Second.", "Third.", "Fourth.", "Last."]

    @given(st.permutations([(place, str(place), name) for place, name in enumerate("aabbcdef")]))
    def test_sentences_follow_the_book_whatever_order_they_come_in(self, given: list[tuple[int, str, str]]) -> None:
        ordered = in_book_order(placed(*given), CHAPTER)
        assert [sentence.text for sentence in ordered] == list("01234567")

    def test_the_earliest_paragraph_counts(self) -> None:
        ordered = in_book_order(placed((0, "Late.", "fb"), (1, "Early.", "a")), CHAPTER)
        assert [sentence.text for sentence in ordered] == ["Early.", "Late."]


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("Rain fell.", True),
        ("Rain fell on the slate roofs of the village all night.", True),
        ("Slate roofs were sold in the village at a good price.", False),
        ("Nobody came.", False),
    ],
)
def test_what_is_said_is_not_said_again(text: str, again: bool) -> None:
    standing = placed((0, "Rain fell.", "a"), (1, "All night rain fell on the slate roofs of the village.", "b"))
    assert says_again(text, standing, READER) is again


class TestFitting:
    def test_what_others_cite_and_what_is_least_borne_out_goes_first(self) -> None:
        ten = "These are ten words that fill up a whole sentence."
        sentences = [spoken(ten, "a", 0.6), spoken(ten, "b", 0.5), spoken(ten, "c", 0.9), spoken(ten, "c", 0.8)]
        assert fitted(sentences, 30) == (*sentences[:3],)
        assert fitted(sentences, 20) == (sentences[0], sentences[2])

    @given(st.lists(st.integers(1, 30), min_size=1, max_size=30), st.integers(5, 300))
    def test_the_length_only_gets_nearer(self, lengths: list[int], target: int) -> None:
        sentences = [spoken("word " * words, "abcdef"[place % 6]) for place, words in enumerate(lengths)]
        left = fitted(sentences, target)
        assert left
        assert abs(spoken_words(left) - target) <= abs(spoken_words(sentences) - target)
        assert spoken_words(sentences) > LONGEST * target or list(left) == sentences


counts = st.integers(0, 12)


@given(st.integers(1, 12), counts, counts, counts, counts)
def test_progress_never_goes_back_however_many_calls_a_chapter_takes(
    chapters: int, calls: int, more_calls: int, finished: int, more_finished: int
) -> None:
    finished = min(finished, chapters)
    before, _ = progress(Status.PROCESSING, calls, finished, chapters)
    now, _ = progress(Status.PROCESSING, calls + more_calls, min(finished + more_finished, chapters), chapters)
    assert 0 <= before <= now < 100
