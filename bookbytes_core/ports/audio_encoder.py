"""From spoken segments to files that play."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bookbytes_core.domain.book_text import Cover
from bookbytes_core.ports.tts import Speech


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows."""

    title: str
    artist: str
    album: str
    track: int
    tracks: int
    language: str = "und"
    comment: str = ""
    cover: Cover | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a chapter's speech and the silence, in seconds, that follows it."""

    speech: Speech
    pause_after: float


@dataclass(frozen=True, slots=True)
class ChapterAudio:
    """A finished chapter. ``starts`` says at which second of the file each segment begins; ``m4a`` is None where AAC
    cannot be encoded."""

    mp3: bytes = field(repr=False)
    m4a: bytes | None = field(repr=False)
    duration_seconds: float
    starts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BoundChapter:
    """A chapter to bind into one audiobook: its title, and how to get its ``m4a`` when its turn comes."""

    title: str
    load: Callable[[], Awaitable[bytes]]


class AudioEncoder(Protocol):
    """Joins, levels, encodes and tags.

    Every adapter promises, and ``tests/contracts/audio_encoder.py`` checks:

    - segments follow each other without clicks, with their pauses between them;
    - loudness is about -16 LUFS (a podcast's usual target) and no sample clips;
    - ``duration_seconds`` is the length of the MP3's frames, within 0.1 s of what a player shows;
    - the same input gives the same bytes, in any process;
    - silent, truncated or undecodable speech raises ``Rejected`` (code ``bad_audio``);
    - ``bind`` writes one M4B with a chapter mark and title for each chapter, in order, and the cover; it holds one
      chapter in memory at a time and leaves nothing behind when it fails.
    """

    @property
    @abstractmethod
    def version(self) -> str:
        """Names all that decides the bytes made: part of a chapter's key."""
        ...

    @property
    @abstractmethod
    def can_bind(self) -> bool:
        """Whether M4B can be made here."""
        ...

    @abstractmethod
    async def encode(self, segments: Sequence[Segment], tags: Tags) -> ChapterAudio: ...

    @abstractmethod
    async def bind(self, chapters: Sequence[BoundChapter], tags: Tags, out: Path) -> None:
        """Write the M4B to ``out`` (replaced whole or not at all). Raises ``InvalidInput`` where ``can_bind`` is
        false."""
        ...
