"""What an order would take, before it is placed: asked of nobody, kept nowhere, near what it comes to."""

from pathlib import Path

import pytest

from bookbytes_adapters.memory import EchoSummariser, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, Options, Order, Tier
from bookbytes_core.domain.cost import Provider
from bookbytes_core.errors import InvalidInput
from bookbytes_core.use_cases.audio_books.estimate import BookEstimate
from tests.use_cases.steps import chapters_of, ordered

PAID = Provider("openai", "small", "prompt 1", free=False)


def _a_part(part: int) -> str:
    paragraphs = (f"The tide table number {part}{n} was printed in spring. " * 8 for n in range(9))
    return f"## Part {part}\n\n" + "\n\n".join(paragraphs)


LONG = "# Long\n\n" + "\n\n".join(map(_a_part, range(1, 5)))
ORDERS = (Options(), Options(minutes=3), Options(words_per_chapter=80), Options(chapters=(2,)))


@pytest.fixture
def world() -> MemoryWorld:
    return MemoryWorld(summariser=EchoSummariser(PAID), voice=ToneSpeech(free=False))


@pytest.fixture
def long_book(tmp_path: Path) -> Path:
    file = tmp_path / "long.txt"
    file.write_text(LONG, encoding="utf-8")
    return file


async def estimated(world: MemoryWorld, file: Path, options: Options | None = None) -> BookEstimate:
    app = world.application()
    book = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
    return await app.estimate_audio_book(
        Order(edition_id=book.edition.id, options=options or Options()), owner=SYSTEM_USER
    )


@pytest.mark.parametrize("options", ORDERS)
async def test_it_is_near_what_the_book_comes_to(world: MemoryWorld, long_book: Path, options: Options) -> None:
    before = await estimated(world, long_book, options)
    voice = world.voice
    assert isinstance(voice, ToneSpeech)
    assert voice.requests == []
    receipt = await ordered(world, long_book, options)
    await world.application().generate_audio_book(receipt.job_id)
    chapters = await chapters_of(world, receipt.audio_book_id)
    spoken = sum(len(request.text) for request in voice.requests)
    took = before.estimate.tts_characters
    assert before.tier is Tier.TEXT
    assert before.chapters == len(chapters)
    assert took.low <= spoken <= took.high
    assert before.minutes == pytest.approx(sum(c.duration_seconds or 0 for c in chapters) / 60, rel=0.25)
    assert before.words == pytest.approx(sum(c.target_words for c in chapters), rel=0.05)


async def test_what_is_free_takes_no_tokens(long_book: Path) -> None:
    found = await estimated(MemoryWorld(), long_book)
    assert (found.estimate.llm_tokens.high, found.estimate.cost_usd.high) == (0, 0)
    assert found.words < found.source_words


async def test_nothing_is_ordered_and_what_cannot_be_is_refused(world: MemoryWorld, long_book: Path) -> None:
    await estimated(world, long_book)
    assert world.store.state.audio_books == {}
    assert world.store.state.calls == {}
    for options, code in (
        (Options(voice="nobody"), "unknown_voice"),
        (Options(chapters=(9,)), "unknown_chapter"),
        (Options(minutes=0.01), "budget_too_small"),
    ):
        with pytest.raises(InvalidInput) as caught:
            await estimated(world, long_book, options)
        assert caught.value.code == code
