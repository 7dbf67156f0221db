"""The gate for calls that cost money: how often it asks, what it writes down, and whom it lets wait."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from bookbytes_adapters.memory import (
    EchoSummariser,
    ManualClock,
    MemoryPresence,
    MemoryRateLimiter,
    SystemClock,
    ToneSpeech,
)
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Chapter, ChapterStatus, Options, Order, Status
from bookbytes_core.domain.cost import Call, CallKind, CallState, Provider, Usage, call_key
from bookbytes_core.errors import NoReply, Refused, Rejected, Unavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.llm import SummaryDraft, SummaryRequest
from bookbytes_core.ports.tts import Speech, SpeechRequest
from bookbytes_core.use_cases.ledger import ABANDONED_AFTER, CRASHES
from bookbytes_core.use_cases.prepared_call import canonical
from tests.support.entities import NOW
from tests.support.scripted import Killed
from tests.use_cases.steps import chapters_of, ordered, successor

TEXT = "Chapter 2. The Lighthouse."
OTHER_OWNER = UUID(int=7)


class Vendor(ToneSpeech):
    """Speech that costs a cent a call. ``answers`` are raised, one a call, when ``TEXT`` is asked for."""

    def __init__(self, *answers: BaseException) -> None:
        super().__init__(free=False, usage=Usage(10, 0, Decimal("0.01")))
        self.answers = list(answers)

    async def synthesize(self, request: SpeechRequest) -> Speech:
        speech = await super().synthesize(request)
        if request.text == TEXT and self.answers:
            raise self.answers.pop(0)
        return speech

    @property
    def asked(self) -> int:
        return sum(request.text == TEXT for request in self.requests)


def a_world(vendor: Vendor) -> MemoryWorld:
    clock = ManualClock(NOW)
    return MemoryWorld(voice=vendor, clock=clock, limiter=MemoryRateLimiter({}, 5, clock), stall_seconds=1e9)


async def made(world: MemoryWorld, file: Path) -> Chapter:
    """Orders the book, or the rest of it, and makes it; returns its second chapter."""
    receipt = await ordered(world, file)
    await world.application().generate_audio_book(receipt.job_id)
    return (await chapters_of(world, receipt.audio_book_id))[1]


def row(world: MemoryWorld) -> Call:
    """The ledger's row of the call that speaks ``TEXT``."""
    vendor = world.voice
    assert isinstance(vendor, Vendor)
    request = next(request for request in vendor.requests if request.text == TEXT)
    provider = vendor.provider(request.voice, request.language)
    return world.store.state.calls[call_key(CallKind.TTS, provider, canonical(request))]


@pytest.mark.parametrize("error", [Unavailable, NoReply])
async def test_v03_two_troubles_and_an_answer_are_three_calls(error: type[Unavailable], book_file: Path) -> None:
    vendor = Vendor(error("Tired."), error("Tired."))
    world = a_world(vendor)
    assert (await made(world, book_file)).status.value == "completed"
    assert vendor.asked == 3
    lost = 2 if error is NoReply else 0
    assert (row(world).state, row(world).attempts, row(world).lost) == (CallState.DONE, 3, lost)


@pytest.mark.parametrize(("error", "state", "lost"), [(Unavailable, "failed", 0), (NoReply, "unknown", 3)])
async def test_v04_after_three_calls_the_chapter_ends_with_the_reason_and_a_new_order_tries_again(
    error: type[Unavailable], state: str, lost: int, book_file: Path
) -> None:
    vendor = Vendor(*[error("Tired.") for _ in range(3)])
    world = a_world(vendor)
    chapter = await made(world, book_file)
    assert chapter.error
    assert (chapter.status.value, chapter.error.message, vendor.asked) == ("failed", "Tired.", 3)
    assert (row(world).state, row(world).attempts, row(world).lost) == (state, 0, lost)

    assert (await made(world, book_file)).status.value == "completed"
    assert vendor.asked == 4


@pytest.mark.parametrize("before", [0, 1, 2])
async def test_v04_k07_attempts_are_counted_over_all_processes(before: int, book_file: Path) -> None:
    """Some attempts with trouble, then a crash with the reply in flight, then nothing but trouble: three in all."""
    vendor = Vendor(*[Unavailable("Tired.") for _ in range(before)], Killed(), *[Unavailable("Tired.")] * 9)
    world = a_world(vendor)
    receipt = await ordered(world, book_file)
    with pytest.raises(Killed):
        await world.application().generate_audio_book(receipt.job_id)
    await settle()
    assert (row(world).state, row(world).attempts) == (CallState.STARTED, before + 1)

    second = successor(world)
    second.voice, second.limiter, second.stall_seconds = vendor, world.limiter, 1e9
    await second.application().generate_audio_book(receipt.job_id)
    chapters = await chapters_of(second, receipt.audio_book_id)
    assert [chapter.status.value for chapter in chapters] == ["completed", "failed", "completed"]
    assert chapters[1].error
    assert chapters[1].error.code == ("no_reply" if before == 2 else "unavailable")
    assert vendor.asked == 3
    assert (row(second).attempts, row(second).lost) == (0, 1)


