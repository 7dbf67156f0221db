"""Making an audio book: true to the text, in order, once."""

from decimal import Decimal
from pathlib import Path

import pytest

from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, ChapterStatus, Options, Status
from bookbytes_core.use_cases.calls import Tally
from tests.use_cases.conftest import BOOK
from tests.use_cases.steps import chapters_of, ordered


async def test_a_book_becomes_chapters_whose_sentences_stand_in_it(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file)
    app = world.application()
    tally = await app.generate_audio_book(receipt.job_id)
    assert tally == Tally(llm=3, tts=6)
    chapters = await chapters_of(world, receipt.audio_book_id)
    assert [c.title for c in chapters] == ["The Harbour", "The Lighthouse", "The School"]
    text = (await app.inspect_book(book_file, name="small.txt")).chapters
    for chapter, source in zip(chapters, text, strict=True):
        paragraphs = {p.id: p.text for p in source.paragraphs}
        assert chapter.status is ChapterStatus.COMPLETED
        assert chapter.summary
        for sentence, time in zip(chapter.summary.sentences, chapter.times, strict=True):
            assert sentence.text in BOOK
            assert all(sentence.text in paragraphs[source_id] for source_id in sentence.sources)
            assert sentence.support == 1
            assert 0 < time.start < time.end <= (chapter.duration_seconds or 0)
    view = await app.books.get(receipt.audio_book_id, SYSTEM_USER)
    assert (view.audio_book.status, view.chapters_done) == (Status.COMPLETED, 3)
    assert view.job
    assert (view.job.job.status, view.job.progress) == (Status.COMPLETED, 100)


async def test_what_is_done_is_not_done_again(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file)
    app = world.application()
    await app.generate_audio_book(receipt.job_id)
    assert await app.generate_audio_book(receipt.job_id) is None
    again = await ordered(world, book_file)
    assert again.job_id == receipt.job_id
    assert not again.new


async def test_another_order_of_the_same_text_finds_what_was_made(world: MemoryWorld, book_file: Path) -> None:
    first = await ordered(world, book_file)
    await world.application().generate_audio_book(first.job_id)
    second = await ordered(world, book_file, Options(words_per_chapter=500))
    assert second.audio_book_id != first.audio_book_id
    tally = await world.application().generate_audio_book(second.job_id)
    assert tally
    assert (tally.tts, tally.tts_reused) == (0, 6)


async def test_the_first_chapter_says_what_this_is(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    openings = [request.sentences for request in world.voice.requests if "Chapter" in request.text]  # type: ignore[attr-defined]
    assert openings[0] == ("An audio summary of The Small Book, by Ada Writer.", "Chapter 1. The Harbour.")
    assert ("Chapter 2. The Lighthouse.",) in openings


async def test_chosen_chapters_keep_their_numbers(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file, Options(chapters=(2, 3)))
    await world.application().generate_audio_book(receipt.job_id)
    assert [c.number for c in await chapters_of(world, receipt.audio_book_id)] == [2, 3]


@pytest.mark.parametrize("minutes", [2, 3.5])
async def test_a_listening_budget_is_kept(world: MemoryWorld, tmp_path: Path, minutes: float) -> None:
    book = tmp_path / "long.txt"
    sentences = "The tide table was printed in spring. " * 120
    book.write_text(f"# Long\n\n## One\n{sentences}\n\n## Two\n{sentences}\n", encoding="utf-8")
    receipt = await ordered(world, book, Options(minutes=minutes))
    await world.application().generate_audio_book(receipt.job_id)
    chapters = await chapters_of(world, receipt.audio_book_id)
    assert sum(c.duration_seconds or 0 for c in chapters) == pytest.approx(minutes * 60, rel=0.1)


async def test_a_budget_too_small_fails_with_what_is_needed(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file, Options(minutes=0.1))
    await world.application().generate_audio_book(receipt.job_id)
    view = await world.application().jobs.get(receipt.job_id, SYSTEM_USER)
    assert view.job.status is Status.FAILED
    assert view.job.error
    assert view.job.error.code == "budget_too_small"


async def test_free_speech_is_not_kept_beside_the_finished_chapter(world: MemoryWorld, book_file: Path) -> None:
    receipt = await ordered(world, book_file)
    await world.application().generate_audio_book(receipt.job_id)
    async with world.new_uow() as uow:
        chapters = await uow.chapters.of(receipt.audio_book_id)
    stored = await _stored_keys(world)
    assert not [key for key in stored if key.startswith("results/tts")]
    assert len([key for key in stored if key.endswith(".mp3")]) == len(chapters)


async def _stored_keys(world: MemoryWorld) -> list[str]:
    return list(world.storage.objects)  # type: ignore[attr-defined]


def test_two_runs_on_one_book_are_told_as_one() -> None:
    first = Tally(llm=1, tts=2, llm_reused=2, tts_reused=4, cost_usd=Decimal("0.25"))
    later = Tally(llm=0, tts=1, llm_reused=3, tts_reused=5, cost_usd=Decimal("0.05"), max_cost_usd=Decimal(1))

    both = Tally(llm=1, tts=3, llm_reused=2, tts_reused=3, cost_usd=Decimal("0.30"), max_cost_usd=Decimal(1))
    assert first.followed_by(later) == both
