"""An encoder whose files say what they would play."""

import asyncio
import hashlib
import io
import json
import wave
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import IO

from bookbytes_core.errors import Rejected
from bookbytes_core.ports.audio_encoder import AudioEncoder, BoundChapter, ChapterAudio, Segment, Tags

_TOLERANCE_SECONDS = 0.05


class PlainEncoder(AudioEncoder):
    """Writes JSON instead of sound: tags, times and the hash of every segment. No player plays it."""

    @property
    def version(self) -> str:
        return "plain-1"

    @property
    def can_bind(self) -> bool:
        return True

    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        for segment in segments:
            _check(segment)
        ends = list(accumulate((s.speech.duration_seconds + s.pause_after for s in segments), initial=0.0))
        content = {
            "tags": _shown(tags),
            "duration_seconds": ends[-1],
            "starts": ends[:-1],
            "segments": [hashlib.sha256(segment.speech.audio).hexdigest() for segment in segments],
        }
        return ChapterAudio(
            mp3=_line({"format": "mp3", **content}),
            m4a=_line({"format": "m4a", **content}),
            duration_seconds=ends[-1],
            starts=tuple(ends[:-1]),
        )

    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        waiting = out.with_name(f".{out.name}.part")
        try:
            with await asyncio.to_thread(waiting.open, "wb") as file:
                await _write(file, _line({"format": "m4b", "tags": _shown(tags), "chapters": len(chapters)}))
                for chapter in chapters:
                    await _write(file, _line({"title": chapter.title}) + await chapter.load())
            await asyncio.to_thread(waiting.replace, out)
        finally:
            await asyncio.to_thread(waiting.unlink, missing_ok=True)


async def _write(file: IO[bytes], data: bytes) -> None:
    await asyncio.to_thread(file.write, data)


def _check(segment: Segment) -> None:
    speech = segment.speech
    if speech.duration_seconds <= 0 or not any(speech.audio):
        raise Rejected("The speech is silent.", code="bad_audio")
    if speech.media_type != "audio/wav":
        return
    try:
        with wave.open(io.BytesIO(speech.audio)) as file:
            measured = len(file.readframes(file.getnframes())) / file.getsampwidth() / file.getframerate()
    except (wave.Error, EOFError) as error:
        raise Rejected("The speech cannot be decoded.", code="bad_audio") from error
    if abs(measured - speech.duration_seconds) > _TOLERANCE_SECONDS:
        raise Rejected("The speech is cut short.", code="bad_audio")


def _shown(tags: Tags) -> dict[str, object]:
    cover = hashlib.sha256(tags.cover.data).hexdigest() if tags.cover else None
    return {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "track": tags.track,
        "tracks": tags.tracks,
        "language": tags.language,
        "comment": tags.comment,
        "cover": cover,
    }


def _line(content: dict[str, object]) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False).encode() + b"\n"
