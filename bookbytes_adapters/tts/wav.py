"""From an engine's raw samples to WAV: sentences trimmed alike, with one pause between them."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

SENTENCE_PAUSE = 0.3
"""Seconds of silence after a sentence inside a segment: what narration leaves between two segments."""

NOTHING_SAID = 0.2
"""Seconds of silence in place of a sentence in which nothing can be spoken."""

BYTES_A_SAMPLE = 2

_QUIET = 60
"""Of 32,768 (-55 dBFS): quieter than any speech sound the engines make, louder than their background."""
_LEAD = 0.02
_TAIL = 0.06
_FADE = 0.005
"""Seconds kept before the first and after the last audible sample, and faded at either edge."""

_UNKNOWN_LENGTH = 0x7FFF_F000
"""What a header promises when the length is not known yet: readers then read to the end."""
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was made of one sentence: 16-bit mono samples, little-endian."""

    rate: int
    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / BYTES_A_SAMPLE / self.rate


@dataclass(frozen=True, slots=True)
class Joined:
    """A segment as one WAV file; ``ends`` are the seconds at which its sentences end."""

    audio: bytes
    seconds: float
    ends: tuple[float, ...]


def trimmed(samples: bytes, rate: int) -> bytes:
    """``samples`` without the silence around them, faded at both edges; a short silence if nothing is audible."""
    import numpy as np

    sound = np.frombuffer(samples, dtype="<i2")
    audible = np.flatnonzero((sound > _QUIET) | (sound < -_QUIET))
    if not audible.size:
        return bytes(silence(NOTHING_SAID, rate))
    first = max(0, int(audible[0]) - round(_LEAD * rate))
    last = min(sound.size, int(audible[-1]) + 1 + round(_TAIL * rate))
    kept = sound[first:last].astype(np.float32)
    length = min(round(_FADE * rate), kept.size // 2)
    ramp = np.arange(1, length + 1, dtype=np.float32) / (length + 1)
    kept[:length] *= ramp
    kept[kept.size - length :] *= ramp[::-1]
    return np.rint(kept).astype("<i2").tobytes()


def silence(seconds: float, rate: int) -> bytes:
    return bytes(BYTES_A_SAMPLE * round(seconds * rate))


def header(rate: int, length: int | None) -> bytes:
    """The head of a WAV file with ``length`` bytes of 16-bit mono samples; None where that is not known yet."""
    size = _UNKNOWN_LENGTH if length is None else length
    riff = (b"RIFF", size + _HEADER.size - 8, b"WAVE")
    layout = (b"fmt ", 16, 1, 1, rate, rate * BYTES_A_SAMPLE, BYTES_A_SAMPLE, 8 * BYTES_A_SAMPLE)
    return _HEADER.pack(*riff, *layout, b"data", size)


def joined(sentences: Iterable[Sentence], rate: int) -> Joined:
    """The sentences with a pause after each but the last."""
    spoken = [sentence.samples for sentence in sentences]
    pause = silence(SENTENCE_PAUSE, rate)
    samples = pause.join(spoken)
    lengths = accumulate(len(each) + len(pause) for each in spoken)
    ends = tuple((length - len(pause)) / BYTES_A_SAMPLE / rate for length in lengths)
    return Joined(header(rate, len(samples)) + samples, len(samples) / BYTES_A_SAMPLE / rate, ends)
