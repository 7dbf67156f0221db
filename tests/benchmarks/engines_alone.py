"""The engines of a run without the run: the same segments spoken, joined, levelled and encoded, nothing else.

``python -m tests.benchmarks.engines_alone MANIFEST`` does it for a finished manifest on as many threads as a run uses.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from bookbytes_adapters.audio.encoder import LameEncoder
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_core.domain.narration import segments
from bookbytes_core.domain.openings import book_opening, chapter_opening
from bookbytes_core.ports.audio_encoder import Segment, Tags
from bookbytes_core.ports.tts import SpeechRequest


async def main(manifest: Path) -> None:
    book = json.loads(manifest.read_text(encoding="utf-8"))
    voice, encoder = LocalSpeech(), LameEncoder()
    turns = asyncio.Semaphore((os.cpu_count() or 1) + 1)

    async def one(chapter: dict[str, object]) -> None:
        async with turns:
            await _chapter(book, chapter, voice, encoder)

    await asyncio.gather(*(one(chapter) for chapter in book["chapters"]))


async def _chapter(
    book: dict[str, object], chapter: dict[str, object], voice: LocalSpeech, encoder: LameEncoder
) -> None:
    language, name = str(book["language"]), str(book["tts"]["voice"])  # type: ignore[index]
    opening = [chapter_opening(int(chapter["number"]), str(chapter["title"]), language)]  # type: ignore[call-overload]
    if chapter["number"] == 1:
        opening = [book_opening(str(book["title"]), book["authors"], language), *opening]  # type: ignore[arg-type]
    sentences = [sentence["text"] for sentence in chapter["sentences"]]  # type: ignore[attr-defined]
    plan = segments(opening, sentences, voice.limit(name))
    spoken = [
        await voice.synthesize(SpeechRequest(tuple(piece.text for piece in part.pieces), language, name))
        for part in plan
    ]
    joined = [Segment(speech, part.pause_after) for speech, part in zip(spoken, plan, strict=True)]
    tags = Tags(title="t", artist="a", album="b", track=1, tracks=1, language=language)
    await encoder.encode(joined, tags)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
