"""What long runs print at their end."""

from collections import Counter

from tests.system.faults.audit import Audit
from tests.system.faults.world import World


def audited(audit: Audit) -> list[str]:
    recoveries = sorted(audit.recoveries)
    p50, p99 = (recoveries[int(len(recoveries) * share)] if recoveries else 0.0 for share in (0.5, 0.99))
    return [
        f"calls needed {audit.needed}, paid {audit.paid}, paid twice {audit.paid_twice}",
        f"calls unknown {audit.unknown}, under way at the faults {audit.in_flight}",
        f"jobs {audit.jobs}, stuck {audit.jobs_stuck}; chapters {audit.chapters}, lost {audit.chapters_lost}",
        f"answers of 5xx {audit.server_errors}, of 500 {audit.unforeseen}",
        f"orphans {audit.orphans}, half written {audit.half_written}",
        f"recoveries {len(recoveries)}, p50 {p50:.1f} s, p99 {p99:.1f} s; longest exit {audit.exit:.1f} s",
        f"largest process {audit.peak_mib:.0f} MiB",
    ]


def traces(world: World) -> Counter[str]:
    """The last lines of the traces in the programs' logs."""
    found: Counter[str] = Counter()
    for program in world.programs:
        lines = iter(program.log.splitlines())
        for line in lines:
            if line.startswith("Traceback"):
                last = next((each for each in lines if each and not each.startswith((" ", "Traceback"))), "")
                found[last[:120]] += 1
    return found
