"""What the ledger of calls promises."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from bookbytes_core.domain.budget import Scope, Spent
from bookbytes_core.domain.cost import CallKind, CallState, Usage
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import Conflict, LeaseLost
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import (
    NOW,
    a_call,
    a_job,
    a_started_call,
    later,
    sha256,
)


class CallContract:
    async def test_calls_come_back_whole(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            done = a_call(book, "done", usage=Usage(10**10, 3, Decimal("12345.000000000001")))
            started = a_call(book, "started", kind=CallKind.TTS, state=CallState.STARTED, result_key=None)
            await uow.calls.record(done)
            await uow.calls.record(started)

            assert set(await uow.calls.find([started.key, sha256("never made"), done.key])) == {done, started}
            assert await uow.calls.find([]) == ()

    async def test_a_call_is_written_over(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.calls.record(a_call(book, state=CallState.STARTED, result_key=None, usage=Usage()))
            await uow.calls.record(a_call(book, at=later(5)))

            assert await uow.calls.find([sha256("a request")]) == (a_call(book, at=later(5)),)

    async def test_a_call_begun_for_the_first_time_is_as_it_was_given(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            call = a_started_call(await stored_book(uow))

            assert await uow.calls.begin(call, abandoned_before=NOW) == call
            assert await uow.calls.find([call.key]) == (call,)

    async def test_k19_c15_a_claim_that_holds_no_more_begins_nothing(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            job = a_job(book)
            await uow.jobs.add(job)
            call = a_started_call(book)
            assert await uow.calls.begin(call, abandoned_before=NOW, claim=job.claim) == call
            taken_over = replace(job.claim, fence=job.fence + 1)
            for other in (call, a_started_call(book, "another")):
                with pytest.raises(LeaseLost):
                    await uow.calls.begin(other, abandoned_before=NOW, claim=taken_over)
            with pytest.raises(LeaseLost):
                await uow.calls.record(replace(call, attempts=7), claim=taken_over)
            assert await uow.calls.find([call.key, sha256("another")]) == (call,)

    async def test_what_was_under_way_when_its_job_was_cancelled_is_written_down(
        self, new_uow: UnitOfWorkFactory
    ) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            job = a_job(book)
            await uow.jobs.add(job)
            await uow.jobs.save(job.ended(Status.CANCELLED, NOW), raise_fence=True)
            await uow.calls.record(a_call(book), claim=job.claim)
            assert await uow.calls.find([sha256("a request")]) == (a_call(book),)

    async def test_k06_an_attempt_without_an_answer_is_counted_and_lost(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            call = a_started_call(await stored_book(uow))
            await uow.calls.begin(call, abandoned_before=NOW)
            again = await uow.calls.begin(replace(call, at=later(3)), abandoned_before=NOW)

            assert again == replace(call, at=later(3), attempts=2, lost=1)
            assert await uow.calls.find([call.key]) == (again,)

    @pytest.mark.parametrize("state", [CallState.FAILED, CallState.UNKNOWN])
    async def test_an_attempt_that_ended_is_counted_and_not_lost_again(
        self, state: CallState, new_uow: UnitOfWorkFactory
    ) -> None:
        async with new_uow() as uow:
            call = a_started_call(await stored_book(uow))
            await uow.calls.record(replace(call, state=state, attempts=2, lost=1, usage=Usage(7, 1)))

            begun = await uow.calls.begin(call, abandoned_before=NOW)
            assert begun == replace(call, attempts=3, lost=1, usage=Usage(7, 1))

    async def test_an_answer_of_no_use_is_not_asked_for_again_for_the_same_book(
        self, new_uow: UnitOfWorkFactory
    ) -> None:
        async with new_uow() as uow:
            call = a_started_call(await stored_book(uow))
            useless = replace(call, state=CallState.FAILED, error_code="bad_audio", error_message="Silence.")
            await uow.calls.record(useless)
            assert await uow.calls.begin(replace(call, at=later(1)), abandoned_before=later(1)) == useless

            other = replace(call, audio_book_id=(await stored_book(uow)).id)
            assert await uow.calls.begin(other, abandoned_before=NOW) == replace(other, attempts=2)

    async def test_what_is_forgiven_may_be_asked_for_again(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book, other = await stored_book(uow), await stored_book(uow)
            ours, theirs = (
                a_started_call(
                    of, of.order_key, state=CallState.FAILED, error_code="bad_audio", error_message="Silence."
                )
                for of in (book, other)
            )
            await uow.calls.record(ours)
            await uow.calls.record(theirs)
            await uow.calls.forgive(book.id)

            forgiven = replace(ours, error_code=None, error_message=None)
            assert set(await uow.calls.find([ours.key, theirs.key])) == {forgiven, theirs}
            begun = await uow.calls.begin(replace(forgiven, state=CallState.STARTED), abandoned_before=NOW)
            assert begun == replace(forgiven, state=CallState.STARTED, attempts=2)

    async def test_what_a_run_that_is_gone_had_under_way_is_lost(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book, other = await stored_book(uow), await stored_book(uow)
            ours, done = a_started_call(book, reserved_usd=Decimal(2)), a_call(book, "done")
            theirs = a_started_call(other, "theirs", reserved_usd=Decimal(3))
            for call in (ours, done, theirs):
                await uow.calls.record(call)
            await uow.calls.lose(book.id)

            lost = replace(ours, state=CallState.UNKNOWN, lost=1)
            assert set(await uow.calls.find([ours.key, done.key, theirs.key])) == {lost, done, theirs}
            spent = await uow.calls.spending(book.id, (Scope.AUDIO_BOOK,), since=NOW, abandoned_before=NOW)
            assert spent[Scope.AUDIO_BOOK] == Spent(done.usage.cost_usd + Decimal(2))
            assert await uow.calls.begin(ours, abandoned_before=NOW) == replace(
                ours, attempts=2, lost=1, reserved_usd=Decimal(4)
            )

    async def test_what_is_done_is_not_begun(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            done = a_call(book, attempts=2)
            await uow.calls.record(done)
            begun = await uow.calls.begin(
                a_started_call(await stored_book(uow), at=later(1)), abandoned_before=later(1)
            )

            assert begun == done

    async def test_c04_what_another_book_waits_for_is_left_to_it(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.jobs.add(a_job(book, status=Status.PROCESSING, lease_owner="a worker"), lease_seconds=60)
            first = a_started_call(book)
            other = a_started_call(await stored_book(uow), at=later(9))
            await uow.calls.begin(first, abandoned_before=NOW)

            assert await uow.calls.begin(other, abandoned_before=NOW) == first
            taken_over = await uow.calls.begin(other, abandoned_before=later(1))
            assert taken_over == replace(other, attempts=2, lost=1)

    @pytest.mark.parametrize(
        "job",
        [
            {"status": Status.PROCESSING, "lease_owner": "a worker that died"},
            {"status": Status.PENDING},
            {"status": Status.CANCELLED},
        ],
    )
    async def test_k18_what_nobody_works_on_is_not_waited_for(
        self, job: dict[str, Any], new_uow: UnitOfWorkFactory
    ) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.jobs.add(a_job(book, **job), lease_seconds=0 if "lease_owner" in job else None)
            other = a_started_call(await stored_book(uow), at=later(9))
            await uow.calls.begin(a_started_call(book), abandoned_before=NOW)

            taken_over = await uow.calls.begin(other, abandoned_before=NOW)
            assert taken_over == replace(other, attempts=2, lost=1)

    async def test_thousands_of_keys_are_found_at_once(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.calls.record(a_call(book, "0"))
            await uow.calls.record(a_call(book, "2999"))
            found = await uow.calls.find([sha256(str(number)) for number in range(3000)])

            assert {call.key for call in found} == {sha256("0"), sha256("2999")}

    async def test_a_forgotten_result_leaves_its_row(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            first, second = a_call(book, "first"), a_call(book, "second")
            await uow.calls.record(first)
            await uow.calls.record(second)
            assert first.result_key
            await uow.calls.forget_results([first.result_key, "results/never-stored"])

            assert set(await uow.calls.find([first.key, second.key])) == {replace(first, result_key=None), second}

    @pytest.mark.parametrize("begun", [False, True])
    async def test_a_call_is_booked_to_a_book(self, begun: bool, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            call = a_call(await stored_book(uow), audio_book_id=UUID(int=7))
            with pytest.raises(Conflict) as caught:
                await (uow.calls.begin(call, abandoned_before=NOW) if begun else uow.calls.record(call))
        assert caught.value.code == "reference_missing"
