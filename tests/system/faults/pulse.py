"""Notices when the whole run stood still: other programs have the machine, or somebody closed its lid."""

import threading
import time
from dataclasses import dataclass, field

BEAT_SECONDS = 0.5
FROZEN_SECONDS = 5.0
"""A beat that comes so much late was not late because the machine was busy."""
AFTER_SECONDS = 45.0
"""So long after a standstill leases run out, connections are made anew, and nothing is judged."""


@dataclass(slots=True)
class Pulse:
    """``standstills`` are from when to when, by the monotonic clock."""

    standstills: list[tuple[float, float]] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _ends: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        threading.Thread(target=self._beat, daemon=True).start()

    def stop(self) -> None:
        self._ends.set()

    def seconds(self) -> float:
        """How long it has run, without standstills."""
        return time.monotonic() - self._began - sum(end - begin for begin, end in self.standstills)

    def stood_still(self, since: float, until: float) -> bool:
        """Whether there was a standstill then, or right before."""
        return any(begin < until and since < end + AFTER_SECONDS for begin, end in self.standstills)

    def _beat(self) -> None:
        last = time.monotonic()
        while not self._ends.wait(BEAT_SECONDS):
            now = time.monotonic()
            if now - last > FROZEN_SECONDS:
                self.standstills.append((last, now))
            last = now
