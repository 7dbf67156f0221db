"""The faults of a long run, one drawn every 30 to 60 seconds. One process of each kind is spared for long stretches, so
that its memory can be compared over them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.system.faults.deeds import API, Stage

SPARED, YOUNGER = "worker-1", "worker-2"
EVERY_SECONDS = (30.0, 60.0)
STORM_SECONDS = 150.0
"""So long at the begin of each stretch nobody is spared."""

OFTEN: Sequence[tuple[str, str]] = (
    ("kill", YOUNGER),
    ("SIGTERM", YOUNGER),
    ("SIGSTOP", YOUNGER),
    ("SIGSTOP", SPARED),
    ("SIGSTOP", API),
    ("Redis restarts", ""),
    ("Redis forgets", ""),
    ("PostgreSQL restarts", ""),
    ("cut", "postgres"),
    ("cut", "redis"),
    ("cut", "vendor"),
    ("vendor is limited", ""),
    ("vendor fails", ""),
    ("vendor is slow", ""),
    ("vendor cuts", ""),
)
STORM: Sequence[tuple[str, str]] = (("kill", API), ("kill", SPARED), ("SIGTERM", SPARED)) * 4


@dataclass(slots=True)
class Troubles:
    """``done`` names what was done."""

    stage: Stage
    rng: random.Random
    done: list[str] = field(default_factory=list)
    _due: float = 0.0

    def tick(self, now: float, *, storm: bool) -> None:
        """``now`` is in seconds of the run."""
        self.stage.mend()
        if now >= self._due:
            self._due = now + self.rng.uniform(*EVERY_SECONDS) * (0.5 if storm else 1.0)
            what, place = self.rng.choice([*OFTEN, *(STORM if storm else ())])
            self.done.append(f"{what} {place}".strip())
            self.stage.do(what, place, self.rng.getrandbits(32))

    def end(self) -> None:
        self.stage.mend(all_of_it=True)
        self.stage.world.vendor.fake.forget_script()
