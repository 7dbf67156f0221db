"""Kills at moments that nobody chose (K)."""

import random
import signal
import time

from tests.system.faults.programs import Program
from tests.system.faults.rows import row
from tests.system.faults.world import SEED, World

KILLS = 200
BOOKS = 20
WORKERS = 3
LAST_ATTEMPT = 3
"""A job that is killed in it is poison (K20), and who is killed at random means no job."""


def may_die(world: World, worker: Program) -> bool:
    """Whether it is at work, and on no job that is in its last attempt."""
    jobs = world.at_work(worker)
    return bool(jobs) and all(job.attempts < LAST_ATTEMPT for job in jobs)


def killed(world: World, worker: Program) -> bool:
    """It is stopped first, so that it can claim nothing more between the look and the kill."""
    worker.send(signal.SIGSTOP)
    if may_die(world, worker):
        world.kill(worker)
        return True
    worker.send(signal.SIGCONT)
    return False


def ordered(world: World, books: int) -> None:
    world.order(books=books, chapters=12, owners=True, words=30)


@row(
    "K17",
    "200 kills at random moments over 20 books and more and 3 workers",
    within=60,
    seconds=3600,
    environment={"WORKER_MAX_JOBS": "2"},
)
def test_k17_kills_at_random_moments_change_nothing(world: World) -> None:
    rng = random.Random(SEED)
    ordered(world, BOOKS)
    workers = world.workers(WORKERS)
    kills = 0
    while kills < KILLS:
        moment = time.monotonic() + rng.uniform(0, 0.5)
        world.until(lambda until=moment: time.monotonic() >= until, "the next moment")  # type: ignore[misc]
        if sum(not job.rests for job in world.records.jobs().values()) < 2 * WORKERS:
            ordered(world, WORKERS)
        places = [place for place, worker in enumerate(workers) if may_die(world, worker)]
        place = rng.choice(places or [0])
        if places and killed(world, workers[place]):
            workers[place] = world.worker()
            kills += 1
    world.finish(seconds=300)
