"""The audio encoder: segments in, a chapter that plays out."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import version as installed
from pathlib import Path
from typing import TypeVar

from bookbytes_adapters.audio import aac, loudness
from bookbytes_adapters.audio import tags as tag_items
from bookbytes_adapters.audio.m4b import M4bWriter
from bookbytes_adapters.audio.mp3 import Mp3Encoder
from bookbytes_adapters.audio.track import Track
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.audio_encoder import AudioEncoder, BoundChapter, ChapterAudio, Segment, Tags

OWN_VERSION = 1
"""Raised whenever this package starts to make different bytes of the same input."""

_LIBRARIES = ("lameenc", "miniaudio", "mutagen", "numpy")

T = TypeVar("T")


class LameEncoder(AudioEncoder):
    """MP3 by LAME and, where PyAV is installed (the extra ``m4b``), AAC by FFmpeg.

    A track is decoded and joined twice, in blocks of 3.2 seconds: once to measure it, once to level and encode it.
    Memory is that of the finished files and of one segment, whatever the chapter's length.

    At most ``workers`` chapters are worked on at once, each in a thread; the encoders leave Python's lock alone.
    """

    def __init__(self, *, workers: int = 2) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="audio")

    @cached_property
    def version(self) -> str:
        parts = [f"bookbytes-audio {OWN_VERSION}", *(f"{library} {installed(library)}" for library in _LIBRARIES)]
        return "; ".join([*parts, aac.version()] if self.can_bind else parts)

    @cached_property
    def can_bind(self) -> bool:
        return aac.available()

    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        return await self._run(self._encode, tuple(segments), tags)

    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        if not self.can_bind:
            raise InvalidInput(
                "M4B needs PyAV, which is not installed: pip install bookbytes[m4b].", code="m4b_not_installed"
            )
        writer = M4bWriter(out, tags)
        try:
            for chapter in chapters:
                await self._run(writer.add, chapter.title, await chapter.load())
            await self._run(writer.finish)
        finally:
            # Shielded: a second cancellation must not leave the unfinished file behind.
            await asyncio.shield(self._run(writer.close))

    def close(self) -> None:
        """Let the threads end; work that has not begun is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio:
        track = Track(segments)
        size = loudness.block_size(track.rate)
        leveller = loudness.Leveller(loudness.measure(track.blocks(size), track.rate), track.rate)
        mp3 = Mp3Encoder(track.rate)
        m4a = aac.AacEncoder(track.rate) if self.can_bind else None
        for block in track.blocks(size):
            levelled = leveller.apply(block)
            mp3.add(levelled)
            if m4a:
                m4a.add(levelled)
        file, seconds = mp3.finish(tag_items.id3(tags))
        return ChapterAudio(
            mp3=file,
            m4a=m4a.finish() if m4a else None,
            duration_seconds=seconds,
            starts=track.starts,
        )

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
