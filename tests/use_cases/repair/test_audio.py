"""B10, P4: audio that was lost is told and named, and made again for nothing, but only when somebody orders it."""

from pathlib import Path

import pytest

from bookbytes_adapters.memory import EchoSummariser, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Chapter, ChapterStatus, Status
from bookbytes_core.errors import NotFound, StorageUnavailable
from bookbytes_core.use_cases.audio_books.request import Receipt
from tests.use_cases.repair.repairs import AgingStorage, a_repair, found_in, told
from tests.use_cases.steps import chapters_of, ordered, result_of

LOST = [("audio_lost", "found")]


def harmed(storage: AgingStorage, chapter: Chapter, harm: str) -> None:
    what, _, suffix = harm.partition(" ")
    key = f"{chapter.audio_key}{suffix}"
    if what == "flip":
        storage.flip(key)
    elif what == "delete":
        del storage.objects[key]
    else:
        storage.objects[key] = (storage.objects[key][0][:5] if what == "cut" else b"", "audio/mpeg")


async def it_is_told(world: MemoryWorld, lost: Chapter, code: str) -> None:
    app = world.application()
    view = await app.books.get(lost.audio_book_id, SYSTEM_USER)
    assert lost.error
    assert lost.error.code == code
    assert view.job
    for stands in (view.audio_book, view.job.job):
        assert stands.status is Status.COMPLETED_WITH_ERRORS
        assert stands.error
        assert (stands.error.code, "Chapters that failed: 2." in stands.error.message) == ("chapters_failed", True)
    with pytest.raises(NotFound) as gone:
        await app.listen_to_chapter(lost.id, owner=SYSTEM_USER)
    assert gone.value.code == code


def calls_of(world: MemoryWorld) -> tuple[int, int]:
    assert isinstance(world.summariser, EchoSummariser)
    assert isinstance(world.voice, ToneSpeech)
    return len(world.summariser.requests), len(world.voice.requests)


async def second_chapter(world: MemoryWorld, receipt: Receipt) -> Chapter:
    return (await chapters_of(world, receipt.audio_book_id))[1]


async def test_there_is_nothing_to_mend_where_nothing_is_lost(world: MemoryWorld, receipt: Receipt) -> None:
    before = dict(world.store.state.chapters)
    assert await told(world) == await told(world, mend=True) == []
    assert world.store.state.chapters == before


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("delete .mp3", "audio_missing"),
        ("flip .mp3", "audio_damaged"),
        ("empty .mp3", "audio_damaged"),
        ("delete .json", "audio_damaged"),
        ("cut .json", "audio_damaged"),
    ],
)
async def test_b10_lost_audio_is_told_and_made_again_on_order_alone(
    world: MemoryWorld, storage: AgingStorage, receipt: Receipt, book_file: Path, harm: str, code: str
) -> None:
    before, chapter = await result_of(world, receipt.audio_book_id), await second_chapter(world, receipt)
    harmed(storage, chapter, harm)
    state = world.store.state
    assert await told(world) == LOST
    assert world.store.state is state, "a dry run writes nothing"
    assert ("audio_lost", "mended") in await told(world, mend=True)
    assert await told(world) == await told(world, mend=True) == []
    lost = await second_chapter(world, receipt)
    assert (lost.status, lost.audio_key, lost.summary) == (ChapterStatus.FAILED, None, chapter.summary)
    await it_is_told(world, lost, code)

    asked = calls_of(world)
    again = await ordered(world, book_file)
    assert (again.audio_book_id, again.new) == (receipt.audio_book_id, True)
    await world.application().generate_audio_book(again.job_id)
    assert calls_of(world) == asked
    assert await result_of(world, receipt.audio_book_id) == before
    assert await told(world) == []


async def test_what_another_run_left_damaged_is_not_taken_over(
    world: MemoryWorld, storage: AgingStorage, receipt: Receipt
) -> None:
    """The files of lost audio may lie there for a while: they are young, or nobody cleaned up."""
    before, app = await result_of(world, receipt.audio_book_id), world.application()
    key = f"{(await second_chapter(world, receipt)).audio_key}.mp3"
    storage.flip(key)
    damaged = storage.objects[key]
    await told(world, mend=True)
    storage.objects[key] = damaged
    again = await app.refresh_audio_book(receipt.audio_book_id, owner=SYSTEM_USER, only_failed=True)
    await app.generate_audio_book(again.job_id)
    assert await result_of(world, receipt.audio_book_id) == before


async def test_a_book_that_is_being_made_is_left_alone(
    world: MemoryWorld, storage: AgingStorage, receipt: Receipt, book_file: Path
) -> None:
    chapters = await chapters_of(world, receipt.audio_book_id)
    del storage.objects[f"{chapters[1].audio_key}.mp3"]
    await told(world, mend=True)
    await ordered(world, book_file, claim=True)
    del storage.objects[f"{chapters[0].audio_key}.mp3"]
    assert await told(world, mend=True) == []
    assert (await chapters_of(world, receipt.audio_book_id))[0].status is ChapterStatus.COMPLETED


async def test_a_repair_may_end_anywhere_and_be_made_again(
    world: MemoryWorld, storage: AgingStorage, receipt: Receipt
) -> None:
    for chapter in await chapters_of(world, receipt.audio_book_id):
        storage.flip(f"{chapter.audio_key}.mp3")
    expected = len(await found_in(world))
    assert expected == 3
    for left in (2, 1, 0):
        first = await anext(a_repair(world)(mend=True))
        assert first.outcome.value == "mended"
        assert len([each for each in await found_in(world) if each.trouble.value == "audio_lost"]) == left
    view = await world.application().books.get(receipt.audio_book_id, SYSTEM_USER)
    assert view.audio_book.status is Status.FAILED


async def test_an_empty_store_is_a_disk_that_is_not_mounted(
    world: MemoryWorld, storage: AgingStorage, receipt: Receipt
) -> None:
    storage.objects.clear()
    with pytest.raises(StorageUnavailable, match="mounted"):
        await told(world, mend=True)
    assert (await second_chapter(world, receipt)).status is ChapterStatus.COMPLETED
    assert await told(MemoryWorld(storage=AgingStorage())) == []
