"""What the repository of jobs promises."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bookbytes_core.domain.audio_book import Failure
from bookbytes_core.domain.job import JobType
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import Conflict, LeaseLost, NotFound
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import a_job, a_work, an_audio_book, an_edition, later


class JobContract:
    async def test_a_job_comes_back_whole(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            bare = a_job(book)
            full = a_job(
                book,
                type=JobType.REFRESH,
                status=Status.PROCESSING,
                attempts=2,
                fence=7,
                lease_owner="worker-1",
                error=Failure("storage_full", "No room is left."),
                change=9,
                request_id="request-1",
                started_at=later(1),
                completed_at=later(2),
            )
            await uow.jobs.add(bare)
            await uow.jobs.add(full, lease_seconds=15)

            assert await uow.jobs.get(bare.id) == bare
            assert await uow.jobs.get(full.id) == full

    async def test_what_is_not_there_is_not_found(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            with pytest.raises(NotFound):
                await uow.jobs.get(uuid4())

    async def test_a_job_needs_its_book(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            with pytest.raises(Conflict) as caught:
                await uow.jobs.add(a_job(an_audio_book(an_edition(a_work()))))
        assert caught.value.code == "reference_missing"

    async def test_the_latest_job_of_a_book(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book, another = await stored_book(uow), await stored_book(uow)
            old, new = a_job(book), a_job(book, created_at=later(1))
            for job in (new, old, a_job(another, created_at=later(2))):
                await uow.jobs.add(job)

            assert await uow.jobs.latest_of(book.id) == new
            assert await uow.jobs.latest_of(uuid4()) is None

    async def test_a_saved_job_is_the_new_one(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            job = a_job(await stored_book(uow))
            await uow.jobs.add(job)
            ended = job.ended(Status.FAILED, later(5), Failure("quota", "The quota is used up."))
            await uow.jobs.save(ended)

            assert await uow.jobs.get(job.id) == ended

    async def test_saving_may_raise_the_fence(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            job = a_job(await stored_book(uow), fence=3)
            await uow.jobs.add(job)
            cancelled = job.ended(Status.CANCELLED, later(5))
            await uow.jobs.save(cancelled, raise_fence=True)

            assert await uow.jobs.get(job.id) == replace(cancelled, fence=4)
            with pytest.raises(LeaseLost):
                await uow.jobs.save(job.ended(Status.COMPLETED, later(6)))
