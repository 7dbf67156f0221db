"""What every ``TextToSpeech`` must do."""

import asyncio
import io
import wave

import pytest

from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech

SENTENCES = ("The harbour lies on the north side.", "Every morning the boats leave.", "They come back at noon.")


def request(*sentences: str) -> SpeechRequest:
    return SpeechRequest(sentences or SENTENCES, "en")


def measured(speech: Speech) -> float:
    with wave.open(io.BytesIO(speech.audio)) as file:
        return file.getnframes() / file.getframerate()


class TextToSpeechContract:
    async def test_the_duration_is_that_of_the_audio(self, voice: TextToSpeech) -> None:
        speech = await voice.synthesize(request())
        assert speech.media_type == "audio/wav"
        assert speech.duration_seconds == pytest.approx(measured(speech), abs=0.05)
        assert speech.duration_seconds > 0.5

    async def test_several_at_once_do_not_disturb_each_other(self, voice: TextToSpeech) -> None:
        alone = [await voice.synthesize(request(sentence)) for sentence in SENTENCES]
        together = await asyncio.gather(*(voice.synthesize(request(sentence)) for sentence in SENTENCES * 3))
        assert list(together) == alone * 3

    async def test_sentence_ends_rise_to_the_end(self, voice: TextToSpeech) -> None:
        speech = await voice.synthesize(request())
        ends = speech.sentence_ends
        assert len(ends) in (0, len(SENTENCES))
        assert list(ends) == sorted(set(ends))
        assert all(end <= speech.duration_seconds + 0.001 for end in ends)

    async def test_what_is_free_repeats_itself(self, voice: TextToSpeech) -> None:
        if voice.provider("", "en").free:
            first = await voice.synthesize(request())
            await voice.synthesize(request("Something else in between."))
            assert await voice.synthesize(request()) == first

    async def test_an_unknown_voice_is_refused_with_the_choices(self, voice: TextToSpeech) -> None:
        with pytest.raises(InvalidInput) as caught:
            await voice.synthesize(SpeechRequest(SENTENCES, "en", "nobody"))
        assert caught.value.code == "unknown_voice"
        assert voice.voices()

    async def test_a_stream_holds_the_same_audio(self, voice: TextToSpeech) -> None:
        speech = await voice.synthesize(request())
        assert b"".join([piece async for piece in voice.stream(request())])[-1000:] == speech.audio[-1000:]
