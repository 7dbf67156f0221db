"""A queue that is very long (Q)."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.tables import job_audio_books, jobs
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core import Status
from tests.support.entities import a_job, later
from tests.system.faults.attackers import MIB, resident
from tests.system.faults.rows import row
from tests.system.faults.world import World

USERS = 20
WAITING = 100_000
DONE = 300
_AT_ONCE = 5_000
_GROWTH = 32 * MIB
_SECONDS = 300.0


async def fill(url: str, books: Sequence[UUID]) -> list[UUID]:
    """``WAITING`` jobs, as many for each of the ``books``; those of one come before those of the next. Returns their
    ids in order."""
    engine = make_engine(url)
    async with SqlUnitOfWork(engine) as uow:
        theirs = [await uow.audio_books.get(book) for book in books]
    order = [book for book in theirs for _ in range(WAITING // len(books))]
    made = [a_job(book, created_at=later(place)) for place, book in enumerate(order)]
    async with engine.begin() as connection:
        for start in range(0, len(made), _AT_ONCE):
            some = made[start : start + _AT_ONCE]
            values = [rows.of_job(job) | {"lease_expires_at": 0.0, "sent_at": 0.0} for job in some]
            await connection.execute(sa.insert(jobs), values)
            links = [{"job_id": job.id, "audio_book_id": job.audio_book_id} for job in some]
            await connection.execute(sa.insert(job_audio_books), links)
    await engine.dispose()
    return [job.id for job in made]


async def until_finished(url: str, number: int) -> None:
    """Wait for it without looking at every job."""
    engine = make_engine(url)
    done = sa.select(sa.func.count()).select_from(jobs).where(jobs.c.status == Status.COMPLETED)
    async with asyncio.timeout(_SECONDS):
        while True:
            async with engine.begin() as connection:
                if (await connection.scalar(done) or 0) >= number:
                    break
            await asyncio.sleep(0.5)
    await engine.dispose()


@row("Q14", "100,000 jobs of 20 users wait", environment={"WORKER_MAX_JOBS": "1"})
def test_q14_a_very_long_queue_is_served_in_turns(world: World) -> None:
    url = world.settings().database
    made = world.order(books=USERS, chapters=1, owners=True)
    worker = world.worker()
    world.finish(seconds=300)
    books = [world.job(job).audio_book_id for job in made]
    time.sleep(2)
    before = resident(worker.pid)
    waiting = asyncio.run(fill(url, books))
    began = time.monotonic()
    asyncio.run(until_finished(url, USERS + DONE))
    seconds, grown = time.monotonic() - began, resident(worker.pid) - before
    known = world.records.jobs()
    done = [job_id for job_id in waiting if known[job_id].status is Status.COMPLETED]
    turns = Counter(known[job_id].audio_book_id for job_id in done)
    sys.stdout.write(f"\nQ14 {world.setup.kind}: {DONE} of {WAITING} in {seconds:.1f} s, {grown / MIB:+.1f} MiB\n")
    for book in books:
        theirs = [job_id for job_id in waiting if known[job_id].audio_book_id == book]
        assert set(theirs[: turns[book]]) == set(done) & set(theirs), "a user's jobs are not done in order"
    assert max(turns.values()) - min(turns[book] for book in books) <= 2, "users do not take turns"
    assert grown < _GROWTH
