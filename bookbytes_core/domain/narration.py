"""From sentences to segments an engine can speak, and back to the time at which each sentence is heard."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bookbytes_core.domain.audio_book import SentenceTime, Times
from bookbytes_core.domain.speech_limit import SpeechLimit

PAUSE_AFTER_OPENING = 0.7
PAUSE_BETWEEN_SEGMENTS = 0.3
"""Seconds of silence: what a listener takes for the end of a heading and the end of a sentence."""

OPENING_EDGES = 1.2
"""Seconds that an opening takes beyond its words: the silence a file begins and ends with (0.7), and how much slower
the offline voices are with headings than with running text (about 0.5, measured)."""

_CLAUSE_END = re.compile(r"(?<=[;:,，、；：])\s*|(?<=[—–])|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one too long for the engine. ``sentence`` is its place; -1 is the opening."""

    text: str
    sentence: int


@dataclass(frozen=True, slots=True)
class SpokenSegment:
    """One request to the engine: whole pieces that together obey its limit, and the silence after it."""

    pieces: tuple[Piece, ...]
    pause_after: float


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """Where a segment lies in the chapter's file, in seconds; ``ends`` are its pieces' ends from its own start."""

    start: float
    duration: float
    ends: tuple[float, ...]


def segments(opening: Sequence[str], sentences: Sequence[str], limit: SpeechLimit) -> tuple[SpokenSegment, ...]:
    """The opening as segments of its own, then the sentences in as few segments as the limit allows; "" is not
    spoken."""
    spoken = [Piece(part, -1) for text in opening for part in split_long(text, limit)]
    body = [Piece(part, place) for place, text in enumerate(sentences) if text for part in split_long(text, limit)]
    return (
        *(SpokenSegment(group, PAUSE_AFTER_OPENING) for group in _grouped(spoken, limit)),
        *(SpokenSegment(group, PAUSE_BETWEEN_SEGMENTS) for group in _grouped(body, limit)),
    )


def split_long(text: str, limit: SpeechLimit) -> tuple[str, ...]:
    """``text`` in parts that ``limit`` holds, cut after clauses, else between words, else anywhere."""
    parts: list[str] = []
    rest = text
    while (reach := limit.reach(rest)) < len(rest):
        cut = _cut(rest, max(1, reach))
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return tuple(part for part in (*parts, rest) if part) if parts else (text,)


def heard(plan: Sequence[SpokenSegment], audio: Sequence[HeardSegment], count: int) -> Times:
    """When each of ``count`` sentences is heard, None for one that is not. Pieces share their segment by characters
    where no ends are known."""
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for segment, sound in zip(plan, audio, strict=True):
        begin = 0.0
        for piece, end in zip(segment.pieces, _piece_ends(segment, sound), strict=True):
            starts.setdefault(piece.sentence, sound.start + begin)
            ends[piece.sentence] = sound.start + end
            begin = end
    return tuple(
        SentenceTime(round(starts[place], 3), round(ends[place], 3)) if place in starts else None
        for place in range(count)
    )


def _grouped(pieces: Sequence[Piece], limit: SpeechLimit) -> list[tuple[Piece, ...]]:
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and limit.holds(" ".join(each.text for each in (*groups[-1], piece))):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [tuple(group) for group in groups]


def _cut(text: str, max_characters: int) -> int:
    window = text[: max_characters + 1]
    clauses = [m.end() for m in _CLAUSE_END.finditer(window) if 0 < m.end() <= max_characters]
    punctuated = [end for end in clauses if window[:end].rstrip()[-1:] in ";:,，、；：—–"]
    if punctuated and punctuated[-1] > max_characters // 2:
        return punctuated[-1]
    return clauses[-1] if clauses else max_characters


def _piece_ends(segment: SpokenSegment, sound: HeardSegment) -> tuple[float, ...]:
    if len(sound.ends) == len(segment.pieces):
        return sound.ends
    total = sum(len(piece.text) for piece in segment.pieces) or 1
    ends: list[float] = []
    done = 0
    for piece in segment.pieces:
        done += len(piece.text)
        ends.append(sound.duration * done / total)
    return tuple(ends)
