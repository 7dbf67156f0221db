"""Speech by a voice behind OpenAI's protocol."""

import hashlib
from collections.abc import AsyncIterator
from typing import Protocol
from urllib.parse import urlsplit

from bookbytes_adapters.tts.checked import Heard, checked
from bookbytes_core.domain.cost import Provider
from bookbytes_core.domain.speech_limit import SpeechLimit, tokens_at_most
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.tts import Speech, SpeechRequest, TextToSpeech, Voice

VERSION = "2"
"""Raised with every change to what is sent or accepted: stored speech is kept under it."""

VOICES = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable"),
    *("marin", "nova", "onyx", "sage", "shimmer", "verse"),
)

_VENDOR = "api.openai.com"
_OLD_MODELS = ("tts-1", "tts-1-hd")
_CHARACTERS = 4096
_TOKENS = 2000
"""What a request may hold (OpenAI's reference): characters with every model, tokens with all but the old ones."""
_SPARE_TOKENS = 100


class SpeechServer(Protocol):
    """The server as this adapter sees it: ``speech`` gives what comes back and raises the core's errors."""

    address: str

    def speech(self, *, model: str, voice: str, text: str, instructions: str) -> AsyncIterator[bytes]: ...


class OpenAiSpeech(TextToSpeech):
    """Speaks with ``model``, as ``instructions`` say ("" for none); ``voice`` is used where a request names none.

    The voices are OpenAI's; at another address ``voice`` may be one of that server's own besides. ``heard`` recognises
    and measures what came back, in a thread.

    Vendors of this protocol tell no times: ``sentence_ends`` is empty, and the core estimates by characters.

    Raises ``InvalidInput`` (``unknown_voice``, ``text_too_long``), ``Rejected`` (``bad_audio``) and what the server
    raises.
    """

    def __init__(
        self, server: SpeechServer, heard: Heard, model: str, voice: str = "", *, instructions: str = ""
    ) -> None:
        self._server = server
        self._heard = heard
        self._model = model
        self._preferred = voice or VOICES[0]
        self._instructions = instructions
        others = urlsplit(server.address).hostname != _VENDOR
        self._voices = tuple(dict.fromkeys((*VOICES, self._preferred))) if others else VOICES

    def provider(self, voice: str, language: str) -> Provider:
        version = f"{self._model}; mp3; adapter {VERSION}; {self._server.address}"
        if self._instructions:
            version += f"; instructions {hashlib.sha256(self._instructions.encode()).hexdigest()[:32]}"
        return Provider(name="openai", model=self._known(voice), version=version, free=False)

    def limit(self, voice: str) -> SpeechLimit:
        """The vendor does not say whether instructions count as input: there is room for both."""
        if self._model in _OLD_MODELS:
            return SpeechLimit(_CHARACTERS)
        return SpeechLimit(_CHARACTERS, _TOKENS - _SPARE_TOKENS - tokens_at_most(self._instructions))

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(voice, "openai", "*", voice.capitalize()) for voice in self._voices)

    def reads(self, text: str, voice: str, language: str) -> bool:
        return True

    async def synthesize(self, request: SpeechRequest) -> Speech:
        audio = b"".join([piece async for piece in self.stream(request)])
        return await checked(audio, request.text, self._heard)

    def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        voice = self._known(request.voice)
        if not self.limit(voice).holds(request.text):
            raise InvalidInput(
                f"{len(request.text)} characters are more than {self._model} speaks at once: give it less text.",
                code="text_too_long",
            )
        return self._server.speech(model=self._model, voice=voice, text=request.text, instructions=self._instructions)

    def _known(self, voice: str) -> str:
        chosen = voice or self._preferred
        if chosen not in self._voices:
            raise InvalidInput(f"There is no voice {chosen!r}: choose {', '.join(self._voices)}.", code="unknown_voice")
        return chosen
