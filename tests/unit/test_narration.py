"""Segments that obey the engine's limit, and the way back from sound to sentences."""

from hypothesis import given
from hypothesis import strategies as st

from bookbytes_core.domain.narration import HeardSegment, heard, segments, split_long
from bookbytes_core.domain.speech_limit import SpeechLimit, tokens_at_most


def test_the_opening_is_a_segment_of_its_own_and_sentences_share_the_rest() -> None:
    plan = segments(["A summary.", "Chapter 1."], ["One here.", "Two here.", "Three here."], SpeechLimit(22))
    assert [[piece.text for piece in part.pieces] for part in plan] == [
        ["A summary.", "Chapter 1."],
        ["One here.", "Two here."],
        ["Three here."],
    ]
    assert [piece.sentence for part in plan for piece in part.pieces] == [-1, -1, 0, 1, 2]


def test_a_long_sentence_is_cut_after_a_clause_where_one_ends_late_enough() -> None:
    assert split_long("It was long, very long indeed; so it went on", SpeechLimit(32)) == (
        "It was long, very long indeed;",
        "so it went on",
    )
    assert split_long("nothing but words without any stop", SpeechLimit(12)) == (
        "nothing but",
        "words",
        "without any",
        "stop",
    )
    assert split_long("x" * 25, SpeechLimit(10)) == ("x" * 10, "x" * 10, "x" * 5)


@given(st.text(min_size=1, max_size=400), st.integers(min_value=5, max_value=80), st.none() | st.integers(1, 60))
def test_nothing_is_lost_and_the_limit_holds_whatever_the_text(text: str, characters: int, tokens: int | None) -> None:
    limit = SpeechLimit(characters, tokens)
    parts = split_long(text, limit)
    assert all(len(part) <= characters and limit.holds(part) for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_tokens_are_counted_by_script_and_both_limits_hold() -> None:
    limit = SpeechLimit(4096, 2000)
    assert limit.holds("a" * 4096)
    assert not limit.holds("a" * 4097)
    assert limit.holds("灯" * 2000)
    assert not limit.holds("灯" * 2001)
    assert limit.reach("灯" * 1000 + "a" * 4096) == 1000 + 2500
    assert (tokens_at_most(""), tokens_at_most("abc"), tokens_at_most("灯が")) == (0, 2, 2)
    plan = segments([], ["灯がつく。" * 300, "Short."], limit)
    assert [len(part.pieces[0].text) for part in plan] == [1500]


def test_times_follow_the_engine_where_it_tells() -> None:
    plan = segments(["Go."], ["One.", "Two."], SpeechLimit(100))
    audio = [HeardSegment(0.5, 1.0, (1.0,)), HeardSegment(2.0, 3.0, (1.0, 3.0))]
    assert [(t.start, t.end) for t in heard(plan, audio, 2)] == [(2.0, 3.0), (3.0, 5.0)]


def test_what_is_not_spoken_has_no_time_and_the_others_keep_theirs() -> None:
    plan = segments(["Go."], ["One.", "", "Two."], SpeechLimit(100))
    assert [piece.sentence for part in plan for piece in part.pieces] == [-1, 0, 2]
    audio = [HeardSegment(0.5, 1.0, (1.0,)), HeardSegment(2.0, 3.0, (1.0, 3.0))]
    assert [time and (time.start, time.end) for time in heard(plan, audio, 3)] == [(2.0, 3.0), None, (3.0, 5.0)]


def test_times_are_shared_by_characters_where_it_does_not() -> None:
    plan = segments([], ["abc.", "abcdefgh"], SpeechLimit(100))
    times = heard(plan, [HeardSegment(1.0, 6.0, ())], 2)
    assert [(t.start, t.end) for t in times] == [(1.0, 3.0), (3.0, 7.0)]


def test_a_sentence_in_parts_is_heard_from_its_first_to_its_last() -> None:
    plan = segments([], ["one two three four"], SpeechLimit(10))
    audio = [HeardSegment(float(place * 2), 1.0, (1.0,)) for place, _ in enumerate(plan)]
    assert [(t.start, t.end) for t in heard(plan, audio, 1)] == [(0.0, 3.0)]
