"""The audit at the end of every row: what was needed, paid, lost, what hangs, and how long it all took."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import quantiles

LIMIT_FACTOR = 3
"""Limits in seconds are asserted at so many times their value, since other programs use the machine too; what is
printed is what was measured."""
RECOVERY_SECONDS = 20.0
EXIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Bill:
    """What the vendor says: how often each request was paid for, by the request's hash and by how many replies to it
    were of no use before, for such a request may be made again. ``entries`` are the different calls that were asked
    for, paid or not, as a ledger keeps them."""

    calls: Mapping[str, int]
    entries: int = 0

    @property
    def paid(self) -> int:
        return sum(self.calls.values())

    @property
    def paid_twice(self) -> int:
        return self.paid - len(self.calls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """``unknown`` counts calls of the ledger whose answer was lost; ``in_flight`` those under way at the faults.
    ``abandoned`` is how many objects books may have left that were deleted while they were made: what was just being
    stored is then nobody's. ``server_errors`` are answers of 500 or above, ``unforeseen`` those of exactly 500."""

    needed: int
    paid: int
    paid_twice: int
    unknown: int
    in_flight: int
    chapters: int
    chapters_lost: int
    jobs: int
    jobs_stuck: int
    orphans: int
    half_written: int
    recoveries: tuple[float, ...]
    exits: tuple[float, ...]
    peak_mib: float
    findings: tuple[str, ...] = ()
    abandoned: int = 0
    server_errors: int = 0
    unforeseen: int = 0

    def broken_promises(self, *, within: float = RECOVERY_SECONDS) -> list[str]:
        """A sentence for each; none in a good run. ``within`` is how many seconds a recovery may take."""
        promises = {
            f"{self.chapters_lost} chapters were lost": self.chapters_lost == 0,
            f"{self.jobs_stuck} jobs are stuck": self.jobs_stuck == 0,
            f"{self.paid_twice} calls were paid twice, {self.in_flight} were under way": (
                self.paid_twice <= self.in_flight
            ),
            f"{self.paid_twice} calls were paid twice, {self.unknown} are listed as unknown": (
                self.paid_twice <= self.unknown
            ),
            f"{self.unknown} calls are listed as unknown, {self.in_flight} were under way": (
                self.unknown <= self.in_flight
            ),
            f"{self.orphans} stored objects belong to nobody": self.orphans <= self.abandoned,
            f"{self.unforeseen} answers were 500": self.unforeseen == 0,
            f"recovery took {self.recovery:.1f} s": self.recovery <= LIMIT_FACTOR * within,
            f"the exit took {self.exit:.1f} s": self.exit <= LIMIT_FACTOR * EXIT_SECONDS,
        }
        return [broken for broken, kept in promises.items() if not kept] + list(self.findings)

    @property
    def recovery(self) -> float:
        return max(self.recoveries, default=0.0)

    @property
    def exit(self) -> float:
        return max(self.exits, default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table."""

    id: str
    world: str
    done: str
    result: str
    audit: Audit
    seed: int


COLUMNS = (
    "row   world     result  needed  paid  twice  in flight  unknown  lost  stuck  orphans  5xx  recovery s  exit s  "
    "MiB  what was done"
)
"""The first line of the table."""


_SUMMED = (
    *("needed", "paid", "paid_twice", "unknown", "in_flight", "chapters_lost", "jobs_stuck", "orphans"),
    *("server_errors", "unforeseen"),
)


def table(rows: list[Row]) -> list[str]:
    """The lines to print: one a row, then the totals."""
    if not rows:
        return []
    recoveries = [seconds for row in rows for seconds in row.audit.recoveries]
    total = {name: sum(getattr(row.audit, name) for row in rows) for name in _SUMMED}
    failed = sum(row.result != "ok" for row in rows)
    p50, p99 = _percentile(recoveries, 50), _percentile(recoveries, 99)
    return [
        COLUMNS,
        *(_line(row) for row in sorted(rows, key=lambda row: (row.id, row.world))),
        "",
        f"runs {len(rows)} of {len({row.id for row in rows})} rows, failed {failed}, seed {rows[0].seed}",
        f"calls needed {total['needed']}, paid {total['paid']}, paid twice {total['paid_twice']}",
        f"calls listed as unknown {total['unknown']}, under way at the faults {total['in_flight']}",
        f"chapters lost {total['chapters_lost']}, jobs stuck {total['jobs_stuck']}, orphans {total['orphans']}",
        f"answers of 5xx {total['server_errors']}, of 500 {total['unforeseen']}",
        f"recovery p50 {p50:.1f} s, p99 {p99:.1f} s, of {len(recoveries)} jobs",
        f"longest exit {max(row.audit.exit for row in rows):.1f} s",
        f"largest worker {max(row.audit.peak_mib for row in rows):.0f} MiB",
    ]


def _line(row: Row) -> str:
    audit = row.audit
    recovery = f"{audit.recovery:.1f}" if audit.recoveries else "-"
    exits = f"{audit.exit:.1f}" if audit.exits else "-"
    return (
        f"{row.id:<5} {row.world:<9} {row.result:<6} {audit.needed:>7} {audit.paid:>5} {audit.paid_twice:>6} "
        f"{audit.in_flight:>10} {audit.unknown:>8} {audit.chapters_lost:>5} {audit.jobs_stuck:>6} {audit.orphans:>8} "
        f"{audit.server_errors:>4} {recovery:>11} {exits:>7} {audit.peak_mib:>4.0f}  {row.done}"
    )


def _percentile(values: list[float], percent: int) -> float:
    if len(values) < 2:
        return max(values, default=0.0)
    return quantiles(values, n=100, method="inclusive")[percent - 1]
