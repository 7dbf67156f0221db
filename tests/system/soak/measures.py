"""What a long run looks at once a minute: memory, files and connections of each process, queue and tables."""

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psycopg
from redis.exceptions import RedisError

from tests.system.faults.crew import Crew
from tests.system.faults.programs import Program
from tests.system.faults.test_broker import WAITING
from tests.system.faults.world import World

_OWN = re.compile(r"^RssAnon:\s+(\d+) kB$", re.MULTILINE)
_TICKS = os.sysconf("SC_CLK_TCK")
_SIZES = "SELECT relname, pg_total_relation_size(relid), n_live_tup FROM pg_stat_user_tables ORDER BY relname"
_CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMeasure:
    pid: int
    own_mib: float
    """Without the pages of the files that it has mapped: those come and go as the machine has room for them."""
    open_files: int
    children: int
    cpu_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the report. ``minute`` leaves standstills out; ``frozen`` says that there was one, and that the line
    is not judged. ``tables`` are bytes and rows. ``cpu`` is the share of one core that all processes took since the
    last line."""

    minute: float
    frozen: bool
    processes: dict[str, ProcessMeasure]
    connections: int
    temporary_files: int
    uploads: int
    lock_files: int
    messages: int
    jobs: dict[str, int]
    unanswered: int
    tables: dict[str, tuple[int, int]]
    stored_files: int
    statuses: dict[str, int]
    faults: int
    recoveries: int
    cpu: float = 0.0

    @property
    def queue(self) -> int:
        """Jobs that are not at rest."""
        return self.jobs.get("pending", 0) + self.jobs.get("processing", 0)

    def __str__(self) -> str:
        of = {place: f"{each.own_mib:.0f} MiB {each.open_files} fd" for place, each in self.processes.items()}
        told = "  ".join(f"{place} {text}" for place, text in of.items())
        rows = sum(rows for _, rows in self.tables.values())
        size = sum(size for size, _ in self.tables.values()) / 2**20
        return (
            f"{self.minute:6.1f} min  cpu {self.cpu:3.0%}  {told}  pg {self.connections}  tmp {self.temporary_files}"
            f"  uploads {self.uploads}  locks {self.lock_files}  queue {self.queue} ({self.messages} messages)"
            f"  jobs {sum(self.jobs.values())}  rows {rows} ({size:.1f} MiB)  files {self.stored_files}"
            f"  faults {self.faults}{'  FROZEN' if self.frozen else ''}"
        )


def of_process(program: Program) -> ProcessMeasure | None:
    """None when it is gone."""
    folder = Path("/proc") / str(program.pid)
    try:
        own = _OWN.search((folder / "status").read_text(encoding="ascii", errors="replace"))
        stat = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        children = (folder / "task" / str(program.pid) / "children").read_text(encoding="ascii").split()
        open_files = len(list((folder / "fd").iterdir()))
    except OSError:
        return None
    return ProcessMeasure(
        pid=program.pid,
        own_mib=int(own[1]) / 1024 if own else 0.0,
        open_files=open_files,
        children=len(children),
        cpu_seconds=sum(map(int, stat[11:15])) / _TICKS,
    )


def of_world(world: World, crew: Crew, *, minute: float, frozen: bool, faults: int, statuses: Counter[str]) -> Measure:
    """The servers have to answer: measure when no fault holds them."""
    assert world.postgres
    found = {place: of_process(crew[place]) for place in crew.places}
    with psycopg.connect(world.postgres.url("bookbytes")) as connection:
        ((connections,),) = connection.execute(_CONNECTIONS).fetchall()
        tables = {name: (size, rows) for name, size, rows in connection.execute(_SIZES)}
    return Measure(
        minute=minute,
        frozen=frozen,
        processes={place: each for place, each in found.items() if each},
        connections=connections,
        temporary_files=world.records.half_written() + _files(world.folder / "tmp"),
        uploads=sum(_files(world.folder / place / "uploads") for place in crew.places),
        lock_files=sum(_files(world.folder / place / "run") for place in crew.places),
        messages=_messages(world),
        jobs=dict(Counter(job.status.value for job in world.records.jobs().values())),
        unanswered=world.records.unanswered(),
        tables=tables,
        stored_files=_files(world.folder / "storage"),
        statuses=dict(statuses),
        faults=faults,
        recoveries=len(world.recoveries()),
    )


def _files(folder: Path) -> int:
    return sum(1 for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0


def _messages(world: World) -> int:
    assert world.redis
    try:
        with world.redis.client() as client:
            return int(client.llen(WAITING))
    except RedisError:
        return -1
