"""Several processes' connections at once: no job is had twice, and nobody waits for ever."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.engine import begun, make_engine
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.tables import job_audio_books, jobs
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.domain.status import Status
from tests.contracts.audio_book_repositories import stored_book
from tests.support.databases import SqlFixtures
from tests.support.entities import a_job, an_owner, later

WORKERS = 8
JOBS = 20


class TestRaces(SqlFixtures):
    @pytest.fixture
    async def workers(self, url: str) -> AsyncIterator[list[AsyncEngine]]:
        """As many processes have: connections of their own, nothing in common but the database."""
        engines = [make_engine(url) for _ in range(WORKERS)]
        yield engines
        for engine in engines:
            await engine.dispose()

    @pytest.fixture
    async def waiting(self, engine: AsyncEngine) -> list[UUID]:
        async with SqlUnitOfWork(engine) as uow:
            book = await stored_book(uow)
            await uow.commit()
        owners = [an_owner() for _ in range(6)]
        made = [a_job(book, owner_id=owners[number % 6], created_at=later(number)) for number in range(JOBS)]
        async with engine.begin() as connection:
            values = [rows.of_job(job) | {"lease_expires_at": 0.0, "sent_at": 0.0} for job in made]
            await connection.execute(sa.insert(jobs), values)
            links = [{"job_id": job.id, "audio_book_id": book.id} for job in made]
            await connection.execute(sa.insert(job_audio_books), links)
        return [job.id for job in made]

    async def test_q12_eight_workers_claim_every_job_once(
        self, workers: list[AsyncEngine], waiting: list[UUID]
    ) -> None:
        won: Counter[UUID] = Counter()

        async def work(number: int, engine: AsyncEngine) -> None:
            for job_id in random.Random(number).sample(waiting, len(waiting)):
                async with SqlUnitOfWork(engine) as uow:
                    job = await uow.leases.claim(job_id, f"worker-{number}", seconds=60)
                    await uow.commit()
                won.update([job_id] if job else [])

        await asyncio.gather(*(work(number, engine) for number, engine in enumerate(workers)))

        assert won == Counter(waiting)

    async def test_q12_looking_before_claiming_would_give_jobs_to_several(
        self, workers: list[AsyncEngine], waiting: list[UUID]
    ) -> None:
        """The way the test above would catch."""
        all_have_looked, won = asyncio.Barrier(WORKERS), 0

        async def work(engine: AsyncEngine) -> None:
            nonlocal won
            pending = sa.select(jobs.c.status).where(jobs.c.id == waiting[0])
            async with begun(engine) as connection:
                is_pending = await connection.scalar(pending) is Status.PENDING
            await all_have_looked.wait()
            async with SqlUnitOfWork(engine) as uow:
                if is_pending:
                    claim = sa.update(jobs).where(jobs.c.id == waiting[0]).values(status=Status.PROCESSING)
                    claimed = await uow._statements.run(claim)
                    won += claimed.rowcount
                await uow.commit()

        await asyncio.gather(*(work(engine) for engine in workers))

        assert won == WORKERS

    async def test_q12_sweeps_and_claims_at_once_do_not_get_in_each_others_way(
        self, workers: list[AsyncEngine], waiting: list[UUID]
    ) -> None:
        chance = random.Random(12)

        async def sweep(engine: AsyncEngine) -> None:
            for _ in range(5):
                async with SqlUnitOfWork(engine) as uow:
                    due = [job.id for job in await uow.leases.due(limit=50, unfinished_per_owner=20)]
                async with SqlUnitOfWork(engine) as uow:
                    await uow.leases.mark_sent(chance.sample(due, len(due)))
                    await uow.commit()

        async def claim(engine: AsyncEngine) -> list[UUID]:
            had = []
            for job_id in chance.sample(waiting, 12):
                async with SqlUnitOfWork(engine) as uow:
                    had += [job_id] if await uow.leases.claim(job_id, str(id(engine)), seconds=60) else []
                    await uow.commit()
            return had

        sweeps, claims = [sweep(engine) for engine in workers[:4]], [claim(engine) for engine in workers[4:]]
        _, had = await asyncio.gather(asyncio.gather(*sweeps), asyncio.gather(*claims))

        claimed = [job_id for one in had for job_id in one]
        assert len(claimed) == len(set(claimed))
        async with SqlUnitOfWork(workers[0]) as uow:
            due = await uow.leases.due(limit=JOBS, unfinished_per_owner=JOBS)
            assert {job.id for job in await uow.leases.held()} == set(claimed)
        assert not {job.id for job in due} & set(claimed)

    async def test_q14_a_long_queue_costs_what_is_taken_from_it(self, engine: AsyncEngine, waiting: list[UUID]) -> None:
        """However many wait, each user's first are found, oldest first and in turns."""
        async with SqlUnitOfWork(engine) as uow:
            due = [job.id for job in await uow.leases.due(limit=8, unfinished_per_owner=3)]
            await uow.leases.mark_sent(due)
            rest = [job.id for job in await uow.leases.due(limit=JOBS, unfinished_per_owner=3)]

        assert due == waiting[:8]
        assert rest == waiting[8:18]
