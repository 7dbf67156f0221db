"""Let somebody hear a voice before it is chosen."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.listening import calibration_text, has_calibration_text
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.audio_encoder import AudioEncoder, Segment, Tags
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.tts import Speech, SpeechRequest, Voice
from bookbytes_core.use_cases.vendors import NOTHING_STORED, Vendors

EVERY_LANGUAGE = "*"
_USUAL = "en"


@dataclass(frozen=True, slots=True)
class VoiceSample:
    """``key`` names these bytes for good; ``mp3`` is what is heard."""

    key: str
    mp3: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleVoice:
    """The fixed sentences on which speaking rates are measured, said by one voice; made once, then found.

    A voice on this machine says them now. One that costs money is never asked to: it is heard once a job has had its
    rate measured (an order with ``minutes``), for that speech is paid for. ``language`` chooses among those that one
    voice speaks.

    Raises ``NotFound`` (codes ``voice_not_found``, ``sample_not_made``).
    """

    vendors: Vendors
    storage: Storage
    encoder: AudioEncoder

    async def __call__(self, voice_id: str, *, language: str = "") -> VoiceSample:
        voice = next((each for each in self.vendors.voice.voices() if each.id == voice_id), None)
        if voice is None:
            raise NotFound(
                f"There is no voice {voice_id[:80]!r}: the list of voices names all there are.", code="voice_not_found"
            )
        for request in _requests(voice, language):
            key = self._key(request)
            try:
                return VoiceSample(key, await self.storage.get(key))
            except NOTHING_STORED:
                speech = await self.vendors.sample(request)
            if speech is not None:
                return await self._kept(key, voice, request, speech)
        raise NotFound(
            f"There is no sample of {voice.id} yet, and one would cost money: order a book with `minutes` in that "
            "voice, and there will be.",
            code="sample_not_made",
        )

    async def _kept(self, key: str, voice: Voice, request: SpeechRequest, speech: Speech) -> VoiceSample:
        tags = Tags(title=voice.name, artist="BookBytes", album="Voices", track=1, tracks=1, language=request.language)
        audio = await self.encoder.encode((Segment(speech, 0.0),), tags)
        await self.storage.put(key, audio.mp3, content_type="audio/mpeg")
        return VoiceSample(key, audio.mp3)

    def _key(self, request: SpeechRequest) -> str:
        provider = self.vendors.speaker(request.voice, request.language)
        parts = [json_codec.dump(part) for part in (provider, self.encoder.version, request)]
        return f"samples/{hashlib.sha256(b''.join(parts)).hexdigest()}.mp3"


def speaking(voices: Iterable[Voice], language: str | None) -> tuple[Voice, ...]:
    """Those of ``voices`` that speak ``language``, whatever its region; all of them without one."""
    wanted = _primary(language or "")
    return tuple(
        each for each in voices if not wanted or each.language == EVERY_LANGUAGE or _primary(each.language) == wanted
    )


def _requests(voice: Voice, language: str) -> Iterator[SpeechRequest]:
    """What may have been said, the likeliest first. A language that nobody wrote sentences in makes no new ones."""
    primary = _primary(language)
    languages = [voice.language, _primary(voice.language)]
    if voice.language == EVERY_LANGUAGE:
        languages = [primary if has_calibration_text(primary) else _USUAL]
    for each in dict.fromkeys(languages):
        yield SpeechRequest(calibration_text(each), each, voice.id)


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
