"""Silence and repetition in decoded speech, measured on its envelope: some twenty values a second."""

import numpy as np
import numpy.typing as npt

from bookbytes_adapters.audio.pcm import FULL_SCALE, Pcm
from bookbytes_core.domain.speech_audit import SoundFacts

Envelope = npt.NDArray[np.float32]

HOPS_A_SECOND = 20
_WINDOW_HOPS = 2
_FLOOR_DB = -60.0
_SILENCE_BELOW_LOUD = 35.0
_LOUD_SHARE = 95
"""A moment is silent that lies 35 dB below the loud ones (the 95th percentile); voices sink by 25 between words."""

SHORTEST_REPEAT = 1.5
"""Seconds: three or four words. Less recurs in sound speech."""
_PART_OF_LAG = 0.75
"""So much of the time between a sound and its repetition has to be filled by it; the rest may be a pause."""
_LIKE = 0.2
_STRUCTURE_DB = 4.0
"""How far an envelope may differ from itself, as a share of what strangers do; how much it has to move (standard
deviation): a steady tone is like itself at any distance and repeats nothing."""
_CANDIDATES = 16
_SAME = 0.7
_SLACK_SECONDS = 0.1
"""Of two stretches whose envelopes are alike the wave forms are compared (1: equal). A text read twice by one voice
reaches 0.3, the same recording sent twice 0.9, whatever a codec did to it."""


def measured(sound: Pcm) -> SoundFacts:
    """The facts of ``sound``. The time this takes grows with the square of the length: a tenth of a second for four
    minutes."""
    seconds = sound.samples.size / sound.rate
    loudness = envelope(sound)
    silent = loudness < np.percentile(loudness, _LOUD_SHARE) - _SILENCE_BELOW_LOUD
    inside = np.trim_zeros(~silent)
    return SoundFacts(
        seconds=seconds,
        silent=float(silent.sum()) / HOPS_A_SECOND,
        longest_silence=_longest_run(~inside) / HOPS_A_SECOND,
        repeated=_repeated(sound, loudness),
    )


def envelope(sound: Pcm) -> Envelope:
    """The loudness in dBFS, twenty times a second, each over a tenth of a second."""
    hop = sound.rate // HOPS_A_SECOND
    hops = max(_WINDOW_HOPS, sound.samples.size // hop)
    padded = np.zeros(hops * hop, np.float32)
    padded[: sound.samples.size] = sound.samples[: padded.size]
    power = np.square(padded / FULL_SCALE).reshape(hops, hop).mean(axis=1)
    smooth = (power[:-1] + power[1:]) / _WINDOW_HOPS
    loudness: Envelope = np.maximum(10 * np.log10(smooth + 1e-12), _FLOOR_DB).astype(np.float32)
    return loudness


def _longest_run(true: npt.NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], true, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _repeated(sound: Pcm, loudness: Envelope) -> float:
    """Seconds of the longest stretch that is heard again right after itself; 0 without one."""
    for lag, start, length in _candidates(loudness):
        if _same_recording(sound, lag, start, length):
            return length / HOPS_A_SECOND
    return 0.0


def _candidates(loudness: Envelope) -> list[tuple[int, int, int]]:
    """The likeliest repetitions: how many hops lie between the two, where the first begins, how long it is."""
    found: list[tuple[float, int, int, int]] = []
    least = round(SHORTEST_REPEAT * HOPS_A_SECOND)
    sums, squares = _sums(loudness), _sums(loudness**2)
    for lag in range(least, loudness.size - least):
        length = max(least, round(lag * _PART_OF_LAG))
        if lag + length > loudness.size:
            break
        strange = _windows(_sums(np.square(loudness[lag:] - loudness[:-lag])), length) / length
        mean = _windows(sums, length)[: strange.size] / length
        moving = _windows(squares, length)[: strange.size] / length - mean**2
        share = np.where(moving > _STRUCTURE_DB**2, strange / (2 * np.maximum(moving, 1e-9)), np.inf)
        start = int(share.argmin())
        if share[start] < _LIKE:
            found.append((float(share[start]), lag, start, length))
    return [(lag, start, length) for _, lag, start, length in sorted(found)[:_CANDIDATES]]


def _sums(values: Envelope) -> npt.NDArray[np.float64]:
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))


def _windows(sums: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.float64]:
    """Sums over all stretches of ``length`` values."""
    difference: npt.NDArray[np.float64] = sums[length:] - sums[:-length]
    return difference


def _same_recording(sound: Pcm, lag: int, start: int, length: int) -> bool:
    hop = sound.rate // HOPS_A_SECOND
    slack = round(_SLACK_SECONDS * sound.rate)
    first = sound.samples[start * hop : (start + length) * hop].astype(np.float32)
    begin = max(0, (start + lag) * hop - slack)
    second = sound.samples[begin : begin + first.size + 2 * slack].astype(np.float32)
    size = 1 << (first.size + second.size).bit_length()
    crossed = np.fft.irfft(np.fft.rfft(second, size) * np.conj(np.fft.rfft(first, size)), size)
    best = int(crossed[: 2 * slack + 1].argmax())
    other = second[best : best + first.size]
    power = float(np.linalg.norm(first) * np.linalg.norm(other))
    return power > 0 and float(crossed[best]) / power > _SAME
