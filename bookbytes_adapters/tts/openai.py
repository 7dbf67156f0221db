"""Speech by a voice behind OpenAI's protocol."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlsplit

from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.words import is_unspaced
from bookbytes_core.errors import InvalidInput, Rejected
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech, Voice

VERSION = "1"
"""Raised with every change to what is sent or accepted: stored speech is kept under it."""

VOICES = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable"),
    *("marin", "nova", "onyx", "sage", "shimmer", "verse"),
)

_VENDOR = "api.openai.com"
_OLD_MODELS = ("tts-1", "tts-1-hd")
_CHARACTERS = 4096
_TOKENS = 2000
"""What a request may hold: characters with the old models, tokens with the others. No script needs more than about a
token a character, so as many characters as tokens are always right."""

_CHARACTERS_A_SECOND = 15.0
_UNSPACED_A_SECOND = 4.5
_TOLERANCE = 0.6
_SPARE_SECONDS = 2.0
_LETTERS_A_DIGIT = 4
"""Speech is 60 % shorter or longer than its text lets expect at most, and a file may be silent at its ends; a digit is
spoken as a word or a part of one."""


class SpeechServer(Protocol):
    """The server as this adapter sees it: ``speech`` gives what comes back and raises the core's errors."""

    address: str

    def speech(self, *, model: str, voice: str, text: str) -> AsyncIterator[bytes]: ...


class OpenAiSpeech(TextToSpeech):
    """Speaks with ``model``; ``voice`` is used where a request names none.

    The voices are OpenAI's; at another address ``voice`` may be one of that server's own besides. ``heard`` recognises
    and measures what came back, in a thread, and raises ``Rejected`` for what is no sound audio.

    Vendors of this protocol tell no times: ``sentence_ends`` is empty, and the core estimates by characters.

    Raises ``InvalidInput`` (``unknown_voice``, ``text_too_long``), ``Rejected`` (``bad_audio``) and what the server
    raises.
    """

    def __init__(self, server: SpeechServer, heard: Callable[[bytes], Speech], model: str, voice: str = "") -> None:
        self._server = server
        self._heard = heard
        self._model = model
        self._preferred = voice or VOICES[0]
        others = urlsplit(server.address).hostname != _VENDOR
        self._voices = tuple(dict.fromkeys((*VOICES, self._preferred))) if others else VOICES

    def provider(self, voice: str, language: str) -> Provider:
        version = f"{self._model}; mp3; adapter {VERSION}; {self._server.address}"
        return Provider(name="openai", model=self._known(voice), version=version, free=False)

    def max_characters(self, voice: str) -> int:
        return _CHARACTERS if self._model in _OLD_MODELS else _TOKENS

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(voice, "openai", "*", voice.capitalize()) for voice in self._voices)

    async def synthesize(self, request: SpeechRequest) -> Speech:
        audio = b"".join([piece async for piece in self.stream(request)])
        usage = Usage(input_units=len(request.text))
        try:
            speech = await asyncio.to_thread(self._heard, audio)
            _check_length(request.text, speech.duration_seconds)
        except Rejected as error:
            raise Rejected(error.message, code=error.code, input_units=usage.input_units) from error
        return replace(speech, usage=usage)

    def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        voice = self._known(request.voice)
        most = self.max_characters(voice)
        if len(request.text) > most:
            raise InvalidInput(f"A text to speak may have {most} characters at most.", code="text_too_long")
        return self._server.speech(model=self._model, voice=voice, text=request.text)

    def _known(self, voice: str) -> str:
        chosen = voice or self._preferred
        if chosen not in self._voices:
            raise InvalidInput(f"There is no voice {chosen!r}: choose {', '.join(self._voices)}.", code="unknown_voice")
        return chosen


def _check_length(text: str, seconds: float) -> None:
    """Audio that ends too early looks whole where the server names no length; one that was doubled always does."""
    rate = _UNSPACED_A_SECOND if is_unspaced(text) else _CHARACTERS_A_SECOND
    digits = sum(character.isdigit() for character in text)
    least = (1 - _TOLERANCE) * len(text) / rate
    most = (1 + _TOLERANCE) * (len(text) + (_LETTERS_A_DIGIT - 1) * digits) / rate + _SPARE_SECONDS
    if seconds < least:
        raise Rejected("The speech was cut off before its end: have it spoken again.", code="bad_audio")
    if seconds > most:
        raise Rejected("The speech is far longer than its text: have it spoken again.", code="bad_audio")
