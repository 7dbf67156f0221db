"""Running a story: books are ordered as others are finished, the faults come at their moments, and in the end all is
audited as a row is."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from tests.system.faults.answers import Answers
from tests.system.faults.audit import Audit
from tests.system.faults.books import a_book
from tests.system.faults.crew import Crew, free_port, until_it_answers
from tests.system.faults.customers import Customer, GaveUpError
from tests.system.faults.deeds import API, Stage
from tests.system.faults.pulse import Pulse
from tests.system.faults.telling import traces
from tests.system.faults.world import Setup, World
from tests.system.faults.worlds import a_world
from tests.system.stories.story import WORKERS, Story

CHAPTERS = 12
CUSTOMERS = 8
AT_ONCE = 16
"""So many jobs are kept unfinished while there are books to order."""
MOVES_ON_SECONDS = 4.0
"""Where no call is entered into the ledger for so long, the next fault comes all the same."""
MENDS_SECONDS = 10.0
SAYS_SECONDS = 60.0
WITHIN = 60.0
"""Recoveries are asserted at thrice this: jobs wait for their turn, and one fault comes before another is over."""
_END_SECONDS = 600.0

ENVIRONMENT = {
    "AUTH_MODE": "jwt",
    "JWT_SECRET_KEY": "for nothing but this run, and long enough",
    "JWT_EXPIRE_MINUTES": "1440",
    "LOGIN_ATTEMPTS_PER_MINUTE": "100",
    "WORKER_MAX_JOBS": "3",
    "TTS_TIMEOUT_SECONDS": "10",
    "LLM_TIMEOUT_SECONDS": "10",
}


def setup(kind: str) -> Setup:
    servers = kind == "servers"
    return Setup(
        kind=kind,
        own_postgres=servers,
        proxied=("postgres", "redis", "vendor") if servers else ("vendor",),
        environment=ENVIRONMENT,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a story. ``broken`` are its promises that were not kept."""

    audit: Audit
    broken: list[str]
    mended: list[str]
    ended: list[str]
    faults: int
    standstills: int
    seconds: float
    traces: Counter[str]
    logs: str


def told(story: Story, folder: Path, say: Callable[[str], None]) -> Told:
    """Runs it. ``say`` is told now and then how far it is."""
    with a_world(setup(story.kind), folder, _no_other) as world:
        return Telling(story, world, say).run()


