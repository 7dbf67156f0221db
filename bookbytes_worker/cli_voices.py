"""``bookbytes voices``: which there are, and what each sounds like."""

import asyncio
import dataclasses
import json
from pathlib import Path

from bookbytes_adapters import build
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, Settings, load_settings
from bookbytes_core.ports.tts import Voice
from bookbytes_core.use_cases.audio_books.manifest import safe_name
from bookbytes_core.use_cases.audio_books.sample_voice import speaking


def run_voices(*, language: str | None, as_json: bool) -> None:
    voices = speaking(asyncio.run(_voices(_settings())), language)
    if as_json:
        items = [dataclasses.asdict(voice) for voice in voices]
        print(json.dumps({"items": items}, ensure_ascii=False, indent=2))
        return
    width = max((len(voice.id) for voice in voices), default=0)
    for voice in voices:
        print(f"{voice.id:<{width}}  {voice.language:<10}  {voice.name}")
    if not voices:
        print(f"No voice of this provider speaks {language}." if language else "There is no voice: see `doctor`.")


def run_sample(voice_id: str, *, language: str, out: Path | None) -> None:
    """Raises ``NotFound`` (codes ``voice_not_found``, ``sample_not_made``) and ``OSError``."""
    file = out or Path(f"{safe_name(voice_id)}.mp3")
    file.write_bytes(asyncio.run(_sample(_settings(), voice_id, language)))
    print(file)


def _settings() -> Settings:
    settings = load_settings()
    configure_logging(settings, level=LogLevel.ERROR)
    return settings


async def _voices(settings: Settings) -> tuple[Voice, ...]:
    async with build(settings) as application:
        return application.voice.voices()


async def _sample(settings: Settings, voice_id: str, language: str) -> bytes:
    async with build(settings) as application:
        return (await application.sample_voice(voice_id, language=language)).mp3
