"""Loudness measured as broadcasters do (ITU-R BS.1770-4), and one gain with a limiter to bring it to the target.

Written with numpy alone, in the frequency domain: the filters' response is the standard's own, evaluated at the
signal's frequencies, so no filter has to be designed anew for each sample rate.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bookbytes_adapters.audio.pcm import Signal

TARGET = -16.0
"""LUFS: what podcasts and audiobook shops ask of mono and stereo speech."""

CEILING = 10 ** (-2.0 / 20)
"""No sample goes above -2 dBFS; peaks between samples and what the encoders add then stay below -1 dBTP."""

LOOK_AROUND = 0.005
"""Seconds over which the limiter turns down before a peak and up after it."""

ROUNDS, NEAR = 8, 0.05
"""How often the gain is raised at most: limiting takes some loudness away, until less than this many LU are missing."""

CELL = 32
"""Samples a cell: the limiter's resolution."""

STEPS_A_BLOCK = 32
_STEP = 0.1
_STEPS_A_GATE = 4
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
_OFFSET = -0.691
_TABLE_RATE = 48000
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""BS.1770-4, tables 1 and 2: numerator and denominator at 48 kHz."""

Curve = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Levels:
    """A signal's outline: the weighted mean square of every 100 ms step; the peak and the energy of every cell."""

    energies: Curve
    peaks: Signal
    powers: Signal


def block_size(rate: int) -> int:
    """Samples in the blocks that ``measure`` and ``Leveller`` work on: 3.2 seconds, a whole number of cells."""
    return round(rate * _STEP) * STEPS_A_BLOCK


def measure(blocks: Iterable[Signal], rate: int) -> Levels:
    """The outline of a mono signal given in blocks of ``block_size(rate)``, the last one shorter.

    Each step is weighted as if it repeated for ever, which spares the way back from the frequency domain: on speech the
    result is within 0.01 LU of the running filter's.
    """
    step = round(rate * _STEP)
    weights = _k_weighting(step, rate)
    energies, peaks, powers = [], [], []
    for block in blocks:
        spectrum = np.fft.rfft(block[: block.size // step * step].reshape(-1, step))
        # einsum, not BLAS: the same order of additions whatever the number of cores.
        energies.append(np.einsum("ij,j->i", spectrum.real**2 + spectrum.imag**2, weights))
        cells = np.pad(block, (0, -block.size % CELL)).reshape(-1, CELL)
        peaks.append(_peaks(cells.ravel()))
        powers.append(np.einsum("ij,ij->i", cells, cells))
    return Levels(np.concatenate(energies).astype(np.float64), np.concatenate(peaks), np.concatenate(powers))


def integrated(energies: Curve) -> float:
    """LUFS of the whole, gated as BS.1770-4 says (blocks of 400 ms, three quarters overlapping); -inf for silence.

    What is shorter than one gating block is taken as it is.
    """
    width = min(_STEPS_A_GATE, energies.size)
    blocks = np.convolve(energies, np.full(width, 1 / width), "valid") if width else energies
    heard = blocks[blocks > 10 ** ((_ABSOLUTE_GATE - _OFFSET) / 10)]
    if heard.size == 0:
        return -np.inf
    loud = heard[heard > heard.mean() * 10 ** (_RELATIVE_GATE / 10)]
    return float(_OFFSET + 10 * np.log10(loud.mean()))


class Leveller:
    """Brings a measured signal to ``TARGET``, block by block and in order, without a sample above ``CEILING``."""

    def __init__(self, levels: Levels, rate: int) -> None:
        self._gain, self._limit = _levelling(levels, rate)
        self._position = 0

    def apply(self, block: Signal) -> Signal:
        """The next block of the signal, levelled."""
        first = self._position // CELL
        self._position += block.size
        # One cell more at either side: the limit runs in straight lines between the middles of cells.
        limit = self._limit[first : first + -(-block.size // CELL) + 2]
        levelled: Signal = block * self._gain
        if limit.min() < 1:
            levelled *= _between_middles(limit)[: block.size]
        return levelled


def _levelling(levels: Levels, rate: int) -> tuple[np.float32, Signal]:
    """The gain for the whole, and the limiter's for each cell."""
    reach = max(round(LOOK_AROUND * rate / CELL), 1)
    starts = np.arange(levels.energies.size) * round(rate * _STEP) // CELL
    before = np.add.reduceat(levels.powers, starts, dtype=np.float64)
    gain, missing = np.float32(1), TARGET - integrated(levels.energies)
    for _ in range(ROUNDS):
        gain = np.float32(gain * 10 ** (missing / 20))
        limit = _limiting(levels.peaks * gain, reach)
        after = np.add.reduceat(levels.powers * limit[1:-1] ** 2, starts, dtype=np.float64)
        kept = np.divide(after, before, out=np.ones_like(before), where=before > 0)
        missing = TARGET - integrated(levels.energies * kept * gain**2)
        if missing < NEAR:
            break
    return gain, limit


def _limiting(peaks: Signal, reach: int) -> Signal:
    """A smooth gain for each cell, and one before and after, that holds every peak down to ``CEILING``.

    The least gain needed within ``reach`` + 1 cells is averaged over ``reach`` cells to either side: every value that
    goes into a cell's average is small enough for that cell and its neighbours.
    """
    needed = np.minimum(1, CEILING / np.maximum(peaks, CEILING)).astype(np.float32)
    held = _sliding_minimum(np.pad(needed, 2 * reach + 2, constant_values=1), 2 * reach + 3)
    window = np.hanning(2 * reach + 3)[1:-1].astype(np.float32)
    return np.convolve(held, window / window.sum(), "valid").astype(np.float32)


def _peaks(samples: Signal) -> Signal:
    """The peak of every cell, by halves: many times faster than along a short axis."""
    peaks = np.abs(samples)
    for _ in range(CELL.bit_length() - 1):
        peaks = np.maximum(peaks[::2], peaks[1::2])
    return peaks


def _sliding_minimum(values: Signal, width: int) -> Signal:
    """The minimum of every ``width`` neighbours, in a logarithmic number of passes."""
    spanned = 1
    while spanned < width:
        shift = min(spanned, width - spanned)
        values = np.minimum(values[:-shift], values[shift:])
        spanned += shift
    return values


def _between_middles(cells: Signal) -> Signal:
    """A value for every sample of ``cells[1:-1]``, on straight lines from the middle of each cell to the next."""
    way: Signal = (np.arange(CELL, dtype=np.float32) + np.float32(0.5)) / np.float32(CELL)
    lines: Signal = cells[:-1, np.newaxis] + np.diff(cells)[:, np.newaxis] * way
    return lines.ravel()[CELL // 2 : -CELL // 2]


def _k_weighting(size: int, rate: int) -> Signal:
    """What each frequency of a real transform of ``size`` samples adds to the K-weighted mean square."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / _TABLE_RATE)
    response = np.ones_like(z)
    for numerator, denominator in (_SHELF, _HIGH_PASS):
        response *= np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)
    weights: Curve = np.abs(response) ** 2 * 2 / size**2
    return weights.astype(np.float32)
