"""The judge of a long run tells what grows from what does not."""

import pytest

from tests.system.soak.judge import Series, judged


def rising(each: float, *, start: float = 100.0) -> list[tuple[float, float]]:
    return [(float(minute), start + minute * each + (-1) ** minute) for minute in range(40)]


@pytest.mark.parametrize(("each", "is_flat"), [(0.0, True), (0.2, True), (0.4, False), (-1.0, True)])
def test_five_percent_over_the_second_half_are_flat(each: float, is_flat: bool) -> None:
    assert judged(Series("memory", rising(each))).is_flat is is_flat


def test_what_grew_in_the_first_half_alone_is_flat() -> None:
    points = [(float(minute), min(minute, 20) * 10.0) for minute in range(41)]
    assert judged(Series("temp files", points)).is_flat


def test_small_numbers_may_jump() -> None:
    points = [(float(minute), float(minute // 10)) for minute in range(40)]
    assert not judged(Series("queue", points)).is_flat
    assert judged(Series("queue", points, slack=2.0)).is_flat


def test_nothing_is_said_about_too_few_points() -> None:
    assert "too few" in str(judged(Series("memory", [(0.0, 1.0), (1.0, 9.0)])))
    assert judged(Series("memory", [])).is_flat


def test_a_verdict_names_what_grew() -> None:
    assert str(judged(Series("memory", rising(1.0)))).startswith("memory: NOT FLAT, mean 12")