@pytest.mark.parametrize(("crashes", "status"), [(1, "completed"), (5, "completed"), (CRASHES, "failed")])
async def test_k07_an_answer_lost_in_a_crash_is_asked_for_again(crashes: int, status: str, book_file: Path) -> None:
    """And listed. However often it is so, there is an end."""
    vendor = Vendor(Killed())
    world = a_world(vendor)
    receipt = await ordered(world, book_file)
    with pytest.raises(Killed):
        await world.application().generate_audio_book(receipt.job_id)
    await settle()
    world.store.state.calls[row(world).key] = replace(row(world), attempts=crashes, lost=crashes - 1)
    second = successor(world)
    second.voice, second.stall_seconds = vendor, 1e9
    await second.application().generate_audio_book(receipt.job_id)
    assert (await chapters_of(second, receipt.audio_book_id))[1].status.value == status
    made = status == "completed"
    assert (vendor.asked, row(second).lost) == (1 + made, crashes)
    assert row(second).state is (CallState.DONE if made else CallState.UNKNOWN)


async def test_v01_being_told_to_wait_is_no_attempt(book_file: Path) -> None:
    waits = [Unavailable("Slow down.", retry_after_seconds=7) for _ in range(5)]
    vendor = Vendor(Unavailable("Tired."), *waits, Unavailable("Tired."))
    world = a_world(vendor)
    assert (await made(world, book_file)).status.value == "completed"
    assert vendor.asked == 8
    assert world.clock.monotonic() >= 35
    assert (row(world).attempts, row(world).lost) == (3, 0)


@pytest.mark.parametrize("no", [Refused("No."), Unavailable("Tomorrow.", retry_after_seconds=3600)])
async def test_v02_a_no_is_not_asked_again_until_somebody_resumes(no: Exception, book_file: Path) -> None:
    vendor = Vendor(no)
    world = a_world(vendor)
    await made(world, book_file)
    assert vendor.asked == 1
    assert (row(world).state, row(world).attempts) == (CallState.FAILED, 0)

    receipt = await ordered(world, book_file)
    await world.application().resume_job(receipt.job_id, owner=SYSTEM_USER)
    await world.application().generate_audio_book(receipt.job_id)
    assert vendor.asked == 2
    assert (await world.application().jobs.get(receipt.job_id, SYSTEM_USER)).job.status is Status.COMPLETED


async def test_an_answer_of_no_use_is_in_the_ledger_with_what_the_vendor_counts(book_file: Path) -> None:
    vendor = Vendor(Rejected("No.", code="vendor_said_no", input_units=26, output_units=1))
    world = a_world(vendor)
    assert (await made(world, book_file)).status.value == "failed"
    assert (row(world).state, row(world).usage) == (CallState.FAILED, Usage(26, 1))
    key = row(world).key

    assert (await made(world, book_file)).status.value == "completed"
    assert world.store.state.calls[key].usage == Usage(36, 1, Decimal("0.01"))


async def test_an_answer_of_no_use_is_not_paid_for_again_after_a_crash(book_file: Path) -> None:
    vendor = Vendor(*[Rejected("Silence.", code="bad_audio", input_units=26)] * 2)  # both takes
    world = a_world(vendor)
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    state = world.store.state
    job = state.jobs[receipt.job_id]
    state.jobs[receipt.job_id] = replace(job, job=replace(job.job, status=Status.PENDING, completed_at=None))
    chapter = (await chapters_of(world, receipt.audio_book_id))[1]
    state.chapters[chapter.id] = replace(chapter, status=ChapterStatus.PENDING, error=None)

    await world.application().generate_audio_book(receipt.job_id)
    again = (await chapters_of(world, receipt.audio_book_id))[1]
    assert again.error
    assert (again.status.value, again.error.code, again.error.message) == ("failed", "bad_audio", "Silence.")
    assert (vendor.asked, row(world).error_code) == (2, "bad_audio")


async def test_a_refusal_of_every_call_says_nothing_of_this_one(book_file: Path) -> None:
    world = a_world(Vendor(Refused("No.")))
    await made(world, book_file)
    assert row(world).error_code is None


