"""A process that works hard on the jobs table of a database that others work on too.

    python -m tests.system.faults.hammer claim URL NAME     tries to claim every pending job and prints those it got
    python -m tests.system.faults.hammer write URL NAME     makes jobs, writes to them, ends and prints them

Whatever goes wrong ends it with a traceback and exit code 1.
"""

import asyncio
import random
import subprocess
import sys
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.tables import jobs
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core import AudioBook, Status
from tests.architecture.walls import ROOT
from tests.support.entities import NOW, a_job, a_work, an_audio_book, an_edition

WRITTEN_EACH = 50
_LEASE_SECONDS = 600.0
_HAMMERING_SECONDS = 500.0


async def fill(url: str, number: int) -> set[UUID]:
    """So many pending jobs of one audio book, for hammers to work on. Returns their ids."""
    engine = make_engine(url)
    async with SqlUnitOfWork(engine) as uow:
        book = await _a_book(uow)
        waiting = [a_job(book) for _ in range(number)]
        for job in waiting:
            await uow.jobs.add(job)
        await uow.commit()
    await engine.dispose()
    return {job.id for job in waiting}


def all_printed(what: str, url: str, number: int) -> list[str]:
    """Let so many hammers work at once; the lines they printed. Fails if one of them failed."""
    program = [sys.executable, "-m", "tests.system.faults.hammer", what, url]
    pipe = subprocess.PIPE
    hammers = [
        subprocess.Popen([*program, f"hammer-{place}"], cwd=ROOT, stdout=pipe, stderr=pipe, text=True)
        for place in range(number)
    ]
    said = [hammer.communicate(timeout=_HAMMERING_SECONDS) for hammer in hammers]
    assert [hammer.returncode for hammer in hammers] == [0] * number, "".join(errors[-2000:] for _, errors in said)
    return [line for printed, _ in said for line in printed.split()]


async def _claim(url: str, name: str) -> None:
    engine = make_engine(url)
    async with engine.connect() as connection:
        ids = list((await connection.execute(sa.select(jobs.c.id).where(jobs.c.status == Status.PENDING))).scalars())
    random.Random(name).shuffle(ids)
    for job_id in ids:
        async with SqlUnitOfWork(engine) as uow:
            job = await uow.leases.claim(job_id, name, seconds=_LEASE_SECONDS)
            await uow.commit()
        if job is not None:
            sys.stdout.write(f"{job.id}\n")
    await engine.dispose()


async def _write(url: str, name: str) -> None:
    """The life of jobs that are saved already claimed, each step read, then write, in a transaction of its own."""
    engine = make_engine(url)
    async with SqlUnitOfWork(engine) as uow:
        book = await _a_book(uow)
        await uow.commit()
    for _ in range(WRITTEN_EACH):
        job = a_job(book, status=Status.PROCESSING, lease_owner=name)
        async with SqlUnitOfWork(engine) as uow:
            await uow.jobs.add(job, lease_seconds=_LEASE_SECONDS)
            await uow.commit()
        async with SqlUnitOfWork(engine) as uow:
            await uow.leases.advance(job.id, job.fence)
            await uow.commit()
        async with SqlUnitOfWork(engine) as uow:
            now = await uow.jobs.get(job.id)
            await uow.jobs.save(replace(now, status=Status.COMPLETED, completed_at=NOW))
            await uow.commit()
        sys.stdout.write(f"{job.id}\n")
    await engine.dispose()


async def _a_book(uow: SqlUnitOfWork) -> AudioBook:
    work = a_work()
    edition = an_edition(work)
    book = an_audio_book(edition)
    await uow.works.add(work)
    await uow.editions.add(edition)
    await uow.audio_books.add(book)
    return book


if __name__ == "__main__":
    asyncio.run({"claim": _claim, "write": _write}[sys.argv[1]](*sys.argv[2:]))
