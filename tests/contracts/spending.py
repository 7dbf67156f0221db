"""What the ledger promises about sums of money. Its adapters' tests provide ``new_uow``."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.budget import Scope, Spent
from bookbytes_core.domain.cost import Call, CallState, Usage
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import NOW, a_call, a_started_call, an_owner, later

EARLIER = NOW - timedelta(days=40)


def paid(book: AudioBook, name: str, usd: str, **given: object) -> Call:
    return a_call(book, name, usage=Usage(1, 1, Decimal(usd)), **given)


async def spent(uow: UnitOfWork, book: AudioBook, *scopes: Scope) -> list[Spent]:
    found = await uow.calls.spending(book.id, scopes, since=NOW, abandoned_before=later(5))
    return [found[scope] for scope in scopes]


class SpendingContract:
    async def test_nothing_is_spent_on_a_new_book(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            assert await spent(uow, book, *Scope) == [Spent()] * 3

    async def test_each_scope_counts_its_own(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            second = await stored_book(uow, owner_id=book.owner_id)
            others = await stored_book(uow, owner_id=an_owner())
            for call in (
                paid(book, "now", "0.000000000001"),
                paid(book, "earlier", "4", at=EARLIER),
                paid(second, "also now", "0.2"),
                paid(second, "also earlier", "8", at=EARLIER),
                paid(others, "somebody else's", "0.03"),
            ):
                await uow.calls.record(call)
            assert await spent(uow, book, *Scope) == [
                Spent(Decimal("4.000000000001")),
                Spent(Decimal("0.200000000001")),
                Spent(Decimal("0.230000000001")),
            ]
            assert await spent(uow, others, Scope.USER_MONTH) == [Spent(Decimal("0.03"))]

    async def test_what_a_call_may_cost_counts_while_it_is_under_way_and_once_it_is_lost(
        self, new_uow: UnitOfWorkFactory
    ) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            for name, usd, state, at in (
                ("under way", "1", CallState.STARTED, later(5)),
                ("abandoned", "2", CallState.STARTED, later(4)),
                ("lost", "4", CallState.UNKNOWN, later(5)),
                ("done after a loss", "8", CallState.DONE, later(5)),
            ):
                await uow.calls.record(a_started_call(book, name, state=state, at=at, reserved_usd=Decimal(usd)))
            assert await spent(uow, book, *Scope) == [Spent(Decimal(14), Decimal(1))] * 3

    async def test_a_call_that_is_begun_anew_may_cost_as_much_again(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            call = a_started_call(await stored_book(uow), reserved_usd=Decimal("0.25"))
            await uow.calls.begin(call, abandoned_before=NOW)
            again = await uow.calls.begin(replace(call, at=later(1)), abandoned_before=NOW)
            assert again.reserved_usd == Decimal("0.5")
            assert await uow.calls.find([call.key]) == (again,)

    async def test_two_that_look_and_begin_at_once_do_not_both_pass(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.commit()

        async def look_and_begin(name: str) -> Decimal:
            async with new_uow() as uow:
                (found,) = await spent(uow, book, Scope.INSTALLATION_MONTH)
                await asyncio.sleep(0.01)
                call = a_started_call(book, name, at=later(9), reserved_usd=Decimal(1))
                await uow.calls.begin(call, abandoned_before=NOW)
                await uow.commit()
            return found.under_way

        seen = await asyncio.gather(*(look_and_begin(str(number)) for number in range(4)))
        assert sorted(seen) == [0, 1, 2, 3]
