"""Loudness against the signals and numbers that the broadcasters' documents give, and the limiter's promises."""

from collections.abc import Iterator

import numpy as np
import pytest

from bookbytes_adapters.audio import loudness
from bookbytes_adapters.audio.pcm import Signal
from tests.support import sounds

RATES = [8000, 11025, 16000, 22050, 24000, 44100, 48000]


def measured(sound: sounds.Sound, rate: int) -> float:
    return loudness.integrated(loudness.measure(_blocks(sound, rate), rate).energies)


def levelled(sound: sounds.Sound, rate: int) -> sounds.Sound:
    leveller = loudness.Leveller(loudness.measure(_blocks(sound, rate), rate), rate)
    return np.concatenate([leveller.apply(block) for block in _blocks(sound, rate)])


def tone_at(decibels: float, seconds: float, rate: int) -> sounds.Sound:
    """A 1 kHz sine whose mono loudness is ``decibels`` LUFS."""
    return sounds.tone(1000, seconds, rate=rate, amplitude=10 ** ((decibels + 3.01) / 20))


@pytest.mark.parametrize("rate", RATES)
def test_a_full_scale_sine_measures_what_the_standard_says(rate: int) -> None:
    """ITU-R BS.1770-4, annex 1: 997 Hz at 0 dBFS in one channel indicates -3.01 LKFS."""
    assert measured(sounds.tone(997, 5, rate=rate, amplitude=1), rate) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize(
    "parts",
    [
        [(-36, 10), (-23, 60), (-36, 10)],
        [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
        [(-26, 20), (-20, 20.1), (-26, 20)],
    ],
    ids=["case 3", "case 4", "case 5"],
)
def test_quiet_parts_are_gated(parts: list[tuple[float, float]]) -> None:
    """EBU Tech 3341, table 1: each of these measures -23 LUFS within 0.1 (there in stereo, here in mono)."""
    sound = np.concatenate([tone_at(decibels, seconds, 16000) for decibels, seconds in parts])
    assert measured(sound, 16000) == pytest.approx(-23, abs=0.1)


def test_bass_counts_less_than_treble() -> None:
    """The standard's filters pass 40 Hz at -5.6 dB and 6 kHz at 4.0 dB."""
    bass, treble = (measured(sounds.tone(hertz, 3, rate=24000), 24000) for hertz in (40, 6000))
    assert treble - bass == pytest.approx(9.6, abs=0.1)


def test_silence_has_no_loudness() -> None:
    assert measured(sounds.silence(3), 16000) == -np.inf
    assert loudness.integrated(np.zeros(0)) == -np.inf


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("seconds", [1.03, 1.6, 7.03])
def test_the_target_is_met_below_the_ceiling(rate: int, seconds: float) -> None:
    """These peaks would be far above the ceiling without a limiter; the last tenths are lost to it."""
    sound = sounds.murmur(seconds, rate=rate)
    made = levelled(sound, rate)
    assert made.size == sound.size
    assert np.abs(made).max() <= loudness.CEILING * 1.0001
    assert measured(made, rate) == pytest.approx(loudness.TARGET, abs=1)


def test_where_nothing_is_too_loud_only_the_gain_changes() -> None:
    sound = sounds.tone(1000, 3, amplitude=0.01)
    made = levelled(sound, 16000)
    np.testing.assert_allclose(made, sound * (made[100] / sound[100]), atol=1e-6)


def test_a_lone_peak_is_turned_down_gently_on_both_sides() -> None:
    sound = sounds.tone(200, 4, amplitude=0.2)
    peak = 32000
    sound[peak] = 1.0
    gain = levelled(sound, 16000) / np.where(sound == 0, 1, sound)
    assert gain[peak] < 0.85 * gain[peak - 2000]
    assert np.abs(np.diff(gain[peak - 200 : peak + 200])).max() < 0.02
    assert gain[peak - 400] == pytest.approx(gain[peak + 400], rel=1e-4)


def _blocks(sound: sounds.Sound, rate: int) -> Iterator[Signal]:
    size = loudness.block_size(rate)
    for start in range(0, sound.size, size):
        yield sound[start : start + size].astype(np.float32)
