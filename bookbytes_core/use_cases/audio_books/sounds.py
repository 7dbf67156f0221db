"""A chapter's stored sound, and whether it still is what was stored."""

import hashlib
from dataclasses import dataclass

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.audio_book import AUDIO_DAMAGED, AUDIO_MISSING, Failure
from bookbytes_core.errors import ObjectNotFound
from bookbytes_core.ports.storage import Storage

MP3, M4A, FACTS = ".mp3", ".m4a", ".json"


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What is known of stored sound besides its bytes; written last, so that it vouches for them. The digests are
    SHA-256 in hexadecimal digits, "" for what was stored before they were kept and for an M4A that was not made."""

    duration_seconds: float
    starts: tuple[float, ...]
    durations: tuple[float, ...]
    ends: tuple[tuple[float, ...], ...]
    mp3_sha256: str = ""
    m4a_sha256: str = ""


async def sound_of(storage: Storage, audio_key: str) -> SoundFacts | Failure:
    """What is stored under ``audio_key``, or how it is lost: ``AUDIO_MISSING`` or ``AUDIO_DAMAGED``.

    All of it is read. Raises ``StorageUnavailable``.
    """
    try:
        if not (await storage.stat(f"{audio_key}{MP3}")).size:
            return AUDIO_DAMAGED
        facts = await _facts(storage, audio_key)
        if facts is None:
            return AUDIO_DAMAGED
        for suffix, digest in ((MP3, facts.mp3_sha256), (M4A, facts.m4a_sha256)):
            if digest and await _digest(storage, f"{audio_key}{suffix}") != digest:
                return AUDIO_DAMAGED
    except ObjectNotFound:
        return AUDIO_MISSING
    return facts


async def _facts(storage: Storage, audio_key: str) -> SoundFacts | None:
    """None where they are gone or cannot be read: then nothing vouches for the sound."""
    try:
        return json_codec.load(SoundFacts, await storage.get(f"{audio_key}{FACTS}"))
    except (ObjectNotFound, ValueError):
        return None


async def _digest(storage: Storage, key: str) -> str:
    digest = hashlib.sha256()
    async for piece in storage.read(key):
        digest.update(piece)
    return digest.hexdigest()
