"""What the API answered to the users of a long run, and when a bad answer was to be expected."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

GRACE_SECONDS = 15.0
"""So long after a fault connections are still made anew."""


@dataclass(slots=True)
class Windows:
    """When something that the API needs was away: from when to when, by the monotonic clock."""

    _closed: list[tuple[float, float]] = field(default_factory=list)
    _open: Counter[str] = field(default_factory=Counter)
    _since: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, what: str) -> None:
        with self._lock:
            self._open[what] += 1
            self._since.setdefault(what, time.monotonic())

    def close(self, what: str) -> None:
        with self._lock:
            self._open[what] -= 1
            if self._open[what] <= 0:
                self._closed.append((self._since.pop(what), time.monotonic()))

    def cover(self, begin: float, end: float) -> bool:
        """Whether a request that took from ``begin`` to ``end`` met one."""
        with self._lock:
            spans = [*self._closed, *((since, end) for since in self._since.values())]
        return any(since < end and begin < until + GRACE_SECONDS for since, until in spans)


@dataclass(frozen=True, slots=True)
class Bad:
    """An answer of 500 or above, or none at all."""

    began: float
    ended: float
    request: str
    answer: str


@dataclass(slots=True)
class Answers:
    statuses: Counter[str] = field(default_factory=Counter)
    bad: list[Bad] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What no fault excuses: a sound that is not the right one, a status that was not asked for."""

    def take(self, request: str, began: float, status: int | None, said: str) -> None:
        """``status`` None: nothing was answered."""
        self.statuses[f"{status // 100}xx" if status else "none"] += 1
        if status is None or status >= 500:
            self.bad.append(Bad(began, time.monotonic(), request, f"{status}: {said[:200]}"))

    def unexcused(self, excused: Callable[[float, float], bool]) -> list[Bad]:
        return [bad for bad in self.bad if not excused(bad.began, bad.ended)]
