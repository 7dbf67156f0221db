"""What is said at the end of a long run, and whether it was good."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.system.faults.audit import RECOVERY_SECONDS
from tests.system.faults.deeds import API
from tests.system.faults.telling import audited, traces
from tests.system.soak.judge import Series, Verdict, judged
from tests.system.soak.measures import Measure, ProcessMeasure
from tests.system.soak.run import Soak
from tests.system.soak.troubles import SPARED

_SHORTEST_MINUTES = 15
"""A process that lived shorter is not compared with itself."""
_SLACK = {"connections": 6, "temporary_files": 8, "uploads": 3, "lock_files": 8, "queue": 8, "messages": 8}
_FILES_SLACK = 4.0


@dataclass(frozen=True, slots=True)
class Outcome:
    lines: list[str]
    broken: list[str]


def outcome(soak: Soak) -> Outcome:
    audit, verdicts = soak.world.audit(), flatness(soak.measures)
    within = float("inf") if soak.pulse.standstills else RECOVERY_SECONDS
    bad = soak.answers.unexcused(soak.excused)
    broken = [
        *audit.broken_promises(within=within),
        *(str(verdict) for verdict in verdicts if not verdict.is_flat),
        *(f"{each.request} at {each.began:.0f} s without a fault: {each.answer}" for each in bad),
        *soak.answers.wrong,
    ]
    frozen = sum(each.frozen for each in soak.measures)
    lines = [
        *map(str, verdicts),
        "",
        *audited(audit),
        f"answers {dict(soak.answers.statuses)}",
        f"bad answers during faults {len(soak.answers.bad) - len(bad)}, else {len(bad)}",
        f"faults {len(soak.troubles.done)}: {dict(Counter(soak.troubles.done))}",
        f"standstills {len(soak.pulse.standstills)}; minutes left out {frozen} of {len(soak.measures)}",
        f"mended by users {dict(Counter(made for customer in soak.stage.customers for made in customer.mended))}",
        *soak.stage.crew.ended,
        f"traces in logs {dict(traces(soak.world).most_common(10))}",
    ]
    return Outcome(lines, broken)


def flatness(measures: list[Measure]) -> list[Verdict]:
    """Over the whole run; memory and files of each process that lived long, over its life."""
    judgeable = [each for each in measures if not each.frozen]
    found = [
        judged(Series(name, [(each.minute, getattr(each, name)) for each in judgeable], slack))
        for name, slack in _SLACK.items()
    ]
    for place in (API, SPARED):
        pids = dict.fromkeys(each.processes[place].pid for each in judgeable if place in each.processes)
        for pid in pids:
            lived = [each for each in judgeable if place in each.processes and each.processes[place].pid == pid]
            if lived[-1].minute - lived[0].minute >= _SHORTEST_MINUTES:
                found += _of_process(place, lived)
    return found


def _of_process(place: str, lived: list[Measure]) -> list[Verdict]:
    def series(what: str, of: Callable[[ProcessMeasure], float], slack: float) -> Series:
        name = f"{what} of {place}, minutes {lived[0].minute:.0f} to {lived[-1].minute:.0f}"
        return Series(name, [(each.minute, of(each.processes[place])) for each in lived], slack)

    return [
        judged(series("MiB", lambda each: each.own_mib, 0.0)),
        judged(series("open files", lambda each: float(each.open_files), _FILES_SLACK)),
        judged(series("children", lambda each: float(each.children), 2.0)),
    ]
