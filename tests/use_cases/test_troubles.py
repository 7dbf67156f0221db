"""Trouble with vendors, disks and budgets: what fails, what waits, what goes on."""

from pathlib import Path

import pytest

from bookbytes_adapters.memory import ManualClock, MemoryRateLimiter, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, ChapterStatus, Status
from bookbytes_core.errors import Conflict, NotFound, Refused, Rejected, StorageFull, Unavailable
from tests.support.entities import NOW
from tests.support.scripted import ScriptedStorage, ScriptedVoice
from tests.use_cases.steps import chapters_of, ordered


async def status_of(world: MemoryWorld, job_id: object) -> tuple[Status, str | None]:
    job = (await world.application().jobs.get(job_id, SYSTEM_USER)).job  # type: ignore[arg-type]
    return job.status, job.error.code if job.error else None


async def test_v11_one_chapter_that_fails_takes_nothing_from_the_others_and_is_made_alone(book_file: Path) -> None:
    async def refuse(number: int, text: str) -> None:
        if "Lighthouse" in text:
            raise Rejected("The voice will not say this.", code="vendor_said_no")

    world = MemoryWorld(voice=ScriptedVoice(refuse))
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert await status_of(world, receipt.job_id) == (Status.COMPLETED_WITH_ERRORS, "chapters_failed")
    chapters = await chapters_of(world, receipt.audio_book_id)
    assert [c.status.value for c in chapters] == ["completed", "failed", "completed"]
    assert chapters[1].error
    assert chapters[1].error.code == "vendor_said_no"

    voice = ToneSpeech()
    world.voice = voice
    again = await ordered(world, book_file)
    assert (again.audio_book_id, again.new) == (receipt.audio_book_id, True)
    tally = await world.application().generate_audio_book(again.job_id)
    assert tally
    assert (tally.llm, tally.llm_reused) == (0, 3)
    assert {c.status for c in await chapters_of(world, receipt.audio_book_id)} == {ChapterStatus.COMPLETED}
    assert await status_of(world, again.job_id) == (Status.COMPLETED, None)
    assert all("Lighthouse" in r.text or "lighthouse" in r.text or "keeper" in r.text for r in voice.requests)


@pytest.mark.parametrize(("failures", "calls", "ends"), [(2, 3, "completed"), (9, 3, "failed")])
async def test_v03_v04_passing_trouble_is_tried_three_times_in_all(
    book_file: Path, failures: int, calls: int, ends: str
) -> None:
    tries = 0

    async def fail(number: int, text: str) -> None:
        nonlocal tries
        if text == "Chapter 2. The Lighthouse.":
            tries += 1
            if tries <= failures:
                raise Unavailable("The vendor is tired.")

    clock = ManualClock(NOW)
    world = MemoryWorld(voice=ScriptedVoice(fail), clock=clock)
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert tries == calls
    assert (await chapters_of(world, receipt.audio_book_id))[1].status.value == ends


async def test_v01_a_vendors_own_pause_is_obeyed_and_is_no_attempt(book_file: Path) -> None:
    asked = 0

    async def slow_down(number: int, text: str) -> None:
        nonlocal asked
        if text == "Chapter 2. The Lighthouse.":
            asked += 1
            if asked <= 4:
                raise Unavailable("Slow down.", retry_after_seconds=7)

    clock = ManualClock(NOW)
    limiter = MemoryRateLimiter({}, 2, clock)
    world = MemoryWorld(voice=ScriptedVoice(slow_down), clock=clock, limiter=limiter, stall_seconds=1e9)
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert asked == 5
    assert clock.monotonic() >= 28
    assert await status_of(world, receipt.job_id) == (Status.COMPLETED, None)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("The key is not valid."), "vendor_refused"),
        (Unavailable("Come back later.", retry_after_seconds=3600), "quota"),
    ],
)
async def test_v02_a_no_that_concerns_every_call_parks_the_job_which_then_goes_on(
    book_file: Path, error: Exception, code: str
) -> None:
    async def refuse(number: int, text: str) -> None:
        if number >= 3:
            raise error

    world = MemoryWorld(voice=ScriptedVoice(refuse))
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert await status_of(world, receipt.job_id) == (Status.PAUSED, code)
    assert await world.application().generate_audio_book(receipt.job_id) is None
    assert (await ordered(world, book_file)).job_id == receipt.job_id

    world.voice = ToneSpeech()
    await world.application().resume_job(receipt.job_id, owner=SYSTEM_USER)
    await world.application().generate_audio_book(receipt.job_id)
    assert await status_of(world, receipt.job_id) == (Status.COMPLETED, None)


async def test_b07_a_full_disk_parks_the_job(book_file: Path) -> None:
    async def full(number: int, key: str) -> None:
        if key.startswith("audio/"):
            raise StorageFull("There is no room left.")

    world = MemoryWorld(storage=ScriptedStorage(full))
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert await status_of(world, receipt.job_id) == (Status.PAUSED, "storage_full")


async def test_a_job_without_progress_is_ended(book_file: Path) -> None:
    clock = ManualClock(NOW)

    async def wait(number: int, text: str) -> None:
        await clock.sleep(10_000)

    world = MemoryWorld(voice=ScriptedVoice(wait), clock=clock, stall_seconds=60)
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    assert await status_of(world, receipt.job_id) == (Status.FAILED, "stalled")


async def test_b10_a_stored_result_that_was_damaged_is_made_again(book_file: Path) -> None:
    world = MemoryWorld(voice=ToneSpeech(free=False))
    first = await ordered(world, book_file)
    await world.application().generate_audio_book(first.job_id)
    keys = list(world.storage.objects)  # type: ignore[attr-defined]
    for key in keys:
        if key.startswith(("results/tts", "audio/")):
            await world.storage.put(key, b"damaged", content_type="x")
    await world.application().delete_audio_book(first.audio_book_id, owner=SYSTEM_USER)
    second = await ordered(world, book_file)
    tally = await world.application().generate_audio_book(second.job_id)
    assert tally
    assert (tally.tts, tally.tts_reused) == (6, 0)


async def test_another_users_things_are_not_there(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    app, stranger = world.application(), receipt.job_id
    chapter = (await chapters_of(world, receipt.audio_book_id))[0]
    for attempt in (
        app.cancel_job(receipt.job_id, owner=stranger),
        app.resume_job(receipt.job_id, owner=stranger),
        app.delete_audio_book(receipt.audio_book_id, owner=stranger),
        app.describe_audio_book(receipt.audio_book_id, owner=stranger),
        app.listen_to_chapter(chapter.id, owner=stranger),
        app.jobs.get(receipt.job_id, stranger),
        app.books.get(receipt.audio_book_id, stranger),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_a_chapter_without_sound_cannot_be_heard_yet(world: MemoryWorld, book_file: Path) -> None:
    async def refuse(number: int, text: str) -> None:
        raise Rejected("No.")

    world.voice = ScriptedVoice(refuse)
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    chapter = (await chapters_of(world, receipt.audio_book_id))[0]
    with pytest.raises(Conflict, match="no audio yet"):
        await world.application().listen_to_chapter(chapter.id, owner=SYSTEM_USER)
