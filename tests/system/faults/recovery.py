"""How long after a fault each job it hit goes on."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from tests.system.faults.records import JobRow


@dataclass(slots=True)
class _Fault:
    at: float
    waiting: dict[UUID, int]
    """The number of the last change that each job had made."""


@dataclass(slots=True)
class Faults:
    """``in_flight`` counts the calls that were under way at the faults, ``recoveries`` the seconds until each job moved
    again; both over all faults of a row."""

    in_flight: int = 0
    recoveries: list[float] = field(default_factory=list)
    _faults: list[_Fault] = field(default_factory=list)

    def note(self, jobs: Mapping[UUID, JobRow], *, in_flight: int) -> None:
        """The fault is now: the jobs at work are hit, or those that wait where none is."""
        at_work = {job.id: job.change for job in jobs.values() if job.status.value == "processing"}
        waiting = at_work or {job.id: job.change for job in jobs.values() if not job.rests}
        self._faults.append(_Fault(time.monotonic(), waiting))
        self.in_flight += in_flight

    def look(self, jobs: Mapping[UUID, JobRow]) -> None:
        """A job has recovered when it shows a change: it was claimed again, or whoever had it got on."""
        for fault in self._faults:
            for job_id in [job_id for job_id, change in fault.waiting.items() if jobs[job_id].change > change]:
                self.recoveries.append(time.monotonic() - fault.at)
                del fault.waiting[job_id]
