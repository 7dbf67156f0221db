"""The frames of an MP3 file, walked one by one: the only length that is not somebody's guess.

Header fields and tables are those of ISO/IEC 11172-3 (MPEG-1), ISO/IEC 13818-3 (MPEG-2) and the common "MPEG-2.5"
extension for lower rates, Layer III only.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

_MPEG1, _MPEG2, _MPEG25 = 3, 2, 0
_LAYER_3 = 1
_SYNC = 0x7FF
_NO_KILOBITS, _NO_RATE = (0, 15), 3
_KILOBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second by the header's index; MPEG-1 has its own."""
_RATES = {_MPEG1: (44100, 48000, 32000), _MPEG2: (22050, 24000, 16000), _MPEG25: (11025, 12000, 8000)}
_MONO = 3
_HEADER = 4
_ID3_HEADER = 10
_INDEX = Struct(">4s2I")


@dataclass(frozen=True, slots=True)
class Frame:
    """What one frame header says: bytes and samples of the frame, samples a second, bytes of side information."""

    size: int
    samples: int
    rate: int
    side_info: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A file walked to its end. ``complete`` is false when its last frame is cut, or its index promises more frames."""

    frames: int
    seconds: float
    complete: bool


def begins_with_frame(data: bytes | bytearray) -> bool:
    """Whether the first thing after any ID3 tag is an MP3 frame."""
    return _frame_at(data, _after_id3(data)) is not None


def measure(data: bytes | bytearray) -> Measured:
    """Walk all frames of ``data``, stepping over tags and over whatever else lies between."""
    position, frames, complete = _after_id3(data), 0, True
    samples: Counter[int] = Counter()
    promised = _promised_frames(data, position)
    while position + _HEADER <= len(data):
        frame = _frame_at(data, position)
        if frame is None:
            position = _next_frame(data, position + 1)
            continue
        complete = position + frame.size <= len(data)
        frames += complete
        samples[frame.rate] += complete * frame.samples
        position += frame.size
    seconds = sum(count / rate for rate, count in samples.items())
    begun = _begins_like_a_frame(data[position:])
    return Measured(frames, seconds, complete and not begun and frames >= promised)


def parse(header: bytes | bytearray) -> Frame | None:
    """The frame that the four bytes of ``header`` announce, or None if they are no Layer III header."""
    return _parse(int.from_bytes(header, "big")) if len(header) == _HEADER else None


@lru_cache(maxsize=256)
def _parse(header: int) -> Frame | None:
    version, layer = header >> 19 & 3, header >> 17 & 3
    kilobits, rate = header >> 12 & 15, header >> 10 & 3
    if header >> 21 != _SYNC or version not in _RATES or layer != _LAYER_3:
        return None
    if kilobits in _NO_KILOBITS or rate == _NO_RATE:
        return None
    first = version == _MPEG1
    hertz = _RATES[version][rate]
    samples = 1152 if first else 576
    size = samples // 8 * _KILOBITS[first][kilobits] * 1000 // hertz + (header >> 9 & 1)
    mono = header >> 6 & 3 == _MONO
    side_info = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}[first, mono]
    return Frame(size, samples, hertz, side_info)


def _frame_at(data: bytes | bytearray, position: int) -> Frame | None:
    return parse(data[position : position + _HEADER])


def _begins_like_a_frame(rest: bytes | bytearray) -> bool:
    """Whether the last bytes, too few for a header, are the beginning of one: eleven bits that are set."""
    return 0 < len(rest) < _HEADER and rest[0] == _SYNC >> 3 and (len(rest) == 1 or rest[1] >> 5 == _SYNC & 7)


def _next_frame(data: bytes | bytearray, position: int) -> int:
    """Where frames go on after ``position``: at a header that is followed by another one, or by the end."""
    while (position := data.find(b"\xff", position)) >= 0:
        frame = _frame_at(data, position)
        if frame is not None:
            after = position + frame.size
            if after == len(data) or _frame_at(data, after) is not None:
                return position
        position += 1
    return len(data)


def _after_id3(data: bytes | bytearray) -> int:
    """Where audio begins. An ID3v2 size has seven bits a byte (ID3v2.3, section 3.1)."""
    position = 0
    while data[position : position + 3] == b"ID3" and position + _ID3_HEADER <= len(data):
        a, b, c, d = data[position + 6 : position + _ID3_HEADER]
        position += _ID3_HEADER + (a << 21 | b << 14 | c << 7 | d)
    return position


def _promised_frames(data: bytes | bytearray, position: int) -> int:
    """How many frames the index ("Xing" or "Info") in the first frame counts; 0 without one."""
    frame = _frame_at(data, position)
    if frame is None:
        return 0
    start = position + _HEADER + frame.side_info
    index = data[start : start + _INDEX.size]
    if len(index) < _INDEX.size:
        return 0
    name, fields, frames = _INDEX.unpack(index)
    return int(frames) if name in (b"Xing", b"Info") and fields & 1 else 0
