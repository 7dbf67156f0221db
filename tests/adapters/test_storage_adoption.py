"""K12, K14: what was stored when its worker died is found by the next one and adopted, not paid for again."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bookbytes_adapters.memory import EchoSummariser, MemoryStorage, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_adapters.storage.s3 import S3Storage
from bookbytes_core import SYSTEM_USER, Options, Status
from bookbytes_core.domain.cost import CallState, Provider
from bookbytes_core.errors import StorageUnavailable
from bookbytes_core.ports.storage import Storage, StoredObject
from tests.support.s3_server import S3Server
from tests.support.scripted import Killed
from tests.support.small_books import a_small_book
from tests.use_cases.steps import ordered, result_of, successor

PAID = Provider("writer", "model", "1", free=False)
SUMMARY, SPEECH, SOUND, FACTS = ("results/llm/", 1), ("results/tts/", 2), (".mp3", 1), ("audio/facts", 1)
"""Part of a key, and after how many PUTs of such keys the worker dies. A chapter has two pieces of speech; the facts of
its finished sound are stored last."""


class DiesAfter(Storage):
    """``inner``, until so many objects of a kind are stored: then the worker is gone."""

    def __init__(self, inner: Storage, moment: tuple[str, int] | None = None) -> None:
        self.inner = inner
        self.moment = moment
        self.puts: list[str] = []

    def stored(self, part: str) -> list[str]:
        return [key for key in self.puts if part in _told(key)]

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        await self.inner.put(key, data, content_type=content_type)
        self.puts.append(key)
        if self.moment and self.moment[0] in _told(key) and len(self.stored(self.moment[0])) == self.moment[1]:
            raise Killed

    async def get(self, key: str) -> bytes:
        return await self.inner.get(key)

    async def stat(self, key: str) -> StoredObject:
        return await self.inner.stat(key)

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        return self.inner.read(key, start=start, length=length)

    async def delete(self, key: str) -> None:
        await self.inner.delete(key)

    async def url(self, key: str) -> str | None:
        return await self.inner.url(key)


@pytest.fixture
async def on_s3(s3: S3Server) -> AsyncIterator[S3Storage]:
    storage = S3Storage(s3.bucket, prefix=secrets.token_hex(8), endpoint_url=s3.endpoint_url)
    yield storage
    await storage.close()


@pytest.fixture(params=["memory", "s3"])
def inner(request: pytest.FixtureRequest) -> Storage:
    if request.param == "memory":
        return MemoryStorage()
    store: S3Storage = request.getfixturevalue("on_s3")
    return store


@pytest.mark.parametrize("moment", [SUMMARY, SPEECH, SOUND, FACTS])
async def test_k12_k14_a_stored_result_is_adopted_and_not_paid_for_again(
    moment: tuple[str, int], inner: Storage, tmp_path: Path
) -> None:
    summariser, voice = EchoSummariser(PAID), ToneSpeech(free=False)
    dying = DiesAfter(inner, moment)
    first = MemoryWorld(storage=dying, summariser=summariser, voice=voice)
    receipt = await ordered(first, a_small_book(tmp_path, name="small.txt"), Options(chapters=(1,)))
    with pytest.raises(Killed):
        await first.application().generate_audio_book(receipt.job_id)
    await _rest()
    states = {call.state for call in first.store.state.calls.values()}
    assert (CallState.STARTED in states) == (moment in (SUMMARY, SPEECH))

    second = successor(first)
    living = DiesAfter(inner)
    second.storage, second.summariser, second.voice = living, summariser, voice
    tally = await second.application().generate_audio_book(receipt.job_id)
    assert tally
    assert set(Counter(request.text for request in voice.requests).values()) == {1}
    assert len(summariser.requests) == 1
    assert {call.state for call in second.store.state.calls.values()} == {CallState.DONE}
    assert moment == SOUND or not living.stored(moment[0])  # sound without its facts is made again from its speech
    assert await result_of(second, receipt.audio_book_id) == await _undisturbed(tmp_path)


async def test_p4_facts_without_their_sound_are_not_believed(inner: Storage, tmp_path: Path) -> None:
    dying = DiesAfter(inner, FACTS)
    first = MemoryWorld(storage=dying, voice=ToneSpeech(free=False))
    receipt = await ordered(first, a_small_book(tmp_path, name="small.txt"), Options(chapters=(1,)))
    with pytest.raises(Killed):
        await first.application().generate_audio_book(receipt.job_id)
    await _rest()
    (sound,) = dying.stored(SOUND[0])
    await inner.delete(sound)

    second = successor(first)
    second.storage, second.voice = inner, ToneSpeech(free=False)
    await second.application().generate_audio_book(receipt.job_id)
    assert await inner.get(sound)


async def test_b12_a_store_that_is_away_is_not_taken_for_a_result_that_was_never_stored(tmp_path: Path) -> None:
    class Away(MemoryStorage):
        async def get(self, key: str) -> bytes:
            if key.startswith("results/"):
                raise StorageUnavailable("The store is away.")
            return await super().get(key)

    storage, voice = Away(), ToneSpeech(free=False)
    first = MemoryWorld(storage=DiesAfter(storage, SPEECH), voice=voice)
    receipt = await ordered(first, a_small_book(tmp_path, name="small.txt"), Options(chapters=(1,)))
    with pytest.raises(Killed):
        await first.application().generate_audio_book(receipt.job_id)
    await _rest()
    asked = len(voice.requests)

    second = successor(first)
    second.storage, second.voice = storage, voice
    await second.application().generate_audio_book(receipt.job_id)
    assert len(voice.requests) == asked


async def test_b12_a_store_that_takes_nothing_parks_the_job_before_more_is_paid_for(tmp_path: Path) -> None:
    class TakesNoResults(MemoryStorage):
        async def put(self, key: str, data: bytes, *, content_type: str) -> None:
            if key.startswith("results/"):
                raise StorageUnavailable("The store is away.")
            await super().put(key, data, content_type=content_type)

    chapters = "".join(f"\n## Chapter {number}\nThere are {number} boats in the harbour.\n" for number in range(1, 13))
    file = a_small_book(tmp_path, name="long.txt", text=f"# The Long Book\nby Ada Writer\n{chapters}")
    summariser = EchoSummariser(PAID)
    world = MemoryWorld(storage=TakesNoResults(), summariser=summariser)
    receipt = await ordered(world, file)
    app = world.application()
    await app.generate_audio_book(receipt.job_id)
    view = await app.jobs.get(receipt.job_id, SYSTEM_USER)
    assert view.job.error
    assert (view.job.status, view.job.error.code) == (Status.PAUSED, "storage_unavailable")
    assert len(summariser.requests) <= 2 * app.generate_audio_book.chapters_at_once


def _told(key: str) -> str:
    return "audio/facts" if key.startswith("audio/") and key.endswith(".json") else key


async def _undisturbed(folder: Path) -> list[tuple[object, ...]]:
    world = MemoryWorld(summariser=EchoSummariser(PAID), voice=ToneSpeech(free=False))
    receipt = await ordered(world, a_small_book(folder, name="small.txt"), Options(chapters=(1,)))
    await world.application().generate_audio_book(receipt.job_id)
    return await result_of(world, receipt.audio_book_id)


async def _rest() -> None:
    """End what the killed run left on the loop, as the end of its process would."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