async def test_k12_an_adopted_result_is_booked_with_its_price(book_file: Path) -> None:
    world = a_world(Vendor())
    await made(world, book_file)
    calls = world.store.state.calls
    (done,) = [call for call in calls.values() if call.result_key and "speech" in call.result_key][:1]
    for key in [key for key in world.storage.objects if key.startswith("audio/")]:  # type: ignore[attr-defined]
        await world.storage.delete(key)
    calls[done.key] = replace(done, state=CallState.STARTED, result_key=None, usage=Usage())
    book = await ordered(world, book_file)
    await world.application().delete_audio_book(book.audio_book_id, owner=SYSTEM_USER)
    world.clock.advance(ABANDONED_AFTER.total_seconds() + 1)  # type: ignore[attr-defined]

    receipt = await ordered(world, book_file)
    tally = await world.application().generate_audio_book(receipt.job_id)
    assert tally
    assert tally.tts == 0
    found = calls_now(world)[done.key]
    assert (found.state, found.usage, found.attempts, found.lost) == (CallState.DONE, done.usage, 1, 0)


class WrongClock(SystemClock):
    """An hour fast."""

    def now(self) -> datetime:
        return super().now() + timedelta(hours=1)


@pytest.mark.parametrize("clock", [SystemClock(), WrongClock()], ids=["clocks agree", "a clock is fast"])
async def test_c04_q13_two_books_that_want_one_call_at_once_pay_for_it_once(book_file: Path, clock: Clock) -> None:
    vendor = Vendor()
    first, second = MemoryWorld(voice=vendor), MemoryWorld(voice=vendor, presence=MemoryPresence("other"), clock=clock)
    second.store, second.storage = first.store, first.storage
    receipts = []
    for world, owner in ((first, SYSTEM_USER), (second, OTHER_OWNER)):
        app = world.application()
        book = await app.import_book(book_file, name=book_file.name, owner=owner)
        receipts.append(await app.request_audio_book(Order(edition_id=book.edition.id, options=Options()), owner=owner))
    runs = [w.application().generate_audio_book(r.job_id) for w, r in zip((first, second), receipts, strict=True)]
    await asyncio.gather(*runs)
    assert set(Counter(request.text for request in vendor.requests).values()) == {1}
    speech = [call for call in calls_now(first).values() if call.kind is CallKind.TTS]
    assert {(call.attempts, call.lost) for call in speech} == {(1, 0)}
    for receipt in receipts:
        assert {c.status.value for c in await chapters_of(first, receipt.audio_book_id)} == {"completed"}


async def test_one_book_that_wants_one_call_several_times_pays_for_it_once(tmp_path: Path) -> None:
    chapters = "\n\n".join(f"## Chapter {number}\nThe same words in every chapter." for number in range(1, 9))
    file = tmp_path / "echoes.txt"
    file.write_text(f"# Echoes\nby Ada Writer\n\n{chapters}\n", encoding="utf-8")
    vendor = Vendor()
    world = MemoryWorld(voice=vendor)
    receipt = await ordered(world, file)
    await world.application().generate_audio_book(receipt.job_id)
    assert {c.status.value for c in await chapters_of(world, receipt.audio_book_id)} == {"completed"}
    assert set(Counter(request.text for request in vendor.requests).values()) == {1}


async def test_what_asks_no_vendor_is_in_no_ledger(book_file: Path) -> None:
    class Whole(EchoSummariser):
        def charges(self, request: SummaryRequest) -> bool:
            return "Lighthouse" in request.title

        async def summarise(self, request: SummaryRequest) -> SummaryDraft:
            return replace(await super().summarise(request), usage=Usage())

    world = MemoryWorld(summariser=Whole(Provider("vendor", "large", "1", free=False)))
    receipt = await ordered(world, book_file)
    tally = await world.application().generate_audio_book(receipt.job_id)
    assert tally
    assert tally.llm == 1
    assert len([call for call in calls_now(world).values() if call.provider == "vendor"]) == 1


async def test_summaries_and_speech_of_one_vendor_have_limits_of_their_own(book_file: Path) -> None:
    waited: list[str] = []

    class Listening(MemoryRateLimiter):
        def slot(self, provider: str):  # type: ignore[no-untyped-def]
            waited.append(provider)
            return super().slot(provider)

    vendor = EchoSummariser(Provider("tone", "large", "1", free=False))
    world = MemoryWorld(summariser=vendor, voice=Vendor(), limiter=Listening({}, 2))
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert set(waited) == {"tone:llm", "tone:tts"}


def calls_now(world: MemoryWorld) -> dict[str, Call]:
    return world.store.state.calls


async def settle() -> None:
    """End what a killed run left on the loop, as the end of its process would."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
