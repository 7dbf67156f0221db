"""Silence and repetition, measured in sounds made for it and in real voices."""

from pathlib import Path

import numpy as np
import pytest

from bookbytes_adapters.audio.pcm import Pcm, decode
from bookbytes_adapters.audio.sound_facts import measured
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_core.domain.listening import calibration_text
from bookbytes_core.domain.speech_audit import SoundFacts, check_sound
from bookbytes_core.ports.tts import Speech, SpeechRequest
from tests.support import sounds

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "openai"
RATE = sounds.RATE


def facts(*parts: sounds.Sound) -> SoundFacts:
    return measured(Pcm(RATE, np.rint(np.concatenate(parts) * 32767).astype(np.int16)))


def test_silence_is_counted_and_the_longest_one_between_sounds_is_told() -> None:
    found = facts(sounds.silence(3), sounds.tone(300, 2), sounds.silence(1.5), sounds.tone(300, 2), sounds.silence(1))
    assert found.seconds == 9.5
    assert found.silent == pytest.approx(5.5, abs=0.2)
    assert found.longest_silence == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize("steady", [sounds.tone(440, 30), sounds.silence(4), sounds.babble(60), sounds.murmur(30)])
def test_what_does_not_repeat_is_not_said_to(steady: sounds.Sound) -> None:
    assert facts(steady).repeated == 0


@pytest.mark.parametrize("place", [0.0, 3.013, 7.025, 9.0])
@pytest.mark.parametrize("pause", [0.0, 0.3])
def test_a_stretch_that_comes_twice_in_a_row_is_heard_wherever_it_lies(place: float, pause: float) -> None:
    speech = sounds.babble(12)
    stretch = speech[round(place * RATE) : round((place + 2.9) * RATE)]
    end = round((place + 2.9) * RATE)
    assert facts(speech[:end], sounds.silence(pause), stretch, speech[end:]).repeated > 1.4


def test_a_stretch_that_comes_again_later_is_none() -> None:
    speech = sounds.babble(12)
    assert facts(speech, speech[: 3 * RATE]).repeated == 0


def test_joined_files_of_one_speech_are_heard_as_such_through_the_codec() -> None:
    once = sounds.mp3(sounds.babble(3.1, rate=24_000), kilobits=32)
    assert measured(decode(Speech(once + once, "audio/mpeg", 0))).repeated > 2


@pytest.mark.parametrize(("voice", "language"), [("pico:en-GB", "en"), ("espeak:en-us", "en")])
async def test_real_voices_are_sound(voice: str, language: str) -> None:
    request = SpeechRequest(calibration_text(language), language, voice)
    speech = await LocalSpeech().synthesize(request)
    found = measured(decode(speech))
    assert (found.repeated, found.longest_silence < 1) == (0, True)
    check_sound(request.text, found)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="needs the vendor's recordings")
@pytest.mark.parametrize("name", ["rec_audio_speech_tts-1.mp3", "rec_audio_speech_gpt-4o-mini-tts.mp3"])
def test_the_vendors_own_recordings_are_sound(name: str) -> None:
    found = measured(decode(Speech((RECORDED / name).read_bytes(), "audio/mpeg", 0)))
    assert (found.repeated, found.longest_silence < 1, found.silent < found.seconds / 2) == (0, True, True)
