"""MP3 at a constant bit rate, with an index frame that tells players its exact length."""

import struct

import numpy as np

from bookbytes_adapters.audio import mp3_frames
from bookbytes_adapters.audio.pcm import FULL_SCALE, Signal

KILOBITS = 64
"""A second, mono: for speech, more than twice what listeners need not to tell it from the original."""

QUALITY = 7
"""LAME's fast algorithm: at this bit rate the slow ones (0 to 4) come no nearer to the original."""

DELAY = 1105
"""Samples by which a decoded MP3 lags behind: LAME's 576 and the 529 of every Layer III decoder."""

LAME_SCALE = 0.95
"""LAME turns its input down by this at the chosen bit rate."""

_PADDED = 2
"""The bit of a header's third byte that says its frame is a byte longer."""


class Mp3Encoder:
    """Takes a track block by block and gives the file.

    The decoder's delay comes out of the track's lead-in of silence, so every moment is where it is in the track. The
    index frame carries no gapless data: players that obey it and players that do not would show different times.
    """

    def __init__(self, rate: int) -> None:
        import lameenc

        self._lame = lameenc.Encoder()
        self._lame.silence()
        self._lame.set_channels(1)
        self._lame.set_in_sample_rate(rate)
        self._lame.set_out_sample_rate(rate)
        self._lame.set_bit_rate(KILOBITS)
        self._lame.set_quality(QUALITY)
        self._made = bytearray()
        self._skip = DELAY

    def add(self, block: Signal) -> None:
        """Encode the next block; its samples lie within 1.0, the lead-in within the first block."""
        samples = np.rint(block[self._skip :] * (FULL_SCALE / LAME_SCALE)).clip(-FULL_SCALE, FULL_SCALE - 1)
        self._skip = 0
        self._made += self._lame.encode(samples.astype("<i2").tobytes())

    def finish(self, tag: bytes) -> tuple[bytes, float]:
        """The file, which begins with ``tag``, and its length in seconds as its frames add up to."""
        self._made += self._lame.flush()
        measured = mp3_frames.measure(self._made)
        return b"".join((tag, _index(self._made, measured.frames), self._made)), measured.seconds


def _index(frames: bytearray, count: int) -> bytes:
    """A silent frame that holds the number of frames and bytes, and where each hundredth of them begins ("Info")."""
    header = bytes([*frames[:2], frames[2] & ~_PADDED, frames[3]])
    frame = mp3_frames.parse(header)
    if frame is None:
        raise AssertionError("LAME makes Layer III frames")
    frames_bytes_and_places = 7
    places = bytes(percent * 256 // 100 for percent in range(100))
    fields = struct.pack(">4s3I", b"Info", frames_bytes_and_places, count, frame.size + len(frames)) + places
    return (header + bytes(frame.side_info) + fields).ljust(frame.size, b"\0")
