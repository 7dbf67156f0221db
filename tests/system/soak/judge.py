"""Whether what a long run measured stayed flat."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

GROWTH = 0.05
"""The most a line through the second half may rise, as a share of its mean."""
_FEWEST = 4
"""Fewer points say nothing."""


@dataclass(frozen=True, slots=True)
class Series:
    """What was measured, by minute. It may rise by ``slack`` whatever its mean is: small whole numbers jump."""

    name: str
    points: Sequence[tuple[float, float]]
    slack: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    name: str
    mean: float
    rise: float
    """By how much the line through the second half rises from its begin to its end."""
    limit: float
    points: int

    @property
    def is_flat(self) -> bool:
        return self.points < _FEWEST or self.rise <= self.limit

    def __str__(self) -> str:
        if self.points < _FEWEST:
            return f"{self.name}: too few minutes to tell"
        flat = "flat" if self.is_flat else "NOT FLAT"
        return f"{self.name}: {flat}, mean {self.mean:.1f}, rose by {self.rise:+.1f} (limit {self.limit:.1f})"


def judged(series: Series) -> Verdict:
    """By the second half of the points' time."""
    if not series.points:
        return Verdict(series.name, 0.0, 0.0, series.slack, 0)
    first, last = series.points[0][0], series.points[-1][0]
    half = [point for point in series.points if point[0] >= (first + last) / 2]
    mean = fmean(value for _, value in half)
    limit = max(GROWTH * abs(mean), series.slack)
    return Verdict(series.name, mean, _slope(half) * (half[-1][0] - half[0][0]), limit, len(half))


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the line with the least squares."""
    middle, mean = fmean(at for at, _ in points), fmean(value for _, value in points)
    spread = sum((at - middle) ** 2 for at, _ in points)
    return sum((at - middle) * (value - mean) for at, value in points) / spread if spread else 0.0
