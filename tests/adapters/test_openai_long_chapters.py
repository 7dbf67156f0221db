"""A chapter beyond the context of a model behind OpenAI's protocol: map, reduce and repair over HTTP."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bookbytes_adapters.llm.openai import OpenAiSummariser
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import Chapter, ChapterStatus, Verdict
from bookbytes_core.domain.tokens import estimated_tokens
from bookbytes_core.use_cases.calls import Tally
from tests.support.fake_vendor import FakeVendor
from tests.support.openai_servers import a_server
from tests.support.storytellers import a_long_chapter
from tests.use_cases.steps import chapters_of, ordered

CONTEXT = 2_200
LINE = re.compile(r"^\[([^\]]+)\] (.+)$", re.MULTILINE)


@pytest.fixture
async def world(vendor: FakeVendor) -> AsyncIterator[MemoryWorld]:
    async with a_server(vendor.base_url) as server:
        yield MemoryWorld(summariser=OpenAiSummariser(server, "gpt-4o-mini", CONTEXT))


@pytest.fixture
def island(tmp_path: Path) -> Path:
    file = tmp_path / "island.txt"
    file.write_text(a_long_chapter(), encoding="utf-8")
    return file


async def made(world: MemoryWorld, file: Path) -> tuple[Chapter, Tally]:
    receipt = await ordered(world, file)
    tally = await world.application().generate_audio_book(receipt.job_id)
    (chapter,) = await chapters_of(world, receipt.audio_book_id)
    assert tally
    return chapter, tally


def lines(asked: dict[str, Any]) -> list[tuple[str, str]]:
    return LINE.findall(asked["messages"][-1]["content"])


async def test_parts_and_the_whole_are_asked_for_and_cite_the_book(
    world: MemoryWorld, vendor: FakeVendor, island: Path
) -> None:
    chapter, tally = await made(world, island)
    *parts, whole = vendor.asked()
    assert tally.llm == len(vendor.bill()) == len(parts) + 1 > 2
    shown = Counter(name for part in parts for name, _ in lines(part))
    assert set(shown.values()) == {1}
    assert len(shown) == 31
    assert all(estimated_tokens(text) <= CONTEXT for part in parts for text in [part["messages"][-1]["content"]])
    assert [name for name, _ in lines(whole)] == [str(number + 1) for number in range(len(lines(whole)))]

    assert (chapter.status, chapter.error) == (ChapterStatus.COMPLETED, None)
    assert chapter.summary
    assert {sentence.verdict for sentence in chapter.summary.sentences} == {Verdict.KEPT}
    for sentence in chapter.summary.sentences:
        (source,) = sentence.sources
        assert shown[source]
        assert any(sentence.text in text for part in parts for name, text in lines(part) if name == source)


async def test_v09_an_answer_of_no_use_is_repaired_once_and_all_is_paid_once(
    world: MemoryWorld, vendor: FakeVendor, island: Path
) -> None:
    vendor.script(fault="invalid_json", kind="llm", contains=" 1700")
    chapter, tally = await made(world, island)
    assert chapter.status is ChapterStatus.COMPLETED
    calls = len(vendor.bill())
    assert tally.llm == calls == len(vendor.asked())
    vendor.reset()

    other = MemoryWorld(summariser=world.summariser)
    undisturbed = await ordered(other, island)
    await other.application().generate_audio_book(undisturbed.job_id)
    assert len(vendor.bill()) == calls - 1
    assert [c.summary for c in await chapters_of(other, undisturbed.audio_book_id)] == [chapter.summary]
