"""Each contract about data can fail: adapters that break one promise are noticed by the test of that promise."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import pytest

from bookbytes_adapters.memory import (
    MemoryBookReader,
    MemoryJobReader,
    MemoryStore,
    MemoryUnitOfWork,
)
from bookbytes_adapters.memory.audio_books import MemoryAudioBooks, MemoryChapters
from bookbytes_adapters.memory.calls import MemoryCalls
from bookbytes_adapters.memory.catalogue import MemoryEditions, MemoryWorks
from bookbytes_adapters.memory.jobs import MemoryJobs
from bookbytes_adapters.memory.leases import MemoryLeases
from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.budget import Scope, Spending
from bookbytes_core.domain.cost import Call
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.job import Claim, Job, JobView
from bookbytes_core.domain.page import Page, PageRequest
from bookbytes_core.domain.work import Work
from bookbytes_core.ports.readers import BookView
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.audio_book_repositories import AudioBookContract, ChapterContract
from tests.contracts.call_ledger import CallContract
from tests.contracts.catalogue_repositories import CatalogueContract
from tests.contracts.job_repositories import JobContract
from tests.contracts.leases import DueContract, LeaseContract
from tests.contracts.readers import BookReaderContract, JobReaderContract
from tests.contracts.spending import SpendingContract
from tests.contracts.unit_of_work import UnitOfWorkContract
from tests.support.broken import fails


class CommitsByItself(MemoryUnitOfWork):
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._transaction.is_open:
            await self.commit()


class ForgetsWhatWasCommitted(MemoryUnitOfWork):
    async def commit(self) -> None:
        self._store.writing.release()
        self._transaction.end()


class ChangesTheStoreAtOnce(MemoryUnitOfWork):
    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._store.writing.release()
        self._transaction._state = self._store.state
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transaction.end()

    async def commit(self) -> None:
        self._transaction.end()


class GoesOnAfterCommit(MemoryUnitOfWork):
    async def commit(self) -> None:
        self._store.state = self._transaction.state.copy()


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (CommitsByItself, UnitOfWorkContract.test_what_was_not_committed_is_gone),
        (CommitsByItself, UnitOfWorkContract.test_an_exception_undoes_everything_and_goes_on),
        (CommitsByItself, UnitOfWorkContract.test_cancelling_undoes_everything_and_blocks_nobody),
        (ChangesTheStoreAtOnce, UnitOfWorkContract.test_nobody_sees_a_half),
        (ChangesTheStoreAtOnce, UnitOfWorkContract.test_what_was_not_committed_is_gone),
        (GoesOnAfterCommit, UnitOfWorkContract.test_it_is_over_once_it_has_committed),
    ],
)
async def test_units_of_work(broken: type[MemoryUnitOfWork], test: Callable[..., Any]) -> None:
    await fails(partial(test, UnitOfWorkContract()), partial(broken, MemoryStore()))


async def test_a_unit_of_work_that_forgets() -> None:
    with pytest.raises(Exception, match="no such work"):
        await UnitOfWorkContract().test_what_was_committed_is_seen_later(
            partial(ForgetsWhatWasCommitted, MemoryStore())
        )


class DropsAuthors(MemoryWorks):
    async def add(self, work: Work) -> None:
        await super().add(replace(work, authors=()))


class AnyIsbn(MemoryEditions):
    async def add(self, edition: Edition) -> None:
        self._transaction.state.editions[edition.id] = edition


class LastWriteWins(MemoryAudioBooks):
    async def save(self, book: AudioBook) -> AudioBook:
        stored = self._transaction.state.audio_books[book.id]
        return await super().save(replace(book, revision=stored.revision))


class DeletedIsThere(MemoryAudioBooks):
    async def get(self, book_id: UUID) -> AudioBook:
        return self._transaction.state.audio_books[book_id]


class AsTheyCome(MemoryChapters):
    async def of(self, audio_book_id: UUID) -> tuple[Chapter, ...]:
        return tuple(self._transaction.state.chapters.values())


class FirstCallStays(MemoryCalls):
    async def record(self, call: Call, *, claim: Claim | None = None) -> None:
        self._transaction.state.calls.setdefault(call.key, call)


class CountsNothing(MemoryCalls):
    async def begin(self, call: Call, *, abandoned_before: datetime, claim: Claim | None = None) -> Call:
        await self.record(call)
        return call


class TakesFromOthers(MemoryCalls):
    async def begin(self, call: Call, *, abandoned_before: datetime, claim: Claim | None = None) -> Call:
        return await super().begin(call, abandoned_before=call.at)


class AsksAgain(MemoryCalls):
    async def begin(self, call: Call, *, abandoned_before: datetime, claim: Claim | None = None) -> Call:
        await self.forgive(call.audio_book_id)
        return await super().begin(call, abandoned_before=abandoned_before)


class NothingIsLost(MemoryCalls):
    async def lose(self, audio_book_id: UUID) -> None:
        pass


class ForgetsReservations(MemoryCalls):
    async def spending(
        self, audio_book_id: UUID, scopes: Collection[Scope], *, since: datetime, abandoned_before: datetime
    ) -> Spending:
        found = await super().spending(audio_book_id, scopes, since=since, abandoned_before=abandoned_before)
        return {scope: replace(spent, under_way=Decimal(0)) for scope, spent in found.items()}


class NoFence(MemoryJobs):
    async def save(self, job: Job, *, raise_fence: bool = False) -> None:
        stored = self._transaction.state.jobs[job.id]
        await super().save(replace(job, fence=stored.job.fence), raise_fence=raise_fence)


class EverybodyWins(MemoryLeases):
    async def claim(self, job_id: UUID, owner: str, *, seconds: float, gone: str | None = None) -> Job | None:
        return await super().claim(job_id, owner, seconds=-1, gone=gone)


class NobodyTakesOver(MemoryLeases):
    async def claim(self, job_id: UUID, owner: str, *, seconds: float, gone: str | None = None) -> Job | None:
        return await super().claim(job_id, owner, seconds=1000)


class NeverPoison(MemoryLeases):
    async def claim(self, job_id: UUID, owner: str, *, seconds: float, gone: str | None = None) -> Job | None:
        stored = self._transaction.state.jobs[job_id]
        self._keep(replace(stored, job=replace(stored.job, attempts=0)))
        return await super().claim(job_id, owner, seconds=seconds, gone=gone)


class AlwaysRenews(MemoryLeases):
    async def renew(self, job_id: UUID, fence: int, *, seconds: float) -> bool:
        return True


class OneUserFirst(MemoryLeases):
    async def due(self, *, limit: int, unfinished_per_owner: int) -> tuple[Job, ...]:
        jobs = await super().due(limit=1000, unfinished_per_owner=unfinished_per_owner)
        return tuple(sorted(jobs, key=lambda job: job.created_at)[:limit])


class AsManyAsAUserLikes(MemoryLeases):
    async def due(self, *, limit: int, unfinished_per_owner: int) -> tuple[Job, ...]:
        return await super().due(limit=limit, unfinished_per_owner=1000)


class SendsOnce(MemoryLeases):
    async def mark_sent(self, job_ids: Sequence[UUID]) -> None:
        for stored in self._stored:
            if stored.job.id in job_ids:
                self._keep(replace(stored, sent_at=float("inf")))


class ForgetsThatItSent(MemoryLeases):
    async def mark_sent(self, job_ids: Sequence[UUID]) -> None:
        pass


def a_factory_with(name: str, repository: type[Any]) -> UnitOfWorkFactory:
    """Units of work one of whose repositories is broken."""

    class Broken(MemoryUnitOfWork):
        async def __aenter__(self) -> Self:
            await super().__aenter__()
            setattr(self, name, repository(self._transaction))
            return self

    return partial(Broken, MemoryStore())


@pytest.mark.parametrize(
    ("name", "broken", "contract", "test"),
    [
        ("works", DropsAuthors, CatalogueContract, "test_a_work_comes_back_whole"),
        ("editions", AnyIsbn, CatalogueContract, "test_an_isbn_belongs_to_one_edition"),
        ("editions", AnyIsbn, CatalogueContract, "test_an_edition_needs_its_work"),
        ("audio_books", LastWriteWins, AudioBookContract, "test_a_stale_write_is_refused"),
        ("audio_books", DeletedIsThere, AudioBookContract, "test_a_deleted_book_is_not_found"),
        ("chapters", AsTheyCome, ChapterContract, "test_chapters_come_back_whole_and_in_order"),
        ("calls", FirstCallStays, CallContract, "test_a_call_is_written_over"),
        ("calls", CountsNothing, CallContract, "test_k06_an_attempt_without_an_answer_is_counted_and_lost"),
        ("calls", CountsNothing, CallContract, "test_what_is_done_is_not_begun"),
        ("calls", TakesFromOthers, CallContract, "test_c04_what_another_book_waits_for_is_left_to_it"),
        ("calls", AsksAgain, CallContract, "test_an_answer_of_no_use_is_not_asked_for_again_for_the_same_book"),
        ("calls", NothingIsLost, CallContract, "test_what_a_run_that_is_gone_had_under_way_is_lost"),
        ("calls", ForgetsReservations, SpendingContract, "test_two_that_look_and_begin_at_once_do_not_both_pass"),
        ("jobs", NoFence, JobContract, "test_saving_may_raise_the_fence"),
        ("jobs", NoFence, LeaseContract, "test_an_old_fence_writes_nothing"),
        ("leases", EverybodyWins, LeaseContract, "test_eight_at_once_have_one_winner"),
        ("leases", EverybodyWins, LeaseContract, "test_a_job_in_other_hands_is_not_to_be_had"),
        ("leases", NobodyTakesOver, LeaseContract, "test_a_lease_that_ran_out_is_taken_over"),
        ("leases", NobodyTakesOver, LeaseContract, "test_a_lease_is_taken_from_an_owner_that_is_gone"),
        ("leases", NeverPoison, LeaseContract, "test_k20_a_job_that_never_gets_anywhere_is_poison"),
        ("leases", AlwaysRenews, LeaseContract, "test_an_old_fence_writes_nothing"),
        ("leases", AlwaysRenews, LeaseContract, "test_renewing_makes_the_lease_long_again"),
        ("leases", OneUserFirst, DueContract, "test_users_take_turns"),
        ("leases", AsManyAsAUserLikes, DueContract, "test_no_user_has_more_than_so_many_unfinished"),
        ("leases", ForgetsThatItSent, DueContract, "test_a_pending_job_is_due_until_it_is_sent"),
    ],
)
async def test_repositories(name: str, broken: type[Any], contract: type[Any], test: str) -> None:
    await fails(getattr(contract(), test), a_factory_with(name, broken))


async def test_a_message_sent_only_once() -> None:
    new_uow = a_factory_with("leases", SendsOnce)

    await fails(DueContract().test_a_message_that_nobody_answers_is_sent_again, new_uow, new_uow)


class OldestFirst(MemoryBookReader):
    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        page = await super().page(owner_id, request)
        return replace(page, items=page.items[::-1])


class ShowsEverybodys(MemoryBookReader):
    async def get(self, book_id: UUID, owner_id: UUID) -> BookView:
        return await super().get(book_id, self._store.state.audio_books[book_id].owner_id)


class CountsThePage(MemoryBookReader):
    async def page(self, owner_id: UUID, request: PageRequest) -> Page[BookView]:
        page = await super().page(owner_id, request)
        return replace(page, total=len(page.items))


class StandsStill(MemoryJobReader):
    async def get(self, job_id: UUID, owner_id: UUID) -> JobView:
        return replace(await super().get(job_id, owner_id), progress=0)


@pytest.mark.parametrize(
    ("broken", "contract", "test"),
    [
        (OldestFirst, BookReaderContract, "test_books_are_listed_newest_first"),
        (CountsThePage, BookReaderContract, "test_books_are_listed_newest_first"),
        (ShowsEverybodys, BookReaderContract, "test_anothers_book_is_not_found"),
        (StandsStill, JobReaderContract, "test_progress_follows_the_chapters"),
    ],
)
async def test_readers(broken: type[Any], contract: type[Any], test: str) -> None:
    store = MemoryStore()

    await fails(getattr(contract(), test), partial(MemoryUnitOfWork, store), broken(store))
