"""Telling a book from memory: asked once, also where the process dies; mended once where an answer is of no use."""

import asyncio
from collections import Counter

import pytest

from bookbytes_adapters.memory import Rememberer
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, ChapterStatus, Options, Status
from bookbytes_core.domain.cost import Provider, Usage
from bookbytes_core.errors import InvalidInput, Rejected
from bookbytes_core.ports.llm import BookQuestion, ChapterQuestion, RecalledChapters, SummaryDraft
from tests.support.books_without_text import REMEMBERED, ROAD, a_catalogue, a_world, ordered_by_isbn
from tests.support.scripted import Killed, ScriptedStorage
from tests.use_cases.steps import chapters_of, result_of, successor

PAID = Provider("rememberer", "rememberer", "1", free=False)
MEMORY = Options(from_memory=True)
PUTS = 17
"""More than the book has, so that the last one lets it run undisturbed."""


def a_paid_model() -> Rememberer:
    return Rememberer(REMEMBERED, PAID, Usage(10, 20))


async def undisturbed() -> list[tuple[object, ...]]:
    world = a_world()
    receipt = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    await world.application().generate_audio_book(receipt.job_id)
    return await result_of(world, receipt.audio_book_id)


@pytest.mark.parametrize("step", range(1, PUTS))
async def test_a_kill_at_any_write_asks_again_only_what_was_in_flight(step: int) -> None:
    async def die(number: int, key: str) -> None:
        if number == step:
            raise Killed

    model = a_paid_model()
    first = MemoryWorld(metadata=a_catalogue(), storage=ScriptedStorage(die), summariser=model)
    receipt = await ordered_by_isbn(first.application(), ROAD, MEMORY)
    in_flight = 0
    try:
        await first.application().generate_audio_book(receipt.job_id)
    except Killed:
        in_flight = first.application().generate_audio_book.chapters_at_once
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)

    second = successor(first)
    second.summariser = model
    await second.application().generate_audio_book(receipt.job_id)
    assert await result_of(second, receipt.audio_book_id) == await undisturbed()
    asked = Counter(model.questions)
    assert len(asked) == 4
    assert sum(asked.values()) - len(asked) <= in_flight
    assert max(asked.values()) <= 2


async def test_a_worker_whose_lease_was_taken_meanwhile_changes_nothing() -> None:
    async def overtaken(number: int, key: str) -> None:
        if number == 2:  # the answer is kept; the text made of it is about to be
            other = successor(slow)
            other.summariser = slow.summariser
            await other.application().generate_audio_book(receipt.job_id)

    slow = MemoryWorld(metadata=a_catalogue(), storage=ScriptedStorage(overtaken), summariser=a_paid_model())
    receipt = await ordered_by_isbn(slow.application(), ROAD, MEMORY)
    await slow.application().generate_audio_book(receipt.job_id)
    job = (await slow.application().jobs.get(receipt.job_id, SYSTEM_USER)).job
    assert (job.status, job.attempts) == (Status.COMPLETED, 0)
    assert await result_of(slow, receipt.audio_book_id) == await undisturbed()


class Troubled(Rememberer):
    """Its first answers, unless they are repairs, are of no use."""

    def __init__(self, code: str) -> None:
        super().__init__(REMEMBERED, PAID, Usage(10, 20))
        self._code = code

    async def recall_chapters(self, question: BookQuestion) -> RecalledChapters:
        recalled = await super().recall_chapters(question)
        self._refuse(question)
        return recalled

    async def recall_chapter(self, question: ChapterQuestion) -> SummaryDraft:
        draft = await super().recall_chapter(question)
        self._refuse(question)
        return draft

    def _refuse(self, question: BookQuestion | ChapterQuestion) -> None:
        if question.trouble is None:
            raise Rejected("Of no use.", code=self._code)


async def test_an_answer_of_no_use_is_mended_once() -> None:
    world = a_world()
    world.summariser = model = Troubled("summary_invalid")
    receipt = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    await world.application().generate_audio_book(receipt.job_id)
    assert {c.status for c in await chapters_of(world, receipt.audio_book_id)} == {ChapterStatus.COMPLETED}
    assert Counter(question.trouble for question in model.questions) == {None: 4, "summary_invalid": 4}


async def test_a_refusal_is_not_and_ends_the_job_where_it_is_about_the_book() -> None:
    world = a_world()
    world.summariser = model = Troubled("summary_refused")
    receipt = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    await world.application().generate_audio_book(receipt.job_id)
    job = (await world.application().jobs.get(receipt.job_id, SYSTEM_USER)).job
    assert job.error
    assert (job.status, job.error.code, len(model.questions)) == (Status.FAILED, "summary_refused", 1)


async def test_a_new_order_asks_anew_what_ended_the_last_one() -> None:
    world = a_world()
    world.summariser = model = Troubled("summary_refused")
    first = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    await world.application().generate_audio_book(first.job_id)
    world.summariser = a_paid_model()
    again = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    await world.application().generate_audio_book(again.job_id)
    assert (again.audio_book_id, len(model.questions)) == (first.audio_book_id, 1)
    assert await result_of(world, again.audio_book_id) == await undisturbed()


async def test_a_chapter_of_which_nothing_is_remembered_fails_alone() -> None:
    world = a_world()
    world.summariser = Rememberer({"The Salt Road": {**REMEMBERED["The Salt Road"], "The Pass": ()}})
    receipt = await ordered_by_isbn(world.application(), ROAD, MEMORY)
    await world.application().generate_audio_book(receipt.job_id)
    chapters = await chapters_of(world, receipt.audio_book_id)
    assert [c.status.value for c in chapters] == ["completed", "failed", "completed"]
    assert chapters[1].error
    assert chapters[1].error.code == "no_summary"


async def test_who_remembers_nothing_says_so_when_asked() -> None:
    model, book = MemoryWorld().summariser, BookQuestion("The Salt Road", (), "en")
    assert not model.remembers
    for asked in (model.recall_chapters(book), model.recall_chapter(ChapterQuestion(book, 1, "The Pass", 100))):
        with pytest.raises(InvalidInput) as caught:
            await asked
        assert caught.value.code == "source_text_required"
