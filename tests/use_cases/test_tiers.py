"""What a book is made from, whose text nobody has brought, and that it says so everywhere."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from bookbytes_adapters.memory import MemoryMetadata, PlainTextBooks, Rememberer, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Isbn, Options, Order, Status, Tier, Verdict
from bookbytes_core.domain.book_text import Cover, ParsedBook
from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.llm import BookQuestion, ChapterQuestion
from bookbytes_core.ports.metadata import EditionRecord
from bookbytes_core.use_cases.audio_books.describe import AudioBookDescription
from bookbytes_core.use_cases.audio_books.manifest import file_name, manifest, summary_markdown
from bookbytes_core.use_cases.audio_books.request import Receipt
from bookbytes_core.use_cases.calls import Tally
from tests.support.books_without_text import (
    GERMAN_ISLANDS,
    ISLANDS,
    OLD_ISLANDS,
    ROAD,
    a_world,
    ordered_by_isbn,
)
from tests.use_cases.steps import chapters_of

MEMORY = Options(from_memory=True)
ONE, TWO = ContentsEntry("One"), ContentsEntry("Two")
FROM_MEMORY = "This comes from a language model's memory, not from the book, and may be wrong."


class Numbered(PlainTextBooks):
    """Every file names that number and has a cover."""

    def __init__(self, isbn: Isbn) -> None:
        self._isbn = isbn

    async def parse(self, file: Path, *, name: str) -> ParsedBook:
        text = (await super().parse(file, name=name)).text
        return ParsedBook(replace(text, info=replace(text.info, isbn=str(self._isbn))), Cover(b"png", "image/png"))


async def made(world: MemoryWorld, isbn: Isbn, options: Options | None = None) -> tuple[Receipt, Tally]:
    app = world.application()
    receipt = await ordered_by_isbn(app, isbn, options)
    tally = await app.generate_audio_book(receipt.job_id)
    assert tally
    return receipt, tally


async def described(world: MemoryWorld, receipt: Receipt) -> AudioBookDescription:
    return await world.application().describe_audio_book(receipt.audio_book_id, owner=SYSTEM_USER)


async def brought(world: MemoryWorld, folder: Path, isbn: Isbn) -> UUID:
    """The edition of a file with that number, which the user has imported."""
    file = folder / "book.txt"
    file.write_text("# A Book\n\n## One\nThe harbour lies on the north side.\n", encoding="utf-8")
    world.parser = Numbered(isbn)
    return (await world.application().import_book(file, name=file.name, owner=SYSTEM_USER)).edition.id


def spoken(world: MemoryWorld) -> list[str]:
    assert isinstance(world.voice, ToneSpeech)
    return [sentence for request in world.voice.requests for sentence in request.sentences]


async def refused(world: MemoryWorld, isbn: Isbn, options: Options | None = None) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        await ordered_by_isbn(world.application(), isbn, options)
    assert caught.value.code == "source_text_required"
    return caught.value


@pytest.mark.parametrize("remembers", [True, False])
async def test_without_text_and_contents_nothing_is_spoken_that_was_not_asked_for(remembers: bool) -> None:
    world = a_world(remembers=remembers)
    error = await refused(world, ROAD)
    helps = ["import_file", "from_memory"] if remembers else ["import_file"]
    assert error.details["helps"] == helps
    edition = (await world.application().find_edition(str(ROAD))).view.edition
    with pytest.raises(InvalidInput) as caught:
        await world.application().request_audio_book(Order(edition_id=edition.id), owner=SYSTEM_USER)
    assert (caught.value.code, caught.value.message) == ("source_text_required", error.message)
    assert (spoken(world), world.store.state.audio_books, world.store.state.jobs) == ([], {}, {})


async def test_where_nothing_remembers_it_is_said_what_to_set() -> None:
    world = a_world(remembers=False)
    error = await refused(world, ISLANDS, MEMORY)
    assert "OPENAI_API_KEY" in error.message
    assert error.details["helps"] == ["import_file", "set_up_language_model", "public_domain_text"]
    assert "First published in 1875" in error.message
    assert "Gutenberg" not in (await refused(world, ROAD)).message


async def test_a_book_from_its_contents_says_so_and_asks_no_model() -> None:
    world = a_world()
    receipt, tally = await made(world, ISLANDS)
    assert (receipt.tier, tally.llm, "outline" in receipt.note) == (Tier.CONTENTS, 0, True)
    assert isinstance(world.summariser, Rememberer)
    assert (world.summariser.requests, world.summariser.questions) == ([], [])
    book = await described(world, receipt)
    assert [chapter.title for chapter in book.chapters] == ["The Outer Islands", "Part II. The Mainland"]
    assert [chapter.summary.text for chapter in book.chapters if chapter.summary] == [
        "Arrival. Who keeps the lamp?",
        "",
    ]
    assert {s.verdict for c in book.chapters if c.summary for s in c.summary.sentences} == {Verdict.KEPT}
    assert spoken(world)[:2] == [
        "An outline of The Lighthouse Islands, by Maria Santos.",
        "It was made from the book's table of contents, not from its text.",
    ]
    content = manifest(book, tally)
    assert (content["tier"], content["llm"]) == ("B", {"provider": "echo", "model": "echo"})
    assert "(tier B)" in summary_markdown(book)
    assert file_name(book.chapters[0], book) == "01 - The Outer Islands.mp3"


async def test_an_edition_borrows_the_contents_of_another_in_its_language_alone() -> None:
    world = a_world()
    assert (await ordered_by_isbn(world.application(), OLD_ISLANDS)).tier is Tier.CONTENTS
    await refused(world, GERMAN_ISLANDS)


async def test_a_book_from_memory_says_so_in_all_places() -> None:
    world = a_world()
    receipt, tally = await made(world, ROAD, MEMORY)
    assert (receipt.tier, "memory" in receipt.note, tally.llm) == (Tier.MEMORY, True, 4)
    book = await described(world, receipt)
    assert [chapter.title for chapter in book.chapters] == ["The Harbour", "The Pass", "The Market"]
    sentences = [sentence for chapter in book.chapters if chapter.summary for sentence in chapter.summary.sentences]
    assert {(s.sources, s.support, s.verdict) for s in sentences} == {((), 0.0, Verdict.FLAGGED)}
    assert spoken(world).count(FROM_MEMORY) == 3
    assert file_name(book.chapters[1], book) == "02 - The Pass (from memory).mp3"
    content = manifest(book, tally)
    assert (content["tier"], content["source_word_count"]) == ("C", 0)
    assert "(tier C)" in summary_markdown(book)
    assert "(tier C)" in book.context.tags(book.chapters[0]).comment
    assert book.view.audio_book.tier is Tier.MEMORY
    again = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    assert (again.job_id, again.new) == (receipt.job_id, False)


async def test_a_real_table_of_contents_is_the_chapter_list_of_memory_too() -> None:
    world = a_world()
    receipt, _ = await made(world, ISLANDS, MEMORY)
    assert isinstance(world.summariser, Rememberer)
    asked = [question for question in world.summariser.questions if isinstance(question, ChapterQuestion)]
    assert len(asked) == len(world.summariser.questions) == 2
    assert [c.title for c in await chapters_of(world, receipt.audio_book_id)] == [question.title for question in asked]


async def test_a_book_that_no_model_knows_fails_and_nothing_is_spoken() -> None:
    world = a_world()
    world.summariser = Rememberer({})
    receipt, _ = await made(world, ROAD, MEMORY)
    view = await world.application().jobs.get(receipt.job_id, SYSTEM_USER)
    assert view.job.error
    assert (view.job.status, view.job.error.code) == (Status.FAILED, "book_not_known")
    assert (spoken(world), (await described(world, receipt)).chapters) == ([], ())
    again = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    assert (again.audio_book_id, again.new) == (receipt.audio_book_id, True)
    await world.application().generate_audio_book(again.job_id)
    assert len(world.summariser.questions) == 1


@pytest.mark.parametrize("isbn", [ISLANDS, ROAD])
async def test_the_books_own_text_always_wins(isbn: Isbn, tmp_path: Path) -> None:
    world = a_world()
    options = Options() if isbn is ISLANDS else MEMORY
    before, _ = await made(world, isbn, options)
    await brought(world, tmp_path, isbn)
    app = world.application()
    after = await ordered_by_isbn(app, isbn, options)
    assert (after.tier, after.new) == (Tier.TEXT, True)
    assert after.audio_book_id != before.audio_book_id
    plain = await ordered_by_isbn(app, isbn)
    assert plain.audio_book_id == after.audio_book_id
    await app.generate_audio_book(after.job_id)
    assert [c.title for c in await chapters_of(world, after.audio_book_id)] == ["One"]
    covers = [(await described(world, receipt)).context.cover for receipt in (before, after)]
    assert covers == [None, Cover(b"png", "image/png")]


async def test_the_text_of_another_edition_in_the_same_language_is_named_before_anything_else(tmp_path: Path) -> None:
    world = a_world()
    await world.application().find_edition(str(ISLANDS))
    edition_id = await brought(world, tmp_path, OLD_ISLANDS)
    for options in (None, MEMORY):
        error = await refused(world, ISLANDS, options)
        assert error.details["other_edition_id"] == str(edition_id)
        assert "the other edition of it" in error.message
    assert (await ordered_by_isbn(world.application(), GERMAN_ISLANDS, MEMORY)).tier is Tier.MEMORY


async def test_a_title_finds_what_may_be_told_without_a_text() -> None:
    choose = a_world().application().choose_source
    islands = await choose.by_title("the lighthouse islands", owner=SYSTEM_USER, language="en")
    assert islands.edition.isbn == ISLANDS
    assert (await choose.by_title("the salt road", owner=SYSTEM_USER, from_memory=True)).edition.isbn == ROAD
    with pytest.raises(InvalidInput) as caught:
        await choose.by_title("the salt road", owner=SYSTEM_USER)
    assert caught.value.code == "source_text_required"


async def test_a_long_table_of_contents_is_spoken_whole_and_shorter_where_asked_for() -> None:
    lines = tuple(ContentsEntry(f"The long way to harbour number {place}", 1) for place in range(30))
    edition = EditionRecord(key="E", isbns=(ROAD,), title="Ways", language="en", contents=(ONE, *lines, TWO))
    world = MemoryWorld(metadata=MemoryMetadata([], [edition]))
    for options, sentences in ((None, 30), (Options(words_per_chapter=21), 3)):
        receipt, _ = await made(world, ROAD, options)
        first = (await chapters_of(world, receipt.audio_book_id))[0].summary
        assert first
        assert len(first.sentences) == sentences


async def test_chapters_are_chosen_and_measured_without_a_text() -> None:
    world = a_world()
    assert isinstance(world.summariser, Rememberer)
    for options, words in ((MEMORY, 150), (Options(from_memory=True, words_per_chapter=80), 80)):
        receipt, _ = await made(world, ROAD, options)
        assert {c.target_words for c in await chapters_of(world, receipt.audio_book_id)} == {words}
    receipt, _ = await made(world, ROAD, Options(from_memory=True, chapters=(2,)))
    assert [c.number for c in await chapters_of(world, receipt.audio_book_id)] == [2]
    assert sum(isinstance(question, BookQuestion) for question in world.summariser.questions) == 1
    receipt, _ = await made(world, ROAD, Options(from_memory=True, minutes=3))
    targets = {c.target_words for c in await chapters_of(world, receipt.audio_book_id)}
    assert len(targets) == 1
    assert 100 < targets.pop() < 180
    missing, _ = await made(world, ROAD, Options(from_memory=True, chapters=(9,)))
    view = await world.application().jobs.get(missing.job_id, SYSTEM_USER)
    assert view.job.error
    assert view.job.error.code == "unknown_chapter"
    with pytest.raises(InvalidInput) as caught:
        await ordered_by_isbn(world.application(), ISLANDS, Options(chapters=(9,)))
    assert caught.value.code == "unknown_chapter"
