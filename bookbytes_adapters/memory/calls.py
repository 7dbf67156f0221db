"""The ledger of calls."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from bookbytes_adapters.memory.store import Transaction, require
from bookbytes_core.domain.budget import Scope, Spending, Spent
from bookbytes_core.domain.cost import Call, CallState
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import LeaseLost
from bookbytes_core.ports.repositories import CallRepository


class MemoryCalls(CallRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def find(self, keys: Sequence[str]) -> tuple[Call, ...]:
        calls = self._transaction.state.calls
        return tuple(calls[key] for key in dict.fromkeys(keys) if key in calls)

    async def begin(self, call: Call, *, abandoned_before: datetime, claim: Claim | None = None) -> Call:
        self._see_that_it_holds(claim)
        require(call.audio_book_id in self._transaction.state.audio_books)
        calls = self._transaction.state.calls
        known = calls.get(call.key)
        if known is not None:
            at_work = self._is_at_work(known.audio_book_id)
            call = known.begun_anew(call, abandoned_before=abandoned_before, at_work=at_work)
        calls[call.key] = call
        return call

    async def record(self, call: Call, *, claim: Claim | None = None) -> None:
        if claim and self._transaction.state.jobs[claim.job_id].job.status is not Status.CANCELLED:
            self._see_that_it_holds(claim)
        require(call.audio_book_id in self._transaction.state.audio_books)
        self._transaction.state.calls[call.key] = call

    async def forget_results(self, result_keys: Sequence[str]) -> None:
        calls, gone = self._transaction.state.calls, set(result_keys)
        for call in [call for call in calls.values() if call.result_key in gone]:
            calls[call.key] = replace(call, result_key=None)

    async def spending(
        self, audio_book_id: UUID, scopes: Collection[Scope], *, since: datetime, abandoned_before: datetime
    ) -> Spending:
        state = self._transaction.state
        owner = state.audio_books[audio_book_id].owner_id

        def counts(call: Call, scope: Scope) -> bool:
            if scope is Scope.AUDIO_BOOK:
                return call.audio_book_id == audio_book_id
            ours = state.audio_books[call.audio_book_id].owner_id == owner or scope is Scope.INSTALLATION_MONTH
            return ours and call.at >= since

        return {
            scope: _spent([call for call in state.calls.values() if counts(call, scope)], abandoned_before)
            for scope in scopes
        }

    async def lose(self, audio_book_id: UUID) -> None:
        calls = self._transaction.state.calls
        for call in [call for call in calls.values() if call.audio_book_id == audio_book_id]:
            calls[call.key] = call.lose()

    async def forgive(self, audio_book_id: UUID) -> None:
        calls = self._transaction.state.calls
        for call in [call for call in calls.values() if call.audio_book_id == audio_book_id]:
            calls[call.key] = call.forgiven()

    def _is_at_work(self, audio_book_id: UUID) -> bool:
        now = self._transaction.clock.monotonic()
        return any(
            stored.job.status is Status.PROCESSING and stored.lease_expires_at > now
            for stored in self._transaction.state.jobs.values()
            if stored.job.audio_book_id == audio_book_id
        )

    def _see_that_it_holds(self, claim: Claim | None) -> None:
        if claim and self._transaction.state.jobs[claim.job_id].job.fence != claim.fence:
            raise LeaseLost("Another worker has this job now.")


def _spent(calls: Sequence[Call], abandoned_before: datetime) -> Spent:
    settled, under_way = Decimal(0), Decimal(0)
    for call in calls:
        settled += call.usage.cost_usd
        if call.state is CallState.STARTED and call.at >= abandoned_before:
            under_way += call.reserved_usd
        else:
            settled += call.reserved_usd
    return Spent(settled, under_way)
