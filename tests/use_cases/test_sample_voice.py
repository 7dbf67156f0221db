"""What a voice sounds like: made once where it is free, never paid for."""

from pathlib import Path

import pytest

from bookbytes_adapters.memory import ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import Options
from bookbytes_core.domain.listening import calibration_text
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.tts import Voice
from bookbytes_core.use_cases.audio_books.sample_voice import speaking
from tests.use_cases.steps import ordered


def spoken(world: MemoryWorld) -> list[tuple[str, ...]]:
    assert isinstance(world.voice, ToneSpeech)
    return [request.sentences for request in world.voice.requests]


async def test_a_free_voice_says_the_fixed_sentences_once(world: MemoryWorld) -> None:
    sample = world.application().sample_voice
    first = await sample("low-tone")
    assert spoken(world) == [calibration_text("en")]
    assert await sample("low-tone") == first
    assert await sample("low-tone", language="xx") == first, "there are no sentences in that language"
    assert len(spoken(world)) == 1
    other = await sample("low-tone", language="fr-CA")
    assert (other.key != first.key, spoken(world)[-1]) == (True, calibration_text("fr"))
    assert await world.storage.get(first.key) == first.mp3


async def test_an_unknown_voice_is_not_found(world: MemoryWorld) -> None:
    with pytest.raises(NotFound) as caught:
        await world.application().sample_voice("choir")
    assert caught.value.code == "voice_not_found"
    assert spoken(world) == []


async def test_a_voice_that_costs_money_is_heard_only_after_a_job_has_paid_for_it(
    world: MemoryWorld, book_file: Path
) -> None:
    world.voice = ToneSpeech(free=False)
    app = world.application()
    with pytest.raises(NotFound) as caught:
        await app.sample_voice("tone")
    assert (caught.value.code, spoken(world)) == ("sample_not_made", [])
    receipt = await ordered(world, book_file, Options(minutes=5, voice="tone"))
    await app.generate_audio_book(receipt.job_id)
    asked = len(spoken(world))
    assert (await app.sample_voice("tone", language="en")).mp3
    assert len(spoken(world)) == asked


def test_voices_are_chosen_by_language_whatever_the_region() -> None:
    voices = [Voice(tag, "p", tag, tag) for tag in ("en-GB", "en", "de", "*")]
    assert [voice.id for voice in speaking(voices, "EN-us")] == ["en-GB", "en", "*"]
    assert len(speaking(voices, None)) == 4
