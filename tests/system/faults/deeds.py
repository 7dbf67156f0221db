"""What can be done to a running world at any moment, by name, and undone some time later."""

import random
import resource
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from bookbytes_adapters.kill_points import POINTS
from tests.support.fake_vendor_script import USELESS
from tests.system.faults.answers import Windows
from tests.system.faults.crew import Crew
from tests.system.faults.customers import Customer, GaveUpError
from tests.system.faults.test_disk import FULL, room
from tests.system.faults.test_random_kills import LAST_ATTEMPT
from tests.system.faults.world import World

API = "api"


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something that is broken for so many seconds."""

    seconds: float
    undo: Callable[[], None]


@dataclass(slots=True, kw_only=True)
class Stage:
    """Where deeds are done. What customers do goes to ``aside``: they wait for answers, and nobody waits for them.
    ``windows`` are those in which the API may answer badly."""

    world: World
    crew: Crew
    customers: list[Customer]
    aside: Executor
    windows: Windows = field(default_factory=Windows)
    _broken: list[tuple[float, Lasting]] = field(default_factory=list)

    def do(self, what: str, place: str, chance: int) -> None:
        """``what`` is one of ``DEEDS``, ``place`` a program's, a proxy's or a book's number; whatever else has to be
        decided is decided by ``chance``."""
        lasting = DEEDS[what](self, place, random.Random(chance))
        if lasting:
            self._broken.append((time.monotonic() + lasting.seconds, lasting))

    def mend(self, *, all_of_it: bool = False) -> None:
        """Undo what has been broken for long enough."""
        for until, lasting in list(self._broken):
            if all_of_it or time.monotonic() >= until:
                self._broken.remove((until, lasting))
                lasting.undo()

    def wanted_by(self, number: str) -> tuple[Customer, UUID] | None:
        """The customer of this book and one of its audio books, if there are any."""
        customer = self.customers[int(number) % len(self.customers)]
        books = list(customer.jobs)
        return (customer, books[int(number) // len(self.customers) % len(books)]) if books else None


_Deed = Callable[[Stage, str, random.Random], Lasting | None]


def _kill(stage: Stage, place: str, rng: random.Random) -> None:
    if place == API:
        stage.windows.open("api killed")
        stage.crew.kill(API)
        stage.windows.close("api killed")
    elif _killed(stage, place):
        stage.crew.start(place)


def _killed(stage: Stage, place: str) -> bool:
    """Not one that is at work on a job in its last attempt: that would be poison. It is stopped first, so that it can
    claim nothing more between the look and the kill."""
    program = stage.crew[place]
    if program.code is not None:
        return False
    program.send(signal.SIGSTOP)
    if any(job.attempts >= LAST_ATTEMPT for job in stage.world.at_work(program)):
        program.send(signal.SIGCONT)
        return False
    stage.world.kill(program)
    return True


def _kill_later(stage: Stage, place: str, rng: random.Random) -> None:
    """One that will kill itself in the midst of something takes over from one that is killed."""
    if place == API:
        stage.windows.open("api kills itself")  # until the end of the run: it may be at any time
        if stage.crew[place].code is None:
            stage.world.kill(stage.crew[place])
    elif not _killed(stage, place):
        return
    stage.crew.start(place, BB_KILL_AT=f"{rng.choice(POINTS)}:{rng.randint(1, 12)}")


def _end(stage: Stage, place: str, rng: random.Random) -> None:
    if place == API:
        stage.windows.open("api ends")
        stage.windows.close("api ends")
    stage.crew.ask_to_end(place)


def _stop(stage: Stage, place: str, rng: random.Random) -> Lasting:
    program = stage.crew[place]
    stage.world.fault()
    if program.code is None:
        program.send(signal.SIGSTOP)
    if place == API:
        stage.windows.open("api stopped")

    def go_on() -> None:
        if program.code is None:
            program.send(signal.SIGCONT)
        if place == API:
            stage.windows.close("api stopped")

    return Lasting(rng.choice([0.5, 3.0, 22.0]), go_on)


def _no_room(stage: Stage, place: str, rng: random.Random) -> Lasting:
    program = stage.crew[place]
    stage.world.fault()

    def sized(size: int) -> None:
        with suppress(ProcessLookupError):
            if program.code is None:
                room(program, size)

    sized(FULL)
    return Lasting(rng.uniform(0.5, 3), lambda: sized(resource.RLIM_INFINITY))


def _redis_restarts(stage: Stage, place: str, rng: random.Random) -> None:
    assert stage.world.redis
    stage.world.fault(in_flight=0)
    stage.world.redis.kill()
    time.sleep(rng.uniform(0, 1))
    stage.world.redis.start()


def _redis_forgets(stage: Stage, place: str, rng: random.Random) -> None:
    assert stage.world.redis
    stage.world.fault(in_flight=0)
    with stage.world.redis.client() as client:
        client.flushall()


def _postgres_restarts(stage: Stage, place: str, rng: random.Random) -> None:
    assert stage.world.postgres
    stage.windows.open("postgres restarted")
    stage.world.fault()
    stage.world.postgres.stop(rng.choice([signal.SIGINT, signal.SIGQUIT]))
    time.sleep(rng.uniform(0, 1))
    stage.world.postgres.start()
    stage.windows.close("postgres restarted")


def _cut(stage: Stage, place: str, rng: random.Random) -> Lasting:
    """``place`` is the name of a proxy."""
    proxy = stage.world.proxies[place]
    stage.world.fault()
    if place == "postgres":
        stage.windows.open("postgres cut")
    proxy.go_down()

    def mended() -> None:
        proxy.come_up()
        if place == "postgres":
            stage.windows.close("postgres cut")

    return Lasting(rng.uniform(0.1, 4), mended)


_REFUSALS = ("rate_limited", "insufficient_quota", "unauthorized", "payment_required", "forbidden", "bad_request")
_LOST = ("cut_before", "cut_after", "cut_inside")


def _vendor_refuses(stage: Stage, place: str, rng: random.Random) -> None:
    stage.world.vendor.script(fault=rng.choice(_REFUSALS), retry_after=rng.randint(1, 5))


def _vendor_is_limited(stage: Stage, place: str, rng: random.Random) -> None:
    stage.world.vendor.script(fault="rate_limited", retry_after=rng.randint(1, 5))


def _vendor_fails(stage: Stage, place: str, rng: random.Random) -> None:
    stage.world.vendor.script(fault=rng.choice(["server_error", "unavailable"]), times=rng.randint(1, 3))


def _vendor_is_slow(stage: Stage, place: str, rng: random.Random) -> None:
    """Some longer than anybody waits: those will be unknown."""
    times, delay = rng.randint(1, 4), rng.choice([1.0, 3.0, 12.0])
    stage.world.uncertain(times)
    stage.world.vendor.script(delay=delay, times=times)


def _vendor_cuts(stage: Stage, place: str, rng: random.Random) -> None:
    stage.world.uncertain(1)
    stage.world.vendor.script(fault=rng.choice(_LOST))


def _vendor_talks_nonsense(stage: Stage, place: str, rng: random.Random) -> None:
    kind = rng.choice(["llm", "tts"])
    stage.world.vendor.script(kind=kind, fault=rng.choice(sorted(_NONSENSE[kind])))


_SPOKEN = {"html", "json_error", "empty", "garbage", "silence", "aac", "too_short", "too_long", "truncated"}
_NONSENSE: Mapping[str, set[str]] = {
    "tts": _SPOKEN & USELESS,
    "llm": {"refusal", "invalid_json", "wrong_schema", "no_content", "cut_off", "wrong_language", "html", "empty"},
}


def _customer(do: Callable[[Customer, UUID, random.Random], None]) -> _Deed:
    def deed(stage: Stage, place: str, rng: random.Random) -> None:
        def done() -> None:
            found = stage.wanted_by(place)
            if found:
                with suppress(GaveUpError, KeyError):  # another deed was quicker: the book is gone
                    do(*found, rng)

        stage.aside.submit(done)

    return deed


DEEDS: Mapping[str, _Deed] = {
    "kill": _kill,
    "kill later": _kill_later,
    "SIGTERM": _end,
    "SIGSTOP": _stop,
    "disk full": _no_room,
    "Redis restarts": _redis_restarts,
    "Redis forgets": _redis_forgets,
    "PostgreSQL restarts": _postgres_restarts,
    "cut": _cut,
    "vendor is limited": _vendor_is_limited,
    "vendor refuses": _vendor_refuses,
    "vendor fails": _vendor_fails,
    "vendor is slow": _vendor_is_slow,
    "vendor cuts": _vendor_cuts,
    "vendor talks nonsense": _vendor_talks_nonsense,
    "cancel": _customer(lambda customer, book, rng: customer.cancel(book)),
    "delete": _customer(lambda customer, book, rng: customer.delete(book)),
    "change": _customer(lambda customer, book, rng: customer.change(book, rng.choice(["nova", "onyx", "echo"]))),
    "order again": _customer(lambda customer, book, rng: customer.order_again(book)),
}
