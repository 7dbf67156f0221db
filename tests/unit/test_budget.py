"""Caps, what is said where one is met, and what a chapter is likely to cost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bookbytes_core.domain.book_text import ChapterText, Paragraph
from bookbytes_core.domain.budget import Caps, Scope, Spent, month_of
from bookbytes_core.domain.estimate import (
    ChapterSource,
    Estimate,
    estimate_book,
    estimate_chapter,
    most_of_speech,
    most_of_summary,
)
from tests.support.paid_books import the_tariffs

SENTENCE = "The keeper of the lighthouse wrote down the weather three times a day for forty years. "
HAN = "閲覧室の壁の時計が止まっているが、午後の間ずっと誰も気がつかなかった。"


def spending(settled: str, under_way: str = "0") -> dict[Scope, Spent]:
    return {scope: Spent(Decimal(settled), Decimal(under_way)) for scope in Scope}


class TestCaps:
    def test_without_caps_there_is_no_shortage(self) -> None:
        assert Caps().shortage({}, Decimal(10**6)) is None

    def test_a_cap_can_be_used_up_to_the_last(self) -> None:
        caps = Caps(user_month=Decimal("1.5"))
        assert caps.shortage(spending("1"), Decimal("0.5")) is None
        assert caps.shortage(spending("1"), Decimal("0.500000000001"))

    def test_the_lower_of_order_and_installation_counts(self) -> None:
        for order, installation, lowest in (("1", "2", "1"), ("3", "2", "2"), (None, "2", "2"), ("1", None, "1")):
            caps = Caps(audio_book=Decimal(installation) if installation else None)
            assert caps.within(Decimal(order) if order else None).audio_book == Decimal(lowest)

    def test_what_calls_under_way_may_leave_is_worth_waiting_for(self) -> None:
        caps = Caps(audio_book=Decimal(2))
        waiting, short = (
            caps.shortage(spending("1", "0.9"), Decimal(1)),
            caps.shortage(spending("1.5", "9"), Decimal(1)),
        )
        assert waiting
        assert short
        assert (waiting.may_pass, short.may_pass) == (True, False)

    @pytest.mark.parametrize(
        ("caps", "told"),
        [
            (Caps(audio_book=Decimal("0.5")), "this audio book may cost is 0.5000 US dollars: 0.4986 US dollars"),
            (Caps(audio_book=Decimal("0.5")), "a higher --max-cost (and raise MAX_COST_USD_PER_JOB"),
            (Caps(user_month=Decimal(0)), "MAX_COST_USD_PER_USER_MONTH"),
            (Caps(installation_month=Decimal("0.1")), "MAX_COST_USD_PER_INSTALLATION_MONTH"),
        ],
    )
    def test_who_is_refused_learns_which_cap_what_is_spent_and_what_to_do(self, caps: Caps, told: str) -> None:
        short = caps.shortage(spending("0.49", "0.0086"), Decimal("0.0045"))
        assert short
        refusal = short.refusal()
        assert refusal.code == "budget"
        assert told in refusal.message
        assert "0.0045 US dollars" in refusal.message
        assert refusal.message.count(". ") == 1
        assert refusal.details["spent_usd"] == 0.4986

    def test_a_month_begins_at_its_first_midnight(self) -> None:
        assert month_of(datetime(2026, 2, 28, 23, 59, 59, 9, tzinfo=UTC)) == datetime(2026, 2, 1, tzinfo=UTC)


def a_source(text: str, paragraphs: int = 10) -> ChapterSource:
    chapter = ChapterText(1, "The Lighthouse", tuple(Paragraph(f"p{number}", text) for number in range(paragraphs)))
    return ChapterSource.of(chapter)


class TestEstimate:
    @pytest.mark.parametrize(("text", "target"), [(SENTENCE * 20, 450), (HAN * 20, 450), (SENTENCE, 30)])
    def test_low_is_below_likely_is_below_high(self, text: str, target: int) -> None:
        estimate = estimate_chapter(a_source(text), target, the_tariffs())
        for amount in (estimate.llm_tokens, estimate.tts_characters, estimate.cost_usd):
            assert 0 < amount.low < amount.likely < amount.high

    def test_a_chapter_of_the_usual_length(self) -> None:
        """3,200 words in 10 paragraphs, told in 450: some 4,500 tokens and 2,700 characters."""
        estimate = estimate_chapter(a_source(SENTENCE * 20), 450, the_tariffs())
        assert 4_500 < estimate.llm_tokens.likely < 7_000
        assert 2_500 < estimate.tts_characters.likely < 2_900
        assert estimate.cost_usd.likely == pytest.approx(Decimal("0.041"), rel=Decimal("0.1"))

    def test_a_character_of_han_is_a_token(self) -> None:
        assert a_source(HAN).tokens == pytest.approx(len(HAN) * 10, rel=0.05)

    def test_a_chapter_that_is_short_is_spoken_whole_and_no_model_is_asked(self) -> None:
        source = a_source(SENTENCE, 1)
        estimate = estimate_chapter(source, source.words, the_tariffs())
        assert estimate.llm_tokens.high == 0
        assert estimate.tts_characters.likely >= source.characters

    def test_a_summary_that_is_there_is_not_paid_again(self) -> None:
        source = a_source(SENTENCE * 20)
        rest = estimate_chapter(source, 450, the_tariffs(), summarised=True)
        assert rest.llm_tokens.high == 0
        assert 0 < rest.cost_usd.likely < estimate_chapter(source, 450, the_tariffs()).cost_usd.likely

    def test_a_book_is_the_sum_of_its_chapters(self) -> None:
        chapter = estimate_chapter(a_source(SENTENCE * 20), 450, the_tariffs())
        assert estimate_book([chapter] * 3).cost_usd.likely == chapter.cost_usd.likely * 3
        assert estimate_book([]) == Estimate()


@pytest.mark.parametrize(("text", "seconds"), [("a" * 150, 17), ("9" * 15, 8), ("時" * 45, 17)])
def test_the_most_that_speech_takes_is_slow_speech(text: str, seconds: int) -> None:
    assert most_of_speech(text).input_units == len(text)
    assert most_of_speech(text).output_units == pytest.approx(seconds * 1000, rel=0.01)


def test_the_most_that_a_question_takes_is_more_than_it_looks() -> None:
    assert most_of_summary(SENTENCE * 100, 700).input_units > len(SENTENCE) * 100 / 3
    assert most_of_summary("", 700).output_units == 700
