"""Sentences in letters that the voice cannot read: marked, never passed over in silence."""

from pathlib import Path

from bookbytes_adapters.memory import ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, ChapterStatus, Status
from bookbytes_core.use_cases.audio_books.manifest import manifest, summary_markdown
from bookbytes_core.use_cases.calls import Tally
from tests.use_cases.steps import chapters_of, ordered

BOOK = """# The Small Book
by Ada Writer

## The Harbour
The harbour lies on the north side. 灯台の灯りは一八六一年に初めてともされた。

Its boats come back at noon with herring.

## 灯台
灯台の灯りは一八六一年に初めてともされた。番人は天気を書きとめた。

## The School
The school has two rooms and nineteen pupils.
"""
JAPANESE = "灯台の灯り"


async def test_they_are_marked_and_a_chapter_of_nothing_else_fails(world: MemoryWorld, tmp_path: Path) -> None:
    book = tmp_path / "two-scripts.txt"
    book.write_text(BOOK, encoding="utf-8")
    world.voice = voice = ToneSpeech(unread="。")
    receipt = await ordered(world, book)
    app = world.application()
    await app.generate_audio_book(receipt.job_id)
    harbour, lighthouse, school = await chapters_of(world, receipt.audio_book_id)
    assert "灯" not in " ".join(request.text for request in voice.requests)

    assert harbour.status is school.status is ChapterStatus.COMPLETED
    assert harbour.summary
    unspoken = [JAPANESE in sentence.text for sentence in harbour.summary.sentences]
    assert sorted(unspoken) == [False, False, True]
    assert [time is None for time in harbour.times] == unspoken

    assert lighthouse.status is ChapterStatus.FAILED
    assert lighthouse.error
    assert (lighthouse.error.code, lighthouse.audio_key) == ("unreadable", None)
    assert "choose another voice" in lighthouse.error.message

    description = await app.describe_audio_book(receipt.audio_book_id, owner=SYSTEM_USER)
    assert description.view.audio_book.status is Status.COMPLETED_WITH_ERRORS
    assert summary_markdown(description).count(f"*[Not spoken, for the voice cannot read it:]* {JAPANESE}") == 1
    first = manifest(description, Tally())["chapters"][0]  # type: ignore[index]  # for programs: a plain dict
    assert [sentence["start"] is None for sentence in first["sentences"]] == unspoken
