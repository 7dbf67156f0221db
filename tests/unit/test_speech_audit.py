"""What cannot be the speech of a text, judged by what was measured of it."""

import pytest

from bookbytes_core.domain.speech_audit import SoundFacts, check_sound, check_spoken_whole, says_twice
from bookbytes_core.errors import Rejected

TEXT = "The lamp on the landing had burned all night, and nobody knew who had lit it or asked about it."
SECONDS = len(TEXT) / 15


def good(text: str, facts: SoundFacts) -> bool:
    try:
        check_sound(text, facts)
    except Rejected:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "seconds", "sound"),
    [
        (TEXT, SECONDS, True),
        (TEXT, SECONDS * 0.41, True),
        (TEXT, SECONDS * 0.39, False),
        (TEXT, SECONDS * 1.6 + 1.9, True),
        (TEXT, SECONDS * 1.6 + 2.1, False),
        (TEXT, 0.0, False),
        ("Chapter 12. 1984.", 3.4, True),
        ("閲覧室の壁の時計が止まっているが、午後の間ずっと誰も気がつかなかった。", 7.5, True),
        ("閲覧室の壁の時計が止まっているが、午後の間ずっと誰も気がつかなかった。", 2.3, False),
        ("모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.", 5.9, True),
        ("모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.", 2.0, False),
        ("የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው።", 6.0, True),
        ("Debian Policy Manual の最新版は debian-policy パッケージに入っている。", 46 / 15 + 24 / 4.5, True),
        ("Debian Policy Manual の最新版は debian-policy パッケージに入っている。", 70 / 15 * 0.4 + 0.5, False),
    ],
)
def test_v07_the_length_is_that_of_the_text(text: str, seconds: float, sound: bool) -> None:
    assert good(text, SoundFacts(seconds)) is sound


def test_what_an_engine_left_out_is_noticed() -> None:
    check_spoken_whole(TEXT, SECONDS * 0.41)
    check_spoken_whole("", 0.2)
    check_spoken_whole(TEXT, SECONDS * 9)
    with pytest.raises(Rejected, match="cut off") as caught:
        check_spoken_whole(TEXT, SECONDS * 0.39)
    assert caught.value.code == "bad_audio"


def test_v08_silence_in_the_middle_or_for_half_of_it_is_bad() -> None:
    assert good(TEXT, SoundFacts(SECONDS, silent=3.0, longest_silence=2.9))
    assert good(TEXT * 10, SoundFacts(SECONDS * 10, silent=20, longest_silence=4.9))
    assert not good(TEXT * 10, SoundFacts(SECONDS * 10, silent=5.1, longest_silence=5.1))
    assert not good(TEXT, SoundFacts(SECONDS, silent=SECONDS * 0.55))
    assert good("No.", SoundFacts(1.5, silent=1.2))


def test_a_repetition_is_bad_unless_the_text_has_it() -> None:
    with pytest.raises(Rejected) as caught:
        check_sound(TEXT, SoundFacts(SECONDS, repeated=1.5))
    assert (caught.value.code, "twice" in caught.value.message) == ("bad_audio", True)
    assert good("Row, row, row your boat, gently down the stream.", SoundFacts(4.0, repeated=1.5))


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        (TEXT, False),
        ("It was very very cold.", False),
        ("Never again. Never again.", True),
        ("He said so. Then she said so, then she said so.", True),
        ("no no no", True),
        ("no no", False),
        ("", False),
        ("灯りがつく。灯りがつく。", True),
        ("灯りがつく。夜になる。", False),
    ],
)
def test_what_a_text_says_twice_itself(text: str, twice: bool) -> None:
    assert says_twice(text) is twice
