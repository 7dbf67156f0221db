"""What claims promise. Its adapters' tests provide ``new_uow`` and ``new_uow_resending``, whose units of work count a
message as lost at once."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from bookbytes_core.domain.job import MAX_ATTEMPTS, POISON, Job
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import LeaseLost
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import a_job, an_owner, later

LONG = 1000.0
OVER = -1.0
"""A lease that has run out when it begins."""


class LeaseContract:
    async def test_a_pending_job_is_claimed(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)

        claimed = await _claim(new_uow, job.id, "one")

        assert claimed is not None
        assert (claimed.status, claimed.attempts, claimed.fence, claimed.change) == (Status.PROCESSING, 1, 1, 1)
        assert (claimed.lease_owner, claimed.audio_book_id) == ("one", job.audio_book_id)
        assert claimed.started_at is not None
        assert claimed.started_at.utcoffset() is not None
        assert await _get(new_uow, job.id) == claimed

    async def test_eight_at_once_have_one_winner(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)

        claims = await asyncio.gather(*(_claim(new_uow, job.id, f"worker-{number}") for number in range(8)))

        assert len([claim for claim in claims if claim]) == 1
        assert (await _get(new_uow, job.id)).fence == 1

    async def test_a_job_in_other_hands_is_not_to_be_had(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        await _claim(new_uow, job.id, "one")

        assert await _claim(new_uow, job.id, "two") is None
        assert await _claim(new_uow, job.id, "two", gone="three") is None

    async def test_a_lease_that_ran_out_is_taken_over(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        first = await _claim(new_uow, job.id, "one", seconds=OVER)

        second = await _claim(new_uow, job.id, "two")

        assert first is not None
        assert second is not None
        assert (second.lease_owner, second.fence, second.attempts) == ("two", 2, 2)
        assert second.started_at == first.started_at

    async def test_a_lease_is_taken_from_an_owner_that_is_gone(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        await _claim(new_uow, job.id, "one")

        taken = await _claim(new_uow, job.id, "two", gone="one")

        assert taken is not None
        assert taken.lease_owner == "two"

    async def test_an_owner_may_claim_its_own_job_again(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow, status=Status.PROCESSING, lease_owner="one", lease_seconds=LONG)

        assert await _claim(new_uow, job.id, "two") is None
        assert await _claim(new_uow, job.id, "one") is not None

    @pytest.mark.parametrize("status", [status for status in Status if status.is_final or status is Status.PAUSED])
    async def test_only_what_waits_or_runs_is_claimed(self, status: Status, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow, status=status)

        assert await _claim(new_uow, job.id, "one") is None
        assert await _get(new_uow, job.id) == job

    async def test_a_job_that_is_not_there_is_not_to_be_had(self, new_uow: UnitOfWorkFactory) -> None:
        assert await _claim(new_uow, uuid4(), "one") is None

    async def test_an_old_fence_writes_nothing(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        old = await _claim(new_uow, job.id, "one", seconds=OVER)
        new = await _claim(new_uow, job.id, "two")
        assert old is not None

        async with new_uow() as uow:
            assert await uow.leases.renew(job.id, old.fence, seconds=LONG) is False
            with pytest.raises(LeaseLost):
                await uow.leases.advance(job.id, old.fence)
            with pytest.raises(LeaseLost):
                await uow.jobs.save(old.ended(Status.COMPLETED, later(1)))
        assert await _get(new_uow, job.id) == new

    async def test_a_cancelled_job_is_lost_to_its_worker(self, new_uow: UnitOfWorkFactory) -> None:
        claimed = await _claim(new_uow, (await _job(new_uow)).id, "one")
        assert claimed is not None
        async with new_uow() as uow:
            await uow.jobs.save(claimed.ended(Status.CANCELLED, later(1)), raise_fence=True)
            await uow.commit()

        async with new_uow() as uow:
            assert await uow.leases.renew(claimed.id, claimed.fence, seconds=LONG) is False
            with pytest.raises(LeaseLost):
                await uow.leases.advance(claimed.id, claimed.fence)
        assert await _claim(new_uow, claimed.id, "two") is None

    async def test_renewing_makes_the_lease_long_again(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        claimed = await _claim(new_uow, job.id, "one", seconds=OVER)
        assert claimed is not None

        async with new_uow() as uow:
            assert await uow.leases.renew(job.id, claimed.fence, seconds=LONG) is True
            await uow.commit()
        assert await _claim(new_uow, job.id, "two") is None

    async def test_a_step_counts_as_a_change_and_forgives_the_attempts(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        claimed = await _claim(new_uow, job.id, "one")
        assert claimed is not None

        async with new_uow() as uow:
            await uow.leases.advance(job.id, claimed.fence)
            await uow.commit()
        moved = await _get(new_uow, job.id)

        assert (moved.attempts, moved.change, moved.fence) == (0, claimed.change + 1, claimed.fence)
        assert (moved.status, moved.lease_owner) == (Status.PROCESSING, "one")

    async def test_k20_a_job_that_never_gets_anywhere_is_poison(self, new_uow: UnitOfWorkFactory) -> None:
        job, other = await _job(new_uow), await _job(new_uow)
        attempts = [await _claim(new_uow, job.id, f"worker-{n}", seconds=OVER) for n in range(MAX_ATTEMPTS)]
        assert [claim.attempts for claim in attempts if claim] == [1, 2, 3]

        assert await _claim(new_uow, job.id, "last") is None

        failed = await _get(new_uow, job.id)
        assert (failed.status, failed.error, failed.lease_owner) == (Status.FAILED, POISON, None)
        assert failed.completed_at is not None
        assert attempts[-1] is not None
        assert failed.fence > attempts[-1].fence
        async with new_uow() as uow:
            book = await uow.audio_books.get(job.audio_book_id)
            assert (book.status, book.error, book.revision) == (Status.FAILED, POISON, 1)
            assert (await uow.audio_books.get(other.audio_book_id)).status is Status.PENDING
        assert await _claim(new_uow, other.id, "last") is not None

    async def test_a_job_in_hand_is_no_poison(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        for number in range(MAX_ATTEMPTS - 1):
            await _claim(new_uow, job.id, f"worker-{number}", seconds=OVER)
        await _claim(new_uow, job.id, "one", seconds=LONG)

        assert await _claim(new_uow, job.id, "two") is None
        assert (await _get(new_uow, job.id)).status is Status.PROCESSING

    async def test_jobs_in_processing_are_listed(self, new_uow: UnitOfWorkFactory) -> None:
        await _job(new_uow)
        held = await _claim(new_uow, (await _job(new_uow)).id, "one", seconds=OVER)

        async with new_uow() as uow:
            assert await uow.leases.held() == (held,)


class DueContract:
    async def test_a_pending_job_is_due_until_it_is_sent(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        assert await _due(new_uow) == [job.id]

        await _sent(new_uow, job.id, uuid4())

        assert await _due(new_uow) == []

    async def test_a_message_that_nobody_answers_is_sent_again(
        self, new_uow: UnitOfWorkFactory, new_uow_resending: UnitOfWorkFactory
    ) -> None:
        job = await _job(new_uow)
        await _sent(new_uow, job.id)

        assert await _due(new_uow_resending) == [job.id]

    async def test_a_job_is_due_once_its_lease_ran_out(
        self, new_uow: UnitOfWorkFactory, new_uow_resending: UnitOfWorkFactory
    ) -> None:
        job, held = await _job(new_uow), await _job(new_uow)
        await _sent(new_uow, job.id, held.id)
        await _claim(new_uow, job.id, "one", seconds=OVER)
        await _claim(new_uow, held.id, "one", seconds=LONG)

        assert await _due(new_uow) == [job.id]
        await _sent(new_uow, job.id, held.id)
        assert await _due(new_uow) == []
        assert await _due(new_uow_resending) == [job.id]

    async def test_a_job_handed_back_is_due_at_once(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        await _sent(new_uow, job.id)
        claimed = await _claim(new_uow, job.id, "one")
        assert claimed is not None
        async with new_uow() as uow:
            await uow.jobs.save(claimed.ended(Status.PENDING, later(1)))
            await uow.commit()

        assert await _due(new_uow) == [job.id]

    async def test_a_resumed_job_is_due_though_it_was_sent_before(self, new_uow: UnitOfWorkFactory) -> None:
        job = await _job(new_uow)
        await _sent(new_uow, job.id)
        async with new_uow() as uow:
            paused = job.ended(Status.PAUSED, later(1))
            await uow.jobs.save(paused)
            await uow.jobs.save(paused.resumed(later(2)))
            await uow.commit()

        assert await _due(new_uow) == [job.id]

    @pytest.mark.parametrize("status", [status for status in Status if status.is_final or status is Status.PAUSED])
    async def test_what_is_parked_or_over_is_not_due(self, status: Status, new_uow: UnitOfWorkFactory) -> None:
        await _job(new_uow, status=status)

        assert await _due(new_uow) == []

    async def test_older_jobs_come_first(self, new_uow: UnitOfWorkFactory) -> None:
        owner = an_owner()
        ages = (3, 1, 2)
        jobs = {age: (await _job(new_uow, owner_id=owner, created_at=later(age))).id for age in ages}

        assert await _due(new_uow) == [jobs[1], jobs[2], jobs[3]]
        assert await _due(new_uow, limit=2) == [jobs[1], jobs[2]]

    async def test_users_take_turns(self, new_uow: UnitOfWorkFactory) -> None:
        busy = [(await _job(new_uow, created_at=later(age))).id for age in range(4)]
        other = an_owner()
        late = [(await _job(new_uow, owner_id=other, created_at=later(100 + age))).id for age in range(2)]

        assert await _due(new_uow) == [busy[0], late[0], busy[1], late[1], busy[2], busy[3]]
        assert await _due(new_uow, limit=2) == [busy[0], late[0]]
        await _sent(new_uow, busy[0], busy[1])
        assert await _due(new_uow) == [late[0], late[1], busy[2], busy[3]]

    async def test_no_user_has_more_than_so_many_unfinished(self, new_uow: UnitOfWorkFactory) -> None:
        jobs = [(await _job(new_uow, created_at=later(age))).id for age in range(6)]
        other = await _job(new_uow, owner_id=an_owner(), created_at=later(50))
        assert await _due(new_uow, each=2) == [jobs[0], other.id, jobs[1]]

        await _sent(new_uow, jobs[0])
        await _claim(new_uow, jobs[1], "one")

        assert await _due(new_uow, each=2) == [other.id]
        assert await _due(new_uow, each=3) == [other.id, jobs[2]]

    async def test_a_job_saved_already_claimed_is_not_due(self, new_uow: UnitOfWorkFactory) -> None:
        await _job(new_uow, status=Status.PROCESSING, lease_owner="one", lease_seconds=LONG)
        left = await _job(new_uow, status=Status.PROCESSING, lease_owner="two", lease_seconds=OVER)

        assert await _due(new_uow) == [left.id]


async def _job(new_uow: UnitOfWorkFactory, *, lease_seconds: float | None = None, **given: object) -> Job:
    async with new_uow() as uow:
        job = a_job(await stored_book(uow), **given)
        await uow.jobs.add(job, lease_seconds=lease_seconds)
        await uow.commit()
    return job


async def _get(new_uow: UnitOfWorkFactory, job_id: UUID) -> Job:
    async with new_uow() as uow:
        return await uow.jobs.get(job_id)


async def _claim(
    new_uow: UnitOfWorkFactory, job_id: UUID, owner: str, *, seconds: float = LONG, gone: str | None = None
) -> Job | None:
    async with new_uow() as uow:
        job = await uow.leases.claim(job_id, owner, seconds=seconds, gone=gone)
        await uow.commit()
    return job


async def _due(new_uow: UnitOfWorkFactory, *, limit: int = 100, each: int = 100) -> Sequence[UUID]:
    async with new_uow() as uow:
        return [job.id for job in await uow.leases.due(limit=limit, unfinished_per_owner=each)]


async def _sent(new_uow: UnitOfWorkFactory, *job_ids: UUID) -> None:
    async with new_uow() as uow:
        await uow.leases.mark_sent(job_ids)
        await uow.commit()
