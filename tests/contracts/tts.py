"""What every voice promises. Its adapters' tests provide ``tts`` and may set ``LANGUAGE``."""

import asyncio
import io
import wave

import numpy as np
import pytest

from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.tts import SpeechRequest, TextToSpeech
from tests.support import sounds

SENTENCES = (
    "The lamp on the landing had burned all night.",
    "Nobody knew who had lit it, and nobody asked.",
    "In the morning it was cold.",
)
OTHERS = ("A different sentence altogether.", "Seven geese flew over the roof.")


class TextToSpeechContract:
    LANGUAGE = "en"

    def request(self, *sentences: str, voice: str = "") -> SpeechRequest:
        return SpeechRequest(sentences, self.LANGUAGE, voice)

    async def test_the_duration_is_that_of_the_audio(self, tts: TextToSpeech) -> None:
        for sentences in (SENTENCES, SENTENCES[:1]):
            speech = await tts.synthesize(self.request(*sentences))
            samples, rate = played(speech.audio)
            assert speech.duration_seconds == pytest.approx(samples.size / rate, abs=0.05)
            assert speech.duration_seconds > len(sentences) * 0.5
            assert speech.media_type in ("audio/wav", "audio/mpeg")

    async def test_calls_at_once_do_not_disturb_each_other(self, tts: TextToSpeech) -> None:
        requests = [self.request(sentence) for sentence in (*SENTENCES, *OTHERS)]
        alone = [await tts.synthesize(request) for request in requests]
        together = await asyncio.gather(*(tts.synthesize(request) for request in requests))
        for one, other in zip(alone, together, strict=True):
            assert one.duration_seconds == pytest.approx(other.duration_seconds, abs=0.05)
            assert same_sound(one.audio, other.audio)

    async def test_sentence_ends_rise_within_the_duration(self, tts: TextToSpeech) -> None:
        speech = await tts.synthesize(self.request(*SENTENCES))
        if speech.sentence_ends:
            assert len(speech.sentence_ends) == len(SENTENCES)
            assert list(speech.sentence_ends) == sorted(set(speech.sentence_ends))
            assert speech.sentence_ends[0] > 0
            assert speech.sentence_ends[-1] <= speech.duration_seconds

    async def test_a_free_engine_repeats_itself(self, tts: TextToSpeech) -> None:
        if not tts.provider("", self.LANGUAGE).free:
            return
        first = await tts.synthesize(self.request(*SENTENCES))
        await tts.synthesize(self.request(*OTHERS))
        crowd = [self.request(*OTHERS), self.request(*SENTENCES), self.request(*reversed(SENTENCES))]
        _, again, turned = await asyncio.gather(*map(tts.synthesize, crowd))
        assert again == first
        assert turned.audio != first.audio

    async def test_its_own_language_is_read(self, tts: TextToSpeech) -> None:
        assert all(tts.reads(sentence, "", self.LANGUAGE) for sentence in (*SENTENCES, *OTHERS, "1984", "…"))

    async def test_an_unknown_voice_names_the_choices(self, tts: TextToSpeech) -> None:
        offered = [voice.id for voice in tts.voices()]
        with pytest.raises(InvalidInput) as refused:
            await tts.synthesize(self.request(*SENTENCES, voice="no-such-voice"))
        assert refused.value.code == "unknown_voice"
        assert any(voice in refused.value.message for voice in offered)
        with pytest.raises(InvalidInput):
            tts.provider("no-such-voice", self.LANGUAGE)

    async def test_stream_holds_the_same_audio(self, tts: TextToSpeech) -> None:
        whole = await tts.synthesize(self.request(*SENTENCES))
        pieces = [piece async for piece in tts.stream(self.request(*SENTENCES))]
        assert len(pieces) > 1
        assert same_sound(whole.audio, b"".join(pieces))

    async def test_its_own_longest_text_is_spoken(self, tts: TextToSpeech) -> None:
        room = tts.limit("").characters // (len(SENTENCES[0]) + 1)
        assert room > 0
        sentences = SENTENCES[:1] * min(room, 100)
        speech = await tts.synthesize(self.request(*sentences))
        assert speech.duration_seconds > len(sentences)

    async def test_the_provider_is_stable_and_tells_voices_apart(self, tts: TextToSpeech) -> None:
        chosen = tts.provider("", self.LANGUAGE)
        assert chosen == tts.provider("", self.LANGUAGE)
        assert chosen.name
        assert chosen.version
        models = {tts.provider(voice.id, self.LANGUAGE).model for voice in tts.voices()}
        assert chosen.model in models


def played(audio: bytes) -> tuple[sounds.Sound, int]:
    """What a player hears of a WAV file, also one that was streamed, or of an MP3 file."""
    if not audio.startswith(b"RIFF"):
        return sounds.heard(audio)
    with wave.open(io.BytesIO(audio)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        frames = file.readframes(min(file.getnframes(), len(audio) // 2))
        return np.frombuffer(frames, dtype="<i2").astype(np.float64) / 32768, file.getframerate()


def same_sound(one: bytes, other: bytes) -> bool:
    (first, rate), (second, other_rate) = played(one), played(other)
    return rate == other_rate and first.size == second.size and bool(np.allclose(first, second, atol=0.01))
