"""Long chapters are cut into parts that lose nothing and fit."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.parts import answers_needed, parts, room_tokens, shown_tokens
from bookbytes_core.domain.tokens import estimated_tokens

WORDS = ("rain", "sun", "wind.", "Yes!", "灯台に火がともされた。", "no?", "1861")
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60)
texts = sentences.map(" ".join) | st.text("ab .。", min_size=1, max_size=300).map(str.strip).filter(bool)
chapters = st.lists(texts, min_size=1, max_size=12).map(
    lambda given: [Paragraph(f"c0ffee-{place}", text) for place, text in enumerate(given, 1)]
)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=30)
@given(chapters, st.integers(20, 400))
def test_every_text_is_in_one_part_in_order_under_its_id(chapter: list[Paragraph], most: int) -> None:
    found = parts(chapter, most)
    flat = [paragraph for part in found for paragraph in part]
    assert list(dict.fromkeys(paragraph.id for paragraph in flat)) == [paragraph.id for paragraph in chapter]
    for paragraph in chapter:
        pieces = [piece for piece in flat if piece.id == paragraph.id]
        assert bare("".join(piece.text for piece in pieces)) == bare(paragraph.text)
        assert shown_tokens([paragraph]) > most or pieces == [paragraph]
    assert all(len({paragraph.id for paragraph in part}) == len(part) for part in found)


@settings(max_examples=30)
@given(chapters, st.integers(20, 400))
def test_no_part_is_larger_than_allowed_or_empty(chapter: list[Paragraph], most: int) -> None:
    assert all(0 < shown_tokens(part) <= most for part in parts(chapter, most))


@settings(max_examples=30)
@given(st.lists(st.integers(1, 40), min_size=20, max_size=200), st.integers(100, 400))
def test_parts_are_about_equal(words: list[int], most: int) -> None:
    chapter = [Paragraph(str(place), "rain " * number) for place, number in enumerate(words)]
    sizes = [shown_tokens(part) for part in parts(chapter, most)]
    longest = max(shown_tokens([paragraph]) for paragraph in chapter)
    assert max(sizes) - min(sizes) <= 2 * longest
    assert len(sizes) <= 1 + 2 * sum(sizes) / most


def test_a_chapter_that_fits_is_one_part() -> None:
    chapter = [Paragraph("a-1", "It rained."), Paragraph("a-2", "It stopped.")]
    assert parts(chapter, 100) == (tuple(chapter),)


def test_a_context_that_holds_nothing_still_gives_parts() -> None:
    assert parts([Paragraph("a-1", "It")], 1) == ((Paragraph("a-1", "I"),), (Paragraph("a-1", "t"),))


def test_a_paragraph_longer_than_a_part_is_cut_at_sentences() -> None:
    sentence = "The keeper wrote down the weather three times a day. "
    long = Paragraph("a-2", (sentence * 40).strip())
    found = parts([Paragraph("a-1", "Before."), long, Paragraph("a-3", "After.")], 150)
    pieces = [paragraph for part in found for paragraph in part if paragraph.id == "a-2"]
    assert len(pieces) == len(found) > 3
    assert all(piece.text.endswith("day.") and piece.text.startswith("The keeper") for piece in pieces)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("word", 1), ("words", 2), ("灯台に火", 4), ("Маяк", 2), ("“Où?”", 2), ("ประภาคาร", 8)],
)
def test_tokens_are_estimated_by_script(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens


@pytest.mark.parametrize(
    ("context", "words", "room"), [(32_000, 450, 23_900), (128_000, 450, 119_900), (4_096, 450, 2_231), (800, 60, 200)]
)
def test_room_is_left_for_prompt_and_answer(context: int, words: int, room: int) -> None:
    assert room_tokens(context, words) == room


@pytest.mark.parametrize(("words", "answers"), [(0, 1), (450, 1), (1_333, 1), (1_334, 2), (20_000, 16)])
def test_a_long_summary_takes_several_answers(words: int, answers: int) -> None:
    assert answers_needed(32_000, words) == answers
