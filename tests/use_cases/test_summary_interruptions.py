"""Whatever stops a summary of many calls, the next run ends with the same one and pays for no answer twice."""

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from bookbytes_adapters.memory import MemoryStorage
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, ChapterStatus
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.llm import SummaryRequest, Task
from tests.support.scripted import Killed, settled
from tests.support.storytellers import Storyteller, a_long_chapter, false
from tests.use_cases.steps import ordered, result_of, successor

Drafts = tuple[DraftSentence, ...]

CALLS = 8
"""Three parts, one of them repaired; the whole, repaired; a second try: no run makes more."""


def troublesome(request: SummaryRequest, drafts: Drafts) -> Drafts:
    """The first part and the whole need a repair; the whole has false sentences; so has the second try."""
    first_part = request.task is Task.PART and any(" 1700" in paragraph.text for paragraph in request.paragraphs)
    if request.trouble is None and (first_part or request.task is Task.JOIN):
        raise Rejected("That was no summary.", code="summary_invalid")
    if request.task is Task.PART:
        return drafts
    return tuple(false(draft) if place % 2 else draft for place, draft in enumerate(drafts))


def a_teller() -> Storyteller:
    return Storyteller(troublesome, context_tokens=2_200)


class Mortal(MemoryStorage):
    """The process dies when it has stored that many results of summaries, or when it is about to store the next."""

    def __init__(self, stored: int, *, before: bool) -> None:
        super().__init__()
        self._left = stored
        self._before = before

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        if not key.startswith("results/llm"):
            await super().put(key, data, content_type=content_type)
            return
        self._left -= 1
        if self._before and self._left < 0:
            raise Killed
        await super().put(key, data, content_type=content_type)
        if not self._before and self._left <= 0:
            raise Killed


@pytest.fixture
def island(tmp_path: Path) -> Path:
    file = tmp_path / "island.txt"
    file.write_text(a_long_chapter(), encoding="utf-8")
    return file


async def undisturbed(island: Path) -> tuple[list[tuple[object, ...]], Storyteller]:
    teller = a_teller()
    world = MemoryWorld(summariser=teller)
    receipt = await ordered(world, island)
    await world.application().generate_audio_book(receipt.job_id)
    return await result_of(world, receipt.audio_book_id), teller


async def test_the_troublesome_chapter_takes_the_calls_it_is_meant_to_take(island: Path) -> None:
    result, teller = await undisturbed(island)
    assert result[0][2] is ChapterStatus.COMPLETED
    assert Counter(teller.tasks) == {Task.PART: len(teller.tasks) - 3, Task.JOIN: 2, Task.AGAIN: 1}
    assert [request.trouble for request in teller.requests].count("summary_invalid") == 2
    assert len(teller.answered) == len(teller.requests) - 2 < CALLS


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("stored", range(1, CALLS))
async def test_k10_a_kill_round_any_answer_changes_nothing(island: Path, stored: int, before: bool) -> None:
    teller = a_teller()
    first = MemoryWorld(storage=Mortal(stored, before=before), summariser=teller)
    receipt = await ordered(first, island)
    with suppress(Killed):
        await first.application().generate_audio_book(receipt.job_id)
    await settled()
    second = successor(first)
    second.storage = _survivor(first)
    lost = len(teller.answered) - sum(key.startswith("results/llm") for key in second.storage.objects)
    second.summariser = teller
    await second.application().generate_audio_book(receipt.job_id)
    whole, calm = await undisturbed(island)
    assert await result_of(second, receipt.audio_book_id) == whole
    asked = Counter(teller.answered)
    assert set(asked) == set(calm.answered)
    assert sum(asked.values()) - len(asked) == lost


def _survivor(world: MemoryWorld) -> MemoryStorage:
    """What the killed process left in the store."""
    left = MemoryStorage()
    left.objects.update(world.storage.objects)  # type: ignore[attr-defined]
    return left


async def test_another_order_of_the_same_finds_every_answer(island: Path) -> None:
    teller = a_teller()
    first = MemoryWorld(summariser=teller)
    receipt = await ordered(first, island)
    await first.application().generate_audio_book(receipt.job_id)
    calls = len(teller.answered)
    await first.application().delete_audio_book(receipt.audio_book_id, owner=SYSTEM_USER)
    again = await ordered(first, island)
    tally = await first.application().generate_audio_book(again.job_id)
    assert tally
    assert (tally.llm_reused, len(teller.answered)) == (calls, calls)
    assert await result_of(first, again.audio_book_id) == await result_of(first, receipt.audio_book_id)


async def test_a_stopped_run_keeps_the_answers_it_waits_for(island: Path) -> None:
    reached = asyncio.Event()

    def slow(request: SummaryRequest, drafts: Drafts) -> Drafts:
        if request.task is Task.JOIN:
            reached.set()
        return troublesome(request, drafts)

    teller = Storyteller(slow, context_tokens=2_200)
    first = MemoryWorld(summariser=teller)
    receipt = await ordered(first, island)
    run = asyncio.ensure_future(first.application().generate_audio_book(receipt.job_id))
    await reached.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    second = successor(first)
    second.summariser = teller
    await second.application().generate_audio_book(receipt.job_id)
    assert await result_of(second, receipt.audio_book_id) == (await undisturbed(island))[0]
    assert max(Counter(teller.answered).values()) == 1
