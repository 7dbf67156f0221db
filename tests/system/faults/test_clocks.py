"""Machines whose clocks are wrong (Q)."""

from bookbytes_core import Options
from tests.system.faults.books import a_book
from tests.system.faults.rows import row
from tests.system.faults.world import SEED, World

WRONG = """
import datetime, time
from bookbytes_adapters.memory.clock import SystemClock

right_now, right_time, began = SystemClock.now, time.time, time.monotonic()

def wrong():
    return {early} if time.monotonic() - began < {seconds} else {late}

SystemClock.now = lambda self: right_now(self) + datetime.timedelta(seconds=wrong())
time.time = lambda: right_time() + wrong()
"""
"""All of our code asks one clock for the time of day, and libraries ask the other."""


def clock(early: float, late: float | None = None, *, seconds: float = 0.0) -> str:
    """Wrong by ``early`` seconds, and by ``late`` once ``seconds`` have passed."""
    return WRONG.format(early=early, seconds=seconds, late=early if late is None else late)


@row(
    "Q13",
    "two users want one book; one's worker is an hour slow, the other's 120 s fast, a third leaps back an hour",
    environment={"WORKER_MAX_JOBS": "1"},
)
def test_q13_nobody_believes_a_workers_clock(world: World) -> None:
    world.vendor.script(kind="llm", delay=20.0, times=0)  # longer than a lease
    file = world.folder / "shared.md"
    file.write_text(a_book(50, seed=SEED), encoding="utf-8")
    jobs = world.order_files([file, file], Options(), chapters=3, owners=True)
    slow = world.worker(first=clock(-3600.0))
    world.until(lambda: world.vendor.under_way("llm"), "a call")
    fast = world.worker(first=clock(120.0))
    world.until(lambda: world.at_work(slow) and world.at_work(fast), "work of both")
    jobs += world.order(owners=True)
    world.worker(first=clock(0.0, -3600.0, seconds=10.0))
    world.finish(seconds=180)
    assert {world.job(job).fence for job in jobs} == {1}
