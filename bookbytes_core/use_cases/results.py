"""How speech is stored: a line of JSON that describes it and guards its bytes, then the audio itself."""

import hashlib
from dataclasses import dataclass

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.cost import Usage
from bookbytes_core.ports.tts import Speech


@dataclass(frozen=True, slots=True)
class _Header:
    media_type: str
    duration_seconds: float
    sentence_ends: tuple[float, ...]
    usage: Usage
    sha256: str


def pack_speech(speech: Speech) -> bytes:
    header = _Header(
        speech.media_type,
        speech.duration_seconds,
        speech.sentence_ends,
        speech.usage,
        hashlib.sha256(speech.audio).hexdigest(),
    )
    return json_codec.dump(header) + b"\n" + speech.audio


def unpack_speech(data: bytes) -> Speech:
    """The speech that was packed. Raises ``ValueError`` when its bytes are not those that were stored."""
    head, _, audio = data.partition(b"\n")
    header = json_codec.load(_Header, head)
    if hashlib.sha256(audio).hexdigest() != header.sha256:
        raise ValueError("a stored piece of speech is damaged")
    return Speech(audio, header.media_type, header.duration_seconds, header.sentence_ends, header.usage)
