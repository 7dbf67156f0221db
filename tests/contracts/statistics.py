"""What counts over the whole store promise. Adapters' tests provide ``new_uow`` and ``statistics`` over one, empty
database."""

from decimal import Decimal

from bookbytes_core.domain.cost import CallKind, CallState, Usage
from bookbytes_core.domain.status import Status
from bookbytes_core.ports.statistics import CallCount, QueueCounts, StatisticsReader
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.readers import a_stored_book
from tests.support.entities import a_call, a_job, an_owner, later


class StatisticsContract:
    async def test_an_empty_store_has_nothing_to_count(self, statistics: StatisticsReader) -> None:
        counts = await statistics.count()
        assert (dict(counts.jobs), counts.queue, counts.oldest_pending_at, counts.calls) == (
            {},
            QueueCounts(),
            None,
            (),
        )

    async def test_jobs_of_all_users_are_counted_by_status_and_place(
        self, new_uow: UnitOfWorkFactory, statistics: StatisticsReader
    ) -> None:
        waits, next_one, sent, runs, left, done = [
            a_job(await a_stored_book(new_uow), owner_id=an_owner(), created_at=later(seconds), **given)
            for seconds, given in (
                (5, {}),
                (9, {}),
                (7, {}),
                (1, {}),
                (2, {"status": Status.PROCESSING, "lease_owner": "gone"}),
                (0, {"status": Status.COMPLETED}),
            )
        ]
        async with new_uow() as uow:
            for job in (waits, next_one, sent, runs, left, done):
                await uow.jobs.add(job)
            await uow.leases.mark_sent([sent.id])
            await uow.leases.claim(runs.id, "a worker", seconds=60)
            await uow.commit()
        counts = await statistics.count()
        assert dict(counts.jobs) == {Status.PENDING: 3, Status.PROCESSING: 2, Status.COMPLETED: 1}
        assert counts.queue == QueueCounts(waiting=2, sent=1, running=1, abandoned=1)
        assert counts.oldest_pending_at == waits.created_at

    async def test_calls_are_counted_and_their_costs_summed(
        self, new_uow: UnitOfWorkFactory, statistics: StatisticsReader
    ) -> None:
        book = await a_stored_book(new_uow)
        paid = {"provider": "openai", "kind": CallKind.LLM, "state": CallState.DONE}
        async with new_uow() as uow:
            for request, cost in (("one", "0.0025"), ("two", "1.5")):
                await uow.calls.record(a_call(book, request, usage=Usage(1, 1, Decimal(cost)), **paid))
            await uow.calls.record(a_call(book, "lost", usage=Usage(), **(paid | {"state": CallState.UNKNOWN})))
            await uow.calls.record(a_call(book, "free", usage=Usage(), provider="local", kind=CallKind.TTS))
            await uow.commit()
        assert set((await statistics.count()).calls) == {
            CallCount("openai", CallKind.LLM, CallState.DONE, 2, Decimal("1.5025")),
            CallCount("openai", CallKind.LLM, CallState.UNKNOWN, 1, Decimal(0)),
            CallCount("local", CallKind.TTS, CallState.DONE, 1, Decimal(0)),
        }
