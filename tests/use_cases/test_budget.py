"""Caps on what is spent: how many chapters they let begin, and that no run passes them, whatever goes wrong."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from bookbytes_adapters.memory import EchoSummariser, ManualClock, MemoryPresence, MemoryRateLimiter, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, ChapterStatus, JobView, Options, Order, Status
from bookbytes_core.domain.budget import Caps
from bookbytes_core.domain.cost import CallKind, Provider, Usage
from bookbytes_core.domain.prices import Price, Rate, Tariff, Tariffs, Unit
from bookbytes_core.errors import InvalidInput, NoReply, Unavailable
from bookbytes_core.ports.llm import Question, SummaryDraft, SummaryRequest
from bookbytes_core.ports.tts import Speech, SpeechRequest
from bookbytes_core.use_cases.audio_books.request import Receipt
from tests.support.entities import NOW
from tests.support.paid_books import a_long_book
from tests.support.scripted import Killed, settled
from tests.use_cases.steps import chapters_of

OTHER_OWNER = UUID(int=7)
WORDS = 30
LLM = Price(
    provider="vendor",
    model="large",
    kind=CallKind.LLM,
    input=Rate(Decimal("0.15"), 1_000_000),
    output=Rate(Decimal("0.6"), 1_000_000),
    date=date(2026, 1, 1),
    source="this test",
)
TTS = replace(LLM, model="tone", kind=CallKind.TTS, input=Rate(Decimal(20), 1_000_000, Unit.CHARACTER), output=None)
TARIFFS = Tariffs(Tariff("large", LLM), Tariff("tone", TTS))


class Bill:
    """What two vendors have charged. Every ``bad``-th call (0: none) is charged for and its answer lost, or, where
    ``bad`` is less than 0, refused at no cost."""

    def __init__(self, bad: int = 0) -> None:
        self.usd = Decimal(0)
        self.calls = 0
        self.bad = bad
        self._numbers: Iterator[int] = count(1)

    async def charge(self, price: Price, usage: Usage) -> None:
        self.calls += 1
        await asyncio.sleep(0)
        trouble = bool(self.bad) and next(self._numbers) % self.bad == 0
        if trouble and self.bad < 0:
            raise Unavailable("Tired.")
        self.usd += price.cost(usage)
        if trouble:
            raise NoReply("The answer was lost.")


class Writer(EchoSummariser):
    def __init__(self, bill: Bill) -> None:
        super().__init__(Provider("vendor", "large", "1", free=False))
        self.bill = bill

    def most_tokens(self, request: Question) -> int:
        return 1000

    async def summarise(self, request: SummaryRequest) -> SummaryDraft:
        draft = await super().summarise(request)
        usage = Usage(draft.usage.input_units // 4, draft.usage.output_units // 4)
        await self.bill.charge(LLM, usage)
        return replace(draft, usage=usage)


class Voice(ToneSpeech):
    def __init__(self, bill: Bill) -> None:
        super().__init__(free=False)
        self.bill = bill

    async def synthesize(self, request: SpeechRequest) -> Speech:
        speech = await super().synthesize(request)
        await self.bill.charge(TTS, speech.usage)
        return speech


class Dying(Voice):
    """Takes its process along in its sixth call, which is in the third chapter, once that is charged for."""

    async def synthesize(self, request: SpeechRequest) -> Speech:
        speech = await super().synthesize(request)
        if len(self.requests) == 6:
            raise Killed
        return speech


def a_world(bill: Bill, caps: Caps | None = None) -> MemoryWorld:
    clock = ManualClock(NOW)
    return MemoryWorld(
        summariser=Writer(bill),
        voice=Voice(bill),
        clock=clock,
        limiter=MemoryRateLimiter({}, 50, clock),
        caps=caps or Caps(),
        tariffs=TARIFFS,
        stall_seconds=1e9,
    )


async def made(
    world: MemoryWorld, file: Path, max_cost: Decimal | None = None, owner: UUID = SYSTEM_USER, *, at_once: int = 15
) -> tuple[Receipt, JobView]:
    app = world.application()
    book = await app.import_book(file, name=file.name, owner=owner)
    order = Order(edition_id=book.edition.id, options=Options(words_per_chapter=WORDS, max_cost_usd=max_cost))
    receipt = await app.request_audio_book(order, owner=owner)
    await replace(app.generate_audio_book, chapters_at_once=at_once)(receipt.job_id)  # type: ignore[type-var]
    return receipt, await app.jobs.get(receipt.job_id, owner)


async def done(world: MemoryWorld, receipt: Receipt) -> list[int]:
    chapters = await chapters_of(world, receipt.audio_book_id)
    return [chapter.number for chapter in chapters if chapter.status is ChapterStatus.COMPLETED]


def ledger_total(world: MemoryWorld) -> Decimal:
    return sum((call.usage.cost_usd for call in world.store.state.calls.values()), Decimal(0))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return a_long_book(tmp_path)


@pytest.fixture
async def each(book: Path) -> Decimal:
    """What a chapter of the book costs."""
    bill = Bill()
    _, job = await made(a_world(bill), book)
    assert (job.job.status, job.cost_usd) == (Status.COMPLETED, bill.usd)
    return bill.usd / 10


@pytest.mark.parametrize("at_once", [1, 3, 15])
async def test_v12_a_cap_in_the_middle_of_chapter_4_leaves_3(at_once: int, book: Path, each: Decimal) -> None:
    bill = Bill()
    world = a_world(bill)
    receipt, job = await made(world, book, each * Decimal("3.5"), at_once=at_once)
    assert (job.job.status, job.job.error and job.job.error.code) == (Status.PAUSED, "budget")
    assert await done(world, receipt) == [1, 2, 3]
    assert job.cost_usd == bill.usd == ledger_total(world)
    assert {call.reserved_usd for call in world.store.state.calls.values()} == {Decimal(0)}
    asked = bill.calls

    _, again = await made(world, book, each * Decimal("3.5"))
    assert (again.job.status, bill.calls) == (Status.PAUSED, asked)

    same, raised = await made(world, book, each * 20)
    assert same.job_id == receipt.job_id
    assert (raised.job.status, raised.cost_usd) == (Status.COMPLETED, bill.usd)
    assert bill.usd == each * 10 == ledger_total(world)


@pytest.mark.parametrize("bad", [0, 2, 3, 5, -3])
@pytest.mark.parametrize("chapters", ["0", "0.5", "2.5", "9.7"])
async def test_no_cap_is_passed_by_many_chapters_at_once_and_lost_answers(
    chapters: str, bad: int, book: Path, each: Decimal
) -> None:
    bill = Bill(bad)
    _, job = await made(a_world(bill), book, each * Decimal(chapters))
    assert job.job.status is not Status.COMPLETED
    assert bill.usd <= each * Decimal(chapters)


async def test_v12_what_a_dead_run_had_under_way_holds_no_job_up_and_counts_against_its_cap(
    book: Path, each: Decimal
) -> None:
    bill = Bill()
    first = a_world(bill)
    first.voice = Dying(bill)
    with pytest.raises(Killed):
        await made(first, book, each * Decimal("3.5"), at_once=1)
    await settled()

    second = a_world(bill)
    second.store, second.storage, second.presence = first.store, first.storage, MemoryPresence("next", {"memory"})
    (job_id,) = first.store.state.jobs
    await second.application().generate_audio_book(job_id)
    job = (await second.application().jobs.get(job_id, SYSTEM_USER)).job
    assert (job.status, job.error and job.error.code) == (Status.PAUSED, "budget")
    assert second.clock.monotonic() < 60
    assert ledger_total(second) < bill.usd <= each * Decimal("3.5")


async def test_the_installations_cap_holds_whatever_an_order_allows(book: Path, each: Decimal) -> None:
    bill = Bill()
    world = a_world(bill, Caps(audio_book=each * Decimal("1.5")))
    receipt, job = await made(world, book, each * 20)
    assert (await done(world, receipt), job.job.status) == ([1], Status.PAUSED)
    assert job.job.error
    assert "MAX_COST_USD_PER_JOB" in job.job.error.message


async def test_a_months_cap_is_over_with_the_month(book: Path, each: Decimal, tmp_path: Path) -> None:
    bill = Bill()
    world = a_world(bill, Caps(user_month=each * Decimal("12.5")))
    await made(world, book)
    other = a_long_book(tmp_path, range(101, 111), name="other.md")
    receipt, job = await made(world, other)
    assert (await done(world, receipt), job.job.status) == ([1, 2], Status.PAUSED)
    assert job.job.error
    assert "one user in a month" in job.job.error.message

    _, theirs = await made(world, a_long_book(tmp_path, range(201, 211), name="theirs.md"), owner=OTHER_OWNER)
    assert theirs.job.status is Status.COMPLETED

    world.clock.advance(31 * 86_400)  # type: ignore[attr-defined]
    app = world.application()
    await app.resume_job(receipt.job_id, owner=SYSTEM_USER)
    await app.generate_audio_book(receipt.job_id)
    assert await done(world, receipt) == list(range(1, 11))


async def test_two_workers_for_two_users_never_pass_one_cap_together(each: Decimal, tmp_path: Path) -> None:
    bill, cap = Bill(), each * Decimal("7.5")
    worlds = [a_world(bill, Caps(installation_month=cap)) for _ in range(2)]
    worlds[1].store, worlds[1].storage, worlds[1].presence = worlds[0].store, worlds[0].storage, MemoryPresence("other")
    files = [a_long_book(tmp_path, range(first, first + 10), name=f"{first}.md") for first in (11, 31)]
    owners = (SYSTEM_USER, OTHER_OWNER)
    ran = await asyncio.gather(
        *(made(world, file, owner=owner) for world, file, owner in zip(worlds, files, owners, strict=True))
    )
    assert {job.job.status for _, job in ran} == {Status.PAUSED}
    finished = [number for receipt, _ in ran for number in await done(worlds[0], receipt)]
    assert len(finished) >= 5
    assert each * 5 < bill.usd <= cap


async def test_what_is_there_already_costs_nothing_whatever_the_cap(book: Path, each: Decimal) -> None:
    bill = Bill()
    world = a_world(bill)
    await made(world, book)
    _, job = await made(world, book, Decimal(0), OTHER_OWNER)
    assert (job.job.status, job.cost_usd) == (Status.PAUSED, Decimal(0))
    assert bill.usd == each * 10


async def test_v14_a_model_whose_cost_is_not_known_is_refused_when_a_book_is_ordered(book: Path) -> None:
    world = a_world(Bill())
    world.tariffs = Tariffs(Tariff("large", None), TARIFFS.tts)
    with pytest.raises(InvalidInput) as caught:
        await made(world, book)
    assert caught.value.code == "price_unknown"
    assert "'large'" in caught.value.message
    assert "LLM_PRICES_FILE" in caught.value.message
    assert not world.store.state.jobs