@dataclass
class Telling:
    story: Story
    world: World
    say: Callable[[str], None]
    answers: Answers = field(default_factory=Answers)
    stage: Stage = field(init=False)
    done: int = 0
    pulse: Pulse = field(default_factory=Pulse)
    _unanswered: int = 0
    _standstills: int = 0
    _said_at: float = field(default_factory=time.monotonic)
    _all_ordered: threading.Event = field(default_factory=threading.Event)
    _ends: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        port = free_port()
        worker = ("serve", "--port", "0") if self.world.embedded else ("worker",)
        places = {API: ("serve", "--port", str(port)), **dict.fromkeys(WORKERS, worker)}
        self.stage = Stage(
            world=self.world,
            crew=Crew(self.world, places),
            customers=[self._a_customer(number, port) for number in range(CUSTOMERS)],
            aside=ThreadPoolExecutor(4),
        )

    def run(self) -> Told:
        began = time.monotonic()
        self.pulse.start()
        self.stage.crew.start_all()
        until_it_answers(self.stage.customers[0].address)
        for customer in self.stage.customers:
            customer.sign_in()
        ordering = threading.Thread(target=self._order_and_mend, daemon=True)
        ordering.start()
        for fault in self.story.faults:
            if not self._wait_for(fault.at):
                break
            self.stage.do(fault.what, fault.place, fault.chance)
            self.done += 1
        self._end(ordering)
        return self._told(time.monotonic() - began)

    def _wait_for(self, calls: int) -> bool:
        """Whether there is still something to break when so many calls are in the ledger."""
        seen, since = -1, time.monotonic()
        while True:
            self._look()
            found = self.world.records.until_it_answers(self.world.records.entries) or 0
            if found >= calls:
                return True
            if found != seen:
                seen, since = found, time.monotonic()
            elif time.monotonic() - since > MOVES_ON_SECONDS:
                return not self._is_over()
            time.sleep(0.05)

    def _is_over(self) -> bool:
        return self._all_ordered.is_set() and all(job.rests for job in self.world.wanted())

    def _look(self) -> None:
        """A standstill is a fault like others: leases ran out, and calls under way lost whoever waited for them."""
        if len(self.pulse.standstills) > self._standstills:
            self._standstills = len(self.pulse.standstills)
            self.world.uncertain(self._unanswered)
            self.world.fault()
        self._unanswered = self.world.records.unanswered()
        self.stage.mend()
        self.stage.crew.look()
        self.world.look()
        if time.monotonic() - self._said_at > SAYS_SECONDS:
            self._said_at = time.monotonic()
            wanted = Counter(job.status.value for job in self.world.wanted())
            self.say(f"  {self.done} faults, {self.world.records.entries()} calls, jobs {dict(wanted)}")

    def _end(self, ordering: threading.Thread) -> None:
        """Everything works again: what was hurt gets whole."""
        self.stage.mend(all_of_it=True)
        self.world.vendor.fake.forget_script()
        until = time.monotonic() + _END_SECONDS
        aside = threading.Thread(target=self.stage.aside.shutdown, daemon=True)
        aside.start()
        self._until(until, lambda: not aside.is_alive())
        self._ends.set()
        self._until(until, lambda: not ordering.is_alive())
        self.world.finish()
        self.pulse.stop()

    def _until(self, until: float, condition: Callable[[], bool]) -> None:
        while not condition() and time.monotonic() < until:
            self._look()
            time.sleep(0.2)

    def _order_and_mend(self) -> None:
        """Not on the thread that looks after the programs: customers wait until one that ended has been replaced."""
        number, mended_at, whole = 0, time.monotonic(), False
        while not (self._ends.is_set() and whole and number == self.story.books):
            wanted = self.world.records.until_it_answers(self.world.wanted)
            if wanted is not None and number < self.story.books and sum(not job.rests for job in wanted) < AT_ONCE:
                number += 1
                self._order(number)
            else:
                time.sleep(0.2)
            if number == self.story.books:
                self._all_ordered.set()
            if self._ends.is_set() or time.monotonic() - mended_at > MENDS_SECONDS:
                whole = self._made_good()
                mended_at = time.monotonic()

    def _made_good(self) -> bool:
        whole = True
        for customer in self.stage.customers:
            try:
                whole &= customer.make_good()
            except GaveUpError:
                whole = False
        return whole

    def _order(self, number: int) -> None:
        text = a_book(number, chapters=CHAPTERS, words=60, seed=self.story.seed)
        with suppress(GaveUpError):  # the answers tell
            self.stage.customers[number % CUSTOMERS].order(f"book-{number}.md", text)

    def _a_customer(self, number: int, port: int) -> Customer:
        return Customer(
            world=self.world,
            address=f"http://127.0.0.1:{port}",
            name=f"customer-{number}",
            answers=self.answers,
            chapters=CHAPTERS,
            options={"words_per_chapter": 30},
        )

    def _excused(self, begin: float, end: float) -> bool:
        return self.stage.windows.cover(begin, end) or self.pulse.stood_still(begin, end)

    def _told(self, seconds: float) -> Told:
        audit = self.world.audit()
        bad = self.answers.unexcused(self._excused)
        within = float("inf") if self.pulse.standstills else WITHIN
        broken = [*audit.broken_promises(within=within), *self.answers.wrong]
        broken += [f"{each.request} without a fault: {each.answer}" for each in bad]
        if audit.orphans > audit.abandoned:
            broken += [f"nobody's: {key}" for key in self.world.records.orphans()[:20]]
        mended = [made for customer in self.stage.customers for made in customer.mended]
        return Told(
            audit=audit,
            broken=broken,
            mended=mended,
            ended=self.stage.crew.ended,
            faults=self.done,
            standstills=len(self.pulse.standstills),
            seconds=seconds,
            traces=traces(self.world),
            logs=self.world.logs(),
        )


def _no_other() -> NoReturn:
    raise AssertionError("it has servers of its own")
