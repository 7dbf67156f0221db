"""Two hours of everything at once."""

import json
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path

from tests.system.faults.answers import Answers
from tests.system.faults.crew import Crew, free_port, until_it_answers
from tests.system.faults.customers import Customer
from tests.system.faults.deeds import API, Stage
from tests.system.faults.pulse import Pulse
from tests.system.faults.world import Setup, World
from tests.system.soak.measures import Measure, of_world
from tests.system.soak.troubles import SPARED, STORM_SECONDS, YOUNGER, Troubles
from tests.system.soak.users import User

USERS = 4
CHAPTERS = 3
STRETCH_MINUTES = 40
"""For at least so long the API and one worker are left alive."""
_TICK_SECONDS = 1.0
_MAKING_GOOD_SECONDS = 300.0

SETUP = Setup(
    kind="servers",
    own_postgres=True,
    proxied=("postgres", "redis", "vendor"),
    catalogue=True,
    environment={
        "AUTH_MODE": "jwt",
        "JWT_SECRET_KEY": "for nothing but this run, and long enough",
        "JWT_EXPIRE_MINUTES": "1440",
        "LOGIN_ATTEMPTS_PER_MINUTE": "100",
        "WORKER_MAX_JOBS": "3",
    },
)


@dataclass(kw_only=True)
class Soak:
    """``pause_seconds`` is what a user waits from one action to the next. Each minute a line goes to ``report`` and to
    ``say``."""

    world: World
    seed: int
    minutes: float
    pause_seconds: float
    report: Path
    say: Callable[[str], None]
    measures: list[Measure] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    pulse: Pulse = field(default_factory=Pulse)
    stage: Stage = field(init=False)
    troubles: Troubles = field(init=False)
    users: list[User] = field(init=False)
    _ends: threading.Event = field(default_factory=threading.Event)
    _unanswered: int = 0
    _standstills: int = 0

    def __post_init__(self) -> None:
        port = free_port()
        (self.world.folder / "tmp").mkdir()
        self.world.environment["TMPDIR"] = str(self.world.folder / "tmp")
        places = {API: ("serve", "--port", str(port)), SPARED: ("worker",), YOUNGER: ("worker",)}
        customers = [self._a_customer(number, port) for number in range(USERS)]
        crew = Crew(self.world, places)
        self.stage = Stage(world=self.world, crew=crew, customers=customers, aside=ThreadPoolExecutor(1))
        self.troubles = Troubles(self.stage, random.Random(self.seed))
        books = count(1)
        self.users = [
            User(customer, random.Random(f"{self.seed}-{number}"), lambda: next(books), self.pause_seconds, self._ends)
            for number, customer in enumerate(customers)
        ]

    def run(self) -> None:
        self.stage.crew.start_all()
        until_it_answers(self.stage.customers[0].address)
        for customer in self.stage.customers:
            customer.sign_in()
        self.pulse = Pulse()
        self.pulse.start()
        threads = [threading.Thread(target=user.run, daemon=True) for user in self.users]
        for thread in threads:
            thread.start()
        self._make_trouble()
        self.troubles.end()
        self._ends.set()
        for thread in threads:
            thread.join()
        self._make_good()
        self.world.finish(seconds=120)
        self.pulse.stop()

    def excused(self, begin: float, end: float) -> bool:
        """Whether the API may have answered badly then."""
        return self.stage.windows.cover(begin, end) or self.pulse.stood_still(begin, end)

    def _a_customer(self, number: int, port: int) -> Customer:
        return Customer(
            world=self.world,
            address=f"http://127.0.0.1:{port}",
            name=f"listener-{number}",
            answers=self.answers,
            chapters=CHAPTERS,
            options={"words_per_chapter": 30},
        )

    def _make_trouble(self) -> None:
        stretch = 60 * self.minutes / max(1, int(self.minutes / STRETCH_MINUTES))
        since, minute = time.monotonic(), 1
        while (now := self.pulse.seconds()) < 60 * self.minutes:
            time.sleep(_TICK_SECONDS)
            self._look()
            self.troubles.tick(now, storm=now % stretch < STORM_SECONDS)
            if now >= 60 * minute:
                self._measure(since)
                since, minute = time.monotonic(), int(now / 60) + 1
        self._measure(since)

    def _look(self) -> None:
        """A standstill is a fault like others: leases ran out, and calls under way lost whoever waited for them."""
        if len(self.pulse.standstills) > self._standstills:
            self._standstills = len(self.pulse.standstills)
            self.world.uncertain(self._unanswered)
            self.world.fault()
        self.stage.crew.look()
        self.world.look()
        self._unanswered = self.world.records.unanswered()

    def _measure(self, since: float) -> None:
        now = time.monotonic()
        measure = of_world(
            self.world,
            self.stage.crew,
            minute=self.pulse.seconds() / 60,
            frozen=self.pulse.stood_still(since, now),
            faults=len(self.troubles.done),
            statuses=self.answers.statuses,
        )
        measure = replace(measure, cpu=self._cpu(measure) / (now - since))
        self.measures.append(measure)
        self.say(str(measure))
        with self.report.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(measure)) + "\n")

    def _cpu(self, measure: Measure) -> float:
        """Seconds since the last line, of those processes that it knew."""
        before = self.measures[-1].processes if self.measures else {}
        used = 0.0
        for place, each in measure.processes.items():
            old = before.get(place)
            used += each.cpu_seconds - (old.cpu_seconds if old and old.pid == each.pid else 0)
        return used

    def _make_good(self) -> None:
        until = time.monotonic() + _MAKING_GOOD_SECONDS
        while time.monotonic() < until:
            self._look()
            whole = [customer.make_good() for customer in self.stage.customers]
            if all(whole):
                break
            time.sleep(_TICK_SECONDS)
