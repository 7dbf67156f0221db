"""A chapter's timeline: silence, speech, pause, speech, pause, silence."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from bookbytes_adapters.audio.pcm import FULL_SCALE, Samples, Signal, bad_audio, decode, resample, sample_rate
from bookbytes_core.ports.audio_encoder import Segment

RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""What both MP3 and AAC can hold, in samples a second."""

LEAD_IN, TAIL = 0.2, 0.4
"""Seconds of silence at the ends. The lead-in is longer than the delay of either encoder at any rate."""

FADE = 0.005
"""Seconds over which each segment rises and falls: too short to hear, long enough not to click."""

AAC_FRAME = 1024
"""A track is a whole number of these, so that chapters bind into one file without a gap."""


class Track:
    """Segments on one timeline at one sample rate: the highest any of them has.

    Audio is decoded anew on every run through ``blocks``, one segment at a time, so that memory does not grow with the
    chapter. Raises ``Rejected`` (code ``bad_audio``) as soon as a segment proves unusable.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        if not segments:
            raise bad_audio("There is no speech to encode: a chapter needs at least one spoken segment.")
        highest = max(sample_rate(segment.speech.audio) for segment in segments)
        self.rate = next((rate for rate in RATES if rate >= highest), RATES[-1])
        self._segments = segments
        self._lengths = [0] * len(segments)

    def blocks(self, size: int) -> Iterator[Signal]:
        """The whole track in blocks of ``size`` samples (the last one shorter); full scale is 1.0."""
        held: list[Samples] = []
        room = size
        for piece in self._pieces():
            rest = piece
            while rest.size:
                held.append(rest[:room])
                rest = rest[room:]
                room -= held[-1].size
                if room == 0:
                    yield _signal(held)
                    held, room = [], size
        if held:
            yield _signal(held)

    @property
    def starts(self) -> tuple[float, ...]:
        """The second at which each segment begins; known once ``blocks`` has been run through."""
        lengths = [length + self._pause(segment) for length, segment in zip(self._lengths, self._segments, strict=True)]
        positions = accumulate(lengths[:-1], initial=self._in_samples(LEAD_IN))
        return tuple(position / self.rate for position in positions)

    def _pieces(self) -> Iterator[Samples]:
        total = lead_in = self._in_samples(LEAD_IN)
        yield np.zeros(lead_in, np.int16)
        for index, segment in enumerate(self._segments):
            samples = resample(decode(segment.speech), self.rate)
            pause = self._pause(segment)
            self._lengths[index] = samples.size
            yield from self._faded(samples)
            yield np.zeros(pause, np.int16)
            total += samples.size + pause
        tail = self._in_samples(TAIL)
        yield np.zeros(tail + -(total + tail) % AAC_FRAME, np.int16)

    def _faded(self, samples: Samples) -> Iterator[Samples]:
        edge = min(self._in_samples(FADE), samples.size // 2)
        ramp = np.sin(np.linspace(0, np.pi / 2, edge, dtype=np.float32)) ** 2
        yield (samples[:edge] * ramp).astype(np.int16)
        yield samples[edge : samples.size - edge]
        yield (samples[samples.size - edge :] * ramp[::-1]).astype(np.int16)

    def _pause(self, segment: Segment) -> int:
        return self._in_samples(max(segment.pause_after, 0.0))

    def _in_samples(self, seconds: float) -> int:
        return round(seconds * self.rate)


def _signal(pieces: list[Samples]) -> Signal:
    return np.concatenate(pieces).astype(np.float32) / np.float32(FULL_SCALE)
