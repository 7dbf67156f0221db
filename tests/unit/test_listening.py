"""How long summaries may be."""

import pytest

from bookbytes_core.domain.book_text import Block, BlockKind, BookInfo, Section, assemble
from bookbytes_core.domain.listening import (
    ChapterLoad,
    SpeakingRate,
    budget_targets,
    calibration_text,
    default_targets,
    fixed_targets,
)
from bookbytes_core.errors import InvalidInput


def load(words: int, fixed: float = 0) -> ChapterLoad:
    return ChapterLoad(words, words * 6, fixed)


def test_the_default_is_a_share_with_a_floor_and_a_ceiling() -> None:
    assert default_targets([load(1000), load(100), load(40), load(10_000), load(0)]) == (150, 60, 40, 450, 0)


def test_a_fixed_target_never_exceeds_the_chapter() -> None:
    assert fixed_targets([load(1000), load(50)], 200) == (200, 50)


def test_a_budget_is_shared_by_length_and_filled() -> None:
    rate = SpeakingRate(0.06)
    targets = budget_targets([load(1000, 10), load(3000, 10)], 5, rate)
    assert targets[1] == pytest.approx(3 * targets[0], rel=0.01)
    seconds = sum(targets) * 6 * rate.seconds_per_character + 20
    assert seconds == pytest.approx(300, rel=0.01)


def test_a_budget_larger_than_the_book_speaks_it_whole() -> None:
    assert budget_targets([load(100), load(200)], 600, SpeakingRate(0.06)) == (100, 200)


def test_a_budget_that_openings_alone_would_use_up_is_refused_with_what_is_needed() -> None:
    with pytest.raises(InvalidInput, match="at least 2") as caught:
        budget_targets([load(100, 30), load(100, 30)], 1, SpeakingRate(0.06))
    assert caught.value.code == "budget_too_small"


def test_headings_are_no_load() -> None:
    blocks = (Block("A Heading Of Words", BlockKind.HEADING), Block("Three words here"))
    chapter = assemble(BookInfo("B"), [Section("C", blocks)]).chapters[0]
    assert ChapterLoad.of(chapter).words == 3


def test_every_language_has_a_calibration_text() -> None:
    assert calibration_text("de-AT") != calibration_text("en")
    assert calibration_text("xx") == calibration_text("en")


@pytest.mark.parametrize(("language", "words"), [("en", 100), ("ja", 300), ("zh-Hant", 300)])
def test_chapters_told_from_memory_share_the_budget_alike_and_end_somewhere(language: str, words: int) -> None:
    loads = [ChapterLoad.untold(language), ChapterLoad.untold(language)]
    rate = SpeakingRate(seconds_per_character=0.1)
    assert budget_targets(loads, 2, rate) == (words, words)
    assert budget_targets(loads, 600, rate) == fixed_targets(loads, 20_000) == (1500, 1500)
