"""Speech from text."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.domain.speech_limit import SpeechLimit


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice a user can choose. ``language`` is BCP 47, "*" for a voice that speaks many."""

    id: str
    provider: str
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """One segment: whole sentences that together obey the engine's limit. ``voice`` "" is the engine's own choice;
    ``take`` counts how often it was spoken before and was no good."""

    sentences: tuple[str, ...]
    language: str
    voice: str = ""
    take: int = 0

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken audio. ``media_type`` is "audio/wav" (16-bit PCM, mono) or "audio/mpeg"; the duration is measured, not
    promised; ``sentence_ends`` are the seconds at which each sentence of the request ends, or empty if the engine does
    not tell."""

    audio: bytes = field(repr=False)
    media_type: str
    duration_seconds: float
    sentence_ends: tuple[float, ...] = ()
    usage: Usage = field(default_factory=Usage)


class TextToSpeech(Protocol):
    """Speaks.

    Every adapter promises, and ``tests/contracts/tts.py`` checks:

    - the duration is that of the audio, within 0.05 s;
    - several calls at once do not disturb each other;
    - ``sentence_ends`` is empty or has one rising entry a sentence, none past the duration;
    - an engine whose ``provider.free`` is true gives the same bytes for equal requests, in any process and order;
    - an unknown voice raises ``InvalidInput`` (code ``unknown_voice``) that names the choices;
    - what ``stream`` yields, joined, holds the same audio as ``synthesize``.

    ``NoReply`` says that an answer was lost and ``Unavailable`` that none was made: both may be retried. ``Rejected``
    may not.
    """

    @abstractmethod
    def provider(self, voice: str, language: str) -> Provider:
        """Who would speak: engine, voice chosen and version. Part of every result's key."""
        ...

    @abstractmethod
    def limit(self, voice: str) -> SpeechLimit:
        """How much text one request may hold."""
        ...

    @abstractmethod
    def voices(self) -> tuple[Voice, ...]: ...

    @abstractmethod
    def reads(self, text: str, voice: str, language: str) -> bool:
        """Whether the voice can say what most letters of ``text`` stand for; others would be left out or spelled."""
        ...

    @abstractmethod
    async def synthesize(self, request: SpeechRequest) -> Speech: ...

    @abstractmethod
    def stream(self, request: SpeechRequest) -> AsyncIterator[bytes]:
        """The same speech, a piece at a time as it is made."""
        ...
