"""A voice that hums: tones as long as the text would take to speak."""

import hashlib
import io
import wave
from collections.abc import AsyncIterator
from itertools import accumulate

from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.speech_limit import SpeechLimit
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech, Voice

RATE = 8000
"""Samples a second."""

CHARACTERS_A_SECOND = 15

_VOICES = {"tone": "Tone", "low-tone": "Low tone"}
_LOUDNESS = 8000
_PIECE_BYTES = 4096


class ToneSpeech(TextToSpeech):
    """Speaks fifteen characters a second, each sentence a tone of its own. ``requests`` holds what was asked.

    ``free`` and ``usage`` let it stand for a voice that costs money; ``limit`` is the longest text in characters.
    It reads no text that holds ``unread``.
    """

    def __init__(self, *, free: bool = True, usage: Usage | None = None, limit: int = 1000, unread: str = "") -> None:
        self._free = free
        self._usage = usage
        self._limit = limit
        self._unread = unread
        self.requests: list[SpeechRequest] = []

    def provider(self, voice: str, language: str) -> Provider:
        return Provider("tone", _known(voice), "1", free=self._free)

    def limit(self, voice: str) -> SpeechLimit:
        return SpeechLimit(self._limit)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(voice, "tone", "*", name) for voice, name in _VOICES.items())

    def reads(self, text: str, voice: str, language: str) -> bool:
        return not self._unread or self._unread not in text

    async def synthesize(self, request: SpeechRequest) -> Speech:
        voice = _known(request.voice)
        self.requests.append(request)
        tones = [_tone(sentence, voice) for sentence in request.sentences]
        ends = tuple(length / RATE / 2 for length in accumulate(len(tone) for tone in tones))
        return Speech(
            audio=_wav(b"".join(tones)),
            media_type="audio/wav",
            duration_seconds=ends[-1] if ends else 0.0,
            sentence_ends=ends,
            usage=self._usage or Usage(len(request.text), 0),
        )

    async def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        audio = (await self.synthesize(request)).audio
        for place in range(0, len(audio), _PIECE_BYTES):
            yield audio[place : place + _PIECE_BYTES]


def _known(voice: str) -> str:
    if voice and voice not in _VOICES:
        raise InvalidInput(f"There is no voice {voice!r}: choose {' or '.join(_VOICES)}.", code="unknown_voice")
    return voice or next(iter(_VOICES))


def _tone(sentence: str, voice: str) -> bytes:
    """A square wave whose pitch depends on the sentence, so that no two are easily mistaken for each other."""
    period = 20 + hashlib.sha256(f"{voice} {sentence}".encode()).digest()[0] % 32
    samples = max(1, len(sentence) * RATE // CHARACTERS_A_SECOND)
    wave_form = [_LOUDNESS if place < period // 2 else -_LOUDNESS for place in range(period)]
    one_period = b"".join(sample.to_bytes(2, "little", signed=True) for sample in wave_form)
    return (one_period * (samples // period + 1))[: samples * 2]


def _wav(samples: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return out.getvalue()
