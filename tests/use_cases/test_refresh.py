"""Making an audio book anew: only what failed, only what changed, or all of it; version n stays as it is."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bookbytes_adapters.memory import EchoSummariser, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Options, Order, Status
from bookbytes_core.domain.cost import Provider
from bookbytes_core.domain.job import JobType
from bookbytes_core.errors import Conflict, InvalidInput, NotFound, Rejected
from bookbytes_core.use_cases.audio_books.request import Receipt
from bookbytes_core.use_cases.calls import Tally
from tests.support.scripted import ScriptedVoice
from tests.use_cases.conftest import BOOK
from tests.use_cases.steps import chapters_of, ordered, result_of

PAID = Provider("openai", "small", "prompt 1", free=False)


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(summariser=EchoSummariser(PAID), voice=ToneSpeech(free=False))


async def made(world: MemoryWorld, file: Path) -> Receipt:
    receipt = await ordered(world, file, Options(words_per_chapter=8))
    await run(world, receipt)
    return receipt


async def run(world: MemoryWorld, receipt: Receipt) -> Tally:
    tally = await world.application().generate_audio_book(receipt.job_id)
    assert tally
    return tally


async def refreshed(world: MemoryWorld, book_id: UUID, **how: object) -> Receipt:
    return await world.application().refresh_audio_book(book_id, owner=SYSTEM_USER, **how)  # type: ignore[arg-type]


async def version_of(world: MemoryWorld, receipt: Receipt) -> tuple[int, Status]:
    book = (await world.application().books.get(receipt.audio_book_id, SYSTEM_USER)).audio_book
    return book.version, book.status


async def test_nothing_is_made_where_nothing_has_changed(world: MemoryWorld, book_file: Path) -> None:
    receipt = await made(world, book_file)
    again = await refreshed(world, receipt.audio_book_id)
    assert again == Receipt(receipt.job_id, receipt.audio_book_id, Status.COMPLETED, new=False)


async def test_another_voice_is_a_version_beside_the_old_one_and_asks_no_model(
    world: MemoryWorld, book_file: Path
) -> None:
    receipt = await made(world, book_file)
    before = await result_of(world, receipt.audio_book_id)
    other = await refreshed(world, receipt.audio_book_id, changes={"voice": "low-tone"})
    assert other.new
    assert other.audio_book_id != receipt.audio_book_id
    assert await version_of(world, receipt) == (1, Status.COMPLETED)
    assert await run(world, other) == Tally(llm=0, tts=6, llm_reused=3)
    assert await version_of(world, other) == (2, Status.COMPLETED)
    assert await result_of(world, receipt.audio_book_id) == before
    job = (await world.application().jobs.get(other.job_id, SYSTEM_USER)).job
    assert job.type is JobType.REFRESH


async def test_another_length_takes_the_place_of_the_old_one(world: MemoryWorld, book_file: Path) -> None:
    receipt = await made(world, book_file)
    other = await refreshed(world, receipt.audio_book_id, changes={"minutes": 2.0})
    book = (await world.application().books.get(other.audio_book_id, SYSTEM_USER)).audio_book
    assert (book.options.minutes, book.options.words_per_chapter) == (2.0, None)


@pytest.mark.parametrize(
    "changed",
    [Provider("openai", "large", "prompt 1", free=False), Provider("openai", "small", "prompt 2", free=False)],
)
async def test_another_model_or_prompt_makes_the_next_version(
    world: MemoryWorld, book_file: Path, changed: Provider
) -> None:
    receipt = await made(world, book_file)
    world.summariser = EchoSummariser(changed)
    later = await refreshed(world, receipt.audio_book_id)
    assert later.new
    tally = await run(world, later)
    assert (tally.llm, tally.tts, tally.tts_reused) == (3, 0, 6)
    assert await version_of(world, later) == (2, Status.COMPLETED)
    assert (await refreshed(world, receipt.audio_book_id)).audio_book_id == later.audio_book_id


async def test_an_order_stands_when_only_the_prompt_has_changed(world: MemoryWorld, book_file: Path) -> None:
    receipt = await made(world, book_file)
    world.summariser = EchoSummariser(Provider("openai", "small", "prompt 2", free=False))
    assert (await ordered(world, book_file, Options(words_per_chapter=8))).job_id == receipt.job_id


async def test_force_makes_and_pays_all_of_it_again_and_keeps_the_old_version(
    world: MemoryWorld, book_file: Path
) -> None:
    receipt = await made(world, book_file)
    forced = await refreshed(world, receipt.audio_book_id, force=True)
    assert forced.new
    assert (await refreshed(world, receipt.audio_book_id, force=True)).job_id == forced.job_id
    assert await run(world, forced) == Tally(llm=3, tts=6)
    assert await version_of(world, forced) == (2, Status.COMPLETED)
    assert await result_of(world, forced.audio_book_id) == await result_of(world, receipt.audio_book_id)
    other = await refreshed(world, forced.audio_book_id, changes={"voice": "low-tone"})
    assert (await run(world, other)).llm == 0


async def test_one_paragraph_changed_in_the_source_is_one_chapter_made_anew(
    world: MemoryWorld, book_file: Path, tmp_path: Path
) -> None:
    await made(world, book_file)
    mended = tmp_path / "mended.txt"
    mended.write_text(BOOK.replace("has two rooms", "has three rooms"), encoding="utf-8")
    tally = await run(world, await ordered(world, mended, Options(words_per_chapter=8)))
    assert (tally.llm, tally.llm_reused) == (1, 2)
    assert (tally.tts, tally.tts_reused) == (1, 5)


class TestOnlyFailed:
    async def test_v11_only_what_failed_is_paid_for(self, world: MemoryWorld, book_file: Path) -> None:
        async def refuse(number: int, text: str) -> None:
            if "first time" in text:
                raise Rejected("The voice will not say this.", code="vendor_said_no")

        world.voice = ScriptedVoice(refuse, free=False)
        receipt = await made(world, book_file)
        assert await version_of(world, receipt) == (1, Status.COMPLETED_WITH_ERRORS)
        done = {c.number: c.id for c in await chapters_of(world, receipt.audio_book_id)}
        world.voice = ToneSpeech(free=False)
        again = await refreshed(world, receipt.audio_book_id, only_failed=True)
        assert (again.audio_book_id, again.new) == (receipt.audio_book_id, True)
        assert (await refreshed(world, receipt.audio_book_id, only_failed=True)).job_id == again.job_id
        tally = await run(world, again)
        assert (tally.llm, tally.tts) == (0, 1)
        assert await version_of(world, again) == (1, Status.COMPLETED)
        assert {c.number: c.id for c in await chapters_of(world, receipt.audio_book_id)} == done

    async def test_it_is_refused_where_nothing_failed(self, world: MemoryWorld, book_file: Path) -> None:
        receipt = await made(world, book_file)
        with pytest.raises(Conflict, match="No chapter of this book failed"):
            await refreshed(world, receipt.audio_book_id, only_failed=True)

    async def test_it_goes_with_nothing_else(self, world: MemoryWorld, book_file: Path) -> None:
        receipt = await made(world, book_file)
        for how in ({"force": True}, {"changes": {"voice": "low-tone"}}):
            with pytest.raises(InvalidInput, match="leave force and options out"):
                await refreshed(world, receipt.audio_book_id, only_failed=True, **how)


async def test_what_is_not_yours_is_not_there(world: MemoryWorld, book_file: Path) -> None:
    receipt = await made(world, book_file)
    for only_failed in (False, True):
        with pytest.raises(NotFound):
            await world.application().refresh_audio_book(receipt.audio_book_id, owner=uuid4(), only_failed=only_failed)
    with pytest.raises(NotFound):
        await world.application().request_audio_book(Order(edition_id=uuid4()), owner=SYSTEM_USER)
