"""P3, P4: rows that say something is under way though nobody is at it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core.domain import json_codec
from bookbytes_core.domain.audio_book import AudioBook, Chapter, Failure
from bookbytes_core.domain.book_text import BookInfo, BookText
from bookbytes_core.domain.cost import CallState
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import ChapterStatus, Status
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import a_chapter, a_finished_chapter, a_job, a_started_call
from tests.use_cases.repair.repairs import AgingStorage, told

SAID_NO = Failure("vendor_said_no", "No.")


@pytest.fixture
async def world() -> MemoryWorld:
    world = MemoryWorld(storage=AgingStorage())
    text = json_codec.dump(BookText(BookInfo(title="The book", authors=(), language="en", isbn=None), ()))
    await world.storage.put("texts/the-file.json", text, content_type="application/json")
    for suffix in (".mp3", ".json"):
        facts = b'{"duration_seconds":61.5,"starts":[],"durations":[],"ends":[]}'
        await world.storage.put(f"chapters/1.mp3{suffix}", facts, content_type="audio/mpeg")
    return world


async def left(
    world: MemoryWorld,
    status: Status,
    chapters: Sequence[ChapterStatus] = (),
    lease_seconds: float = -120,
    **job: object,
) -> Job:
    """The job of a book whose chapters stand like that, in the hands of a worker that is gone or not."""
    async with world.new_uow() as uow:
        book = await stored_book(uow, status=Status.PROCESSING)
        await uow.chapters.add_all([_chapter(book, number, each) for number, each in enumerate(chapters, 1)])
        its = a_job(book, **{"status": status, "lease_owner": "gone", "fence": 1, "attempts": 1, **job})
        await uow.jobs.add(its, lease_seconds=lease_seconds)
        await uow.calls.record(a_started_call(book, str(book.id)))
        await uow.commit()
    return its


def _chapter(book: AudioBook, number: int, status: ChapterStatus) -> Chapter:
    if status is ChapterStatus.COMPLETED:
        return a_finished_chapter(book, number, audio_key="chapters/1.mp3")
    return a_chapter(book, number, status=status, error=SAID_NO if status is ChapterStatus.FAILED else None)


async def standing(world: MemoryWorld, job: Job) -> tuple[Status, Status, list[ChapterStatus], CallState]:
    async with world.new_uow() as uow:
        its = await uow.jobs.get(job.id)
        book = await uow.audio_books.get(job.audio_book_id)
        chapters = [each.status for each in await uow.chapters.of(book.id)]
    (call,) = [each for each in world.store.state.calls.values() if each.audio_book_id == book.id]
    return its.status, book.status, chapters, call.state


DONE, NO, WAITS, BEGUN = ChapterStatus.COMPLETED, ChapterStatus.FAILED, ChapterStatus.PENDING, ChapterStatus.PROCESSING


@pytest.mark.parametrize(
    ("chapters", "expected"),
    [
        ([], Status.PENDING),
        ([DONE, WAITS], Status.PENDING),
        ([DONE, DONE], Status.COMPLETED),
        ([DONE, NO], Status.COMPLETED_WITH_ERRORS),
        ([NO], Status.FAILED),
    ],
)
async def test_a_job_that_nobody_takes_waits_again_or_is_ended(
    world: MemoryWorld, chapters: list[ChapterStatus], expected: Status
) -> None:
    job = await left(world, Status.PROCESSING, chapters)
    state = world.store.state
    assert await told(world) == [("job_stuck", "found"), ("call_stuck", "found")]
    assert world.store.state is state
    assert await told(world, mend=True) == [("job_stuck", "mended")]
    assert await standing(world, job) == (expected, expected, chapters, CallState.UNKNOWN)
    mended = world.store.state.jobs[job.id].job
    assert (mended.attempts, mended.lease_owner, mended.fence > job.fence) == (
        job.attempts + (expected is not Status.PENDING),
        None,
        True,
    )
    assert await told(world) == []


async def test_a_job_with_a_live_lease_is_left_alone(world: MemoryWorld) -> None:
    job = await left(world, Status.PROCESSING, [DONE, BEGUN], lease_seconds=60)
    assert await told(world, mend=True) == []
    just_over = await left(world, Status.PROCESSING, [DONE, BEGUN], lease_seconds=-20)
    assert ("job_stuck", "mended") not in await told(world, mend=True)
    for each in (job, just_over):
        assert (await standing(world, each))[:3] == (Status.PROCESSING, Status.PROCESSING, [DONE, BEGUN])


async def test_a_job_that_got_nowhere_three_times_is_poison(world: MemoryWorld) -> None:
    job = await left(world, Status.PROCESSING, [WAITS], attempts=3)
    assert ("job_stuck", "mended") in await told(world, mend=True)
    assert (await standing(world, job))[:2] == (Status.FAILED, Status.FAILED)


@pytest.mark.parametrize(
    ("status", "begun", "book"),
    [
        (Status.PAUSED, WAITS, Status.PAUSED),
        (Status.CANCELLED, WAITS, Status.CANCELLED),
        (Status.COMPLETED, NO, Status.COMPLETED_WITH_ERRORS),
    ],
)
async def test_books_and_chapters_stand_as_their_job_does(
    world: MemoryWorld, status: Status, begun: ChapterStatus, book: Status
) -> None:
    job = await left(world, status, [DONE, BEGUN], lease_owner=None)
    kinds = ["book_stuck", "chapter_stuck", "call_stuck"]
    assert await told(world) == [(kind, "found") for kind in kinds]
    assert await told(world, mend=True) == [(kind, "mended") for kind in kinds]
    ended = book if status is Status.COMPLETED else status
    assert await standing(world, job) == (ended, book, [DONE, begun], CallState.UNKNOWN)
    assert await told(world) == []


async def test_a_call_that_was_begun_just_now_is_left_alone(world: MemoryWorld) -> None:
    job = await left(world, Status.CANCELLED)
    (call,) = world.store.state.calls.values()
    at = world.clock.now() - timedelta(minutes=4)
    world.store.state.calls[call.key] = replace(call, at=at)
    assert ("call_stuck", "mended") not in await told(world, mend=True)
    assert (await standing(world, job))[3] is CallState.STARTED
