"""A world for one row: databases, Redis, vendor, workers and servers, all real, and the audit of what became of it."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx

from bookbytes_adapters.settings import Settings
from bookbytes_core import Options
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.postgres import PostgresServer
from tests.support.redis_server import RedisServer
from tests.system.faults.audit import Audit
from tests.system.faults.books import a_book, place
from tests.system.faults.programs import KILLED, Program
from tests.system.faults.proxy import TcpProxy
from tests.system.faults.reconciling import unrecorded
from tests.system.faults.records import JobRow, Records
from tests.system.faults.recovery import Faults
from tests.system.faults.vendor import Vendor

SEED = 20_240_229
STUCK_SECONDS = 60.0
"""A job that is not at rest so long after the last fault is stuck."""
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a row wants. ``kind``: "embedded" is SQLite and workers inside ``bookbytes serve``, all on one machine;
    "servers" is PostgreSQL, Redis and ``bookbytes worker``, each on a machine of its own as far as it can tell.

    ``redis`` and ``postgres`` are settings of the row's own servers; with ``s3`` what is made lies in a bucket of a
    real S3 server, with ``untouched`` the database has no tables yet. ``proxied`` names what a proxy stands before:
    "postgres", "redis", "vendor", "s3". With ``priced`` the programs know what the vendor charges, with ``catalogue``
    there is one for them to ask. ``environment`` is for every program.
    """

    kind: str
    redis: dict[str, str] = field(default_factory=dict)
    own_postgres: bool = False
    postgres: dict[str, str] = field(default_factory=dict)
    s3: bool = False
    untouched: bool = False
    proxied: tuple[str, ...] = ()
    priced: bool = False
    catalogue: bool = False
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class World:
    """``direct`` holds the servers' own addresses, ``environment`` those the programs get, past proxies or not.
    ``abandoned`` is the audit's."""

    setup: Setup
    folder: Path
    vendor: Vendor
    records: Records
    environment: dict[str, str]
    redis: RedisServer | None = None
    postgres: PostgresServer | None = None
    catalogue: FakeOpenLibrary | None = None
    proxies: dict[str, TcpProxy] = field(default_factory=dict)
    direct: dict[str, str] = field(default_factory=dict)
    programs: list[Program] = field(default_factory=list)
    abandoned: int = 0
    _ordered: dict[UUID, int] = field(default_factory=dict)
    _books: int = 0
    _faults: Faults = field(default_factory=Faults)

    @property
    def embedded(self) -> bool:
        return self.setup.kind == "embedded"

    def worker(self, *, kill_at: str = "", first: str = "", tree: Path | None = None, **environment: str) -> Program:
        """A process that works on jobs; with ``kill_at`` it kills itself there, ``first`` is code it runs before,
        ``tree`` has the source of another version."""
        arguments = ("serve", "--port", "0") if self.embedded else ("worker",)
        return self._start(*arguments, kill_at=kill_at, first=first, tree=tree, **environment)

    def workers(self, number: int) -> list[Program]:
        return [self.worker() for _ in range(number)]

    def serve(self, *, kill_at: str = "", tree: Path | None = None, **environment: str) -> Program:
        return self._start("serve", "--port", "0", kill_at=kill_at, tree=tree, **environment)

    def run(self, *arguments: str, first: str = "", tree: Path | None = None, **environment: str) -> Program:
        """Any command of ``bookbytes``."""
        return self._start(*arguments, first=first, tree=tree, **environment)

    def order(self, books: int = 1, *, chapters: int = 3, owners: bool = False, words: int | None = None) -> list[UUID]:
        """The jobs of so many new books, each of ``chapters`` chapters; with ``owners`` each belongs to another.
        ``words`` is how long each chapter's summary may be."""
        files = [self._a_file(chapters, 10 * words if words else 150) for _ in range(books)]
        return self.order_files(files, Options(words_per_chapter=words), chapters=chapters, owners=owners)

    def order_files(
        self, files: Sequence[Path], options: Options, *, chapters: int, owners: bool = False, **environment: str
    ) -> list[UUID]:
        """The same for books that are there, in the form of ``PlainTextBooks``."""
        jobs = asyncio.run(place(self.settings(**environment), files, options, owners=owners))
        for job_id in jobs:
            self.expect(job_id, chapters)
        return jobs

    def upload(self, client: httpx.Client, file: Path | None = None, *, chapters: int = 3) -> tuple[str, int]:
        """A book, or else a new one, imported over HTTP: its edition and the number of its chapters."""
        file = file or self._a_file(chapters, 150)
        imported = client.post("/api/v1/books/import", files={"file": (file.name, file.read_bytes())}).json()
        return imported["edition_id"], len(imported["chapters"])

    def expect(self, job_id: UUID, chapters: int) -> None:
        """A job that was ordered in another way is to be finished too."""
        self._ordered[job_id] = chapters

    def instead(self, job_id: UUID, other: UUID) -> None:
        """Another job makes what this one left: it is to be finished in its place."""
        self._ordered[other] = self._ordered.pop(job_id)

    def forget(self, book: UUID) -> None:
        """Nobody wants this audio book any more: none of its jobs has to be finished."""
        for job in self.records.jobs().values():
            if job.audio_book_id == book:
                self._ordered.pop(job.id, None)

    def wanted(self) -> list[JobRow]:
        """The jobs that are to be finished, as they stand."""
        return [job for job in self.records.jobs().values() if job.id in self._ordered]

    def until(self, condition: Callable[[], object], what: str, *, seconds: float = 60.0) -> None:
        """Wait for it, taking note of recoveries and memory meanwhile."""
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, f"{what}: did not happen within {seconds:.0f} s\n{self.logs()}"
            assert not self._broken(), f"{what}: will not happen\n{self.logs()}"
            time.sleep(_LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """Take note of recoveries and memory."""
        for program in self.programs:
            if program.code is None:
                program.look()
        jobs = self.records.until_it_answers(self.records.jobs)
        if jobs is not None:
            self._faults.look(jobs)

    def job(self, job_id: UUID) -> JobRow:
        return self.records.jobs()[job_id]

    def at_work(self, program: Program) -> list[JobRow]:
        """The jobs whose leases it holds; a lease's owner is named by host, process and chance."""
        return [job for job in self.records.jobs().values() if f"-{program.pid}-" in (job.owner or "")]

    def killed(self, program: Program) -> None:
        """Wait until ``program`` has killed itself where it was told to; that is the fault."""
        self.until(lambda: program.code is not None, f"the kill of {program.name}")
        assert program.code == KILLED, f"{program.name} ended with {program.code}:\n{program.log[-2000:]}"
        self.fault(in_flight=len(self.unanswered(program)))

    def finish(self, *, seconds: float = STUCK_SECONDS) -> None:
        """Wait until every job rests; one that does not is found by the audit."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.look()
            known = self.records.until_it_answers(self.records.jobs)
            if known is not None and all(known[job_id].rests for job_id in self._ordered):
                break
            time.sleep(_LOOK_SECONDS)
        self.look()

    def kill(self, program: Program) -> None:
        """kill -9."""
        program.look()
        before = self.unanswered(program)
        program.send(signal.SIGKILL)
        program.wait()
        self.fault(in_flight=len(before | self.unanswered(program)))

    def stop(self, program: Program, *numbers: signal.Signals, group: bool = False) -> int:
        """Ask it to end and wait for that; what it had in hand is to be taken up by others from now on."""
        program.ask_to_end(*numbers, group=group)
        code = program.wait()
        self.fault()
        return code

    def unanswered(self, program: Program | None = None) -> set[str]:
        """The calls that are begun and not ended, of those jobs that ``program`` works on or of all."""
        books = {job.audio_book_id for job in self.at_work(program)} if program else None
        calls = (call for call in self.records.calls() if call.is_unanswered)
        return {call.key for call in calls if books is None or call.audio_book_id in books}

    def fault(self, *, in_flight: int | None = None) -> None:
        """The fault is now, or right after. ``in_flight`` is how many calls may be paid twice because of it: all that
        are unanswered, if it is not told."""
        self._faults.note(self.records.jobs(), in_flight=len(self.unanswered()) if in_flight is None else in_flight)

    def uncertain(self, calls: int) -> None:
        """So many more calls may be paid twice, for a reason that hits no job."""
        self._faults.in_flight += calls

    def recoveries(self) -> list[float]:
        """The seconds until each job that a fault hit went on."""
        return list(self._faults.recoveries)

    def audit(self) -> Audit:
        jobs = self.wanted()
        bill, books = self.vendor.bill(), {job.audio_book_id for job in jobs}
        heard = sum(self.records.is_heard(each) for each in self.records.chapters() if each.audio_book_id in books)
        calls = self.records.calls()
        wanted = sum(self._ordered.values())
        errors = [status for program in self.programs for status in program.server_errors()]
        return Audit(
            needed=len(bill.calls),
            paid=bill.paid,
            paid_twice=bill.paid_twice,
            unknown=sum(call.lost + call.is_under_way for call in calls),
            in_flight=self._faults.in_flight,
            chapters=wanted,
            chapters_lost=wanted - heard,
            jobs=len(jobs),
            jobs_stuck=sum(not job.rests for job in jobs),
            orphans=len(self.records.orphans()),
            half_written=self.records.half_written(),
            recoveries=tuple(self._faults.recoveries),
            exits=tuple(program.exit_seconds for program in self.programs if program.exit_seconds is not None),
            peak_mib=max((program.peak_kib for program in self.programs), default=0) / 1024,
            findings=tuple(self._unfinished(jobs) + self._failed(books) + unrecorded(bill.entries, calls, books)),
            abandoned=self.abandoned,
            server_errors=len(errors),
            unforeseen=errors.count(500),
        )

    def logs(self) -> str:
        return "\n".join(f"--- {program.name} ({program.code})\n{program.log[-1500:]}" for program in self.programs)

    def settings(self, **environment: str) -> Settings:
        """For what the test process does itself: like the programs', past all proxies."""
        own = {"DATA_DIR": str(self._data_dir("orders")), **environment}
        values = {**self.environment, **self.direct, **own}
        return Settings(**{name.lower(): value for name, value in values.items()})  # type: ignore[arg-type]

    def _start(
        self, *arguments: str, kill_at: str = "", first: str = "", tree: Path | None = None, **environment: str
    ) -> Program:
        name = f"{arguments[0]}-{len(self.programs) + 1}"
        values = {**os.environ, **self.environment, "DATA_DIR": str(self._data_dir(name)), **environment}
        if kill_at:
            values["BB_KILL_AT"] = kill_at
        program = Program(name, self.folder / "logs", arguments, values, first, tree)
        self.programs.append(program)
        return program

    def _data_dir(self, machine: str) -> Path:
        """Processes that share it can see each other die; processes of other machines must wait for a lease to end."""
        return self.folder / ("data" if self.embedded else machine)

    def _a_file(self, chapters: int, words: int) -> Path:
        self._books += 1
        file = self.folder / f"book-{self._books}.md"
        file.write_text(a_book(self._books, chapters=chapters, words=words, seed=SEED), encoding="utf-8")
        return file

    def _broken(self) -> list[Program]:
        """Those that ended with an error of their own."""
        return [program for program in self.programs if program.code not in (None, 0, 2, KILLED)]

    @staticmethod
    def _unfinished(jobs: list[JobRow]) -> list[str]:
        bad = [job for job in jobs if job.rests and job.status.value != "completed"]
        return [f"job {job.id} is {job.status.value}: {job.error}" for job in bad]

    def _failed(self, books: set[UUID]) -> list[str]:
        bad = [each for each in self.records.chapters() if each.audio_book_id in books and each.error]
        return [f"chapter {each.number} of {each.audio_book_id} failed: {each.error}" for each in bad]
