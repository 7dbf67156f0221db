"""Stories: which fault comes when. One seed, one story."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Self

CALLS_A_BOOK = 24
"""What its vendor is asked for a book of twelve chapters at least: a summary and the speech of each."""
WORKERS = ("worker-1", "worker-2", "worker-3")
PROGRAMS = ("api", *WORKERS)

Fit = tuple[str, int, Sequence[str] | None]
"""A fault, how often it is drawn, and where it may be; None: at any book."""

EVERYWHERE: Sequence[Fit] = (
    ("kill", 14, WORKERS),
    ("kill", 3, ("api",)),
    ("kill later", 14, WORKERS),
    ("kill later", 3, ("api",)),
    ("SIGTERM", 4, PROGRAMS),
    ("SIGSTOP", 6, PROGRAMS),
    ("disk full", 4, WORKERS),
    ("cut", 4, ("vendor",)),
    ("vendor refuses", 5, ("",)),
    ("vendor is limited", 5, ("",)),
    ("vendor fails", 6, ("",)),
    ("vendor is slow", 5, ("",)),
    ("vendor cuts", 5, ("",)),
    ("vendor talks nonsense", 8, ("",)),
    ("cancel", 4, None),
    ("change", 3, None),
    ("delete", 1, None),
    ("order again", 3, None),
)
ON_SERVERS: Sequence[Fit] = (
    ("cut", 10, ("redis", "postgres")),
    ("Redis restarts", 4, ("",)),
    ("Redis forgets", 4, ("",)),
    ("PostgreSQL restarts", 3, ("",)),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """``at`` is when so many calls stand in the ledger; ``chance`` settles what ``what`` leaves open."""

    at: int
    what: str
    place: str
    chance: int

    def __str__(self) -> str:
        return f"after {self.at:>5} calls: {self.what} {self.place}".rstrip()


@dataclass(frozen=True, slots=True)
class Story:
    kind: str
    seed: int
    books: int
    faults: tuple[Fault, ...]

    @classmethod
    def drawn(cls, seed: int, *, kind: str, books: int, faults: int) -> Self:
        rng = random.Random(seed)
        fits = [*EVERYWHERE, *(ON_SERVERS if kind == "servers" else ())]
        last = int(0.95 * CALLS_A_BOOK * books)
        drawn = []
        for at in sorted(rng.randrange(last) for _ in range(faults)):
            ((what, _, places),) = rng.choices(fits, weights=[often for _, often, _ in fits])
            place = rng.choice(places) if places else str(rng.randrange(1000))
            drawn.append(Fault(at, what, place, rng.getrandbits(32)))
        return cls(kind, seed, books, tuple(drawn))

    def with_faults(self, faults: Sequence[Fault]) -> Self:
        return replace(self, faults=tuple(faults))

    def with_books(self, books: int) -> Self:
        """The same faults over fewer books, as far into it."""
        moved = (replace(fault, at=fault.at * books // self.books) for fault in self.faults)
        return replace(self, books=books, faults=tuple(moved))

    def written(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def read(cls, text: str) -> Self:
        told: Mapping[str, object] = json.loads(text)
        faults = tuple(Fault(**fault) for fault in json.loads(text)["faults"])
        return cls(**{**told, "faults": faults})  # type: ignore[arg-type]  # as ``written`` wrote it

    def __str__(self) -> str:
        return "\n".join([f"{self.books} books on {self.kind}, seed {self.seed}", *map(str, self.faults)])
