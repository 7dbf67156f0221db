"""B12: a store that is busy, slow, cut off or wrong is asked three times in all, and then that is said.

The scripted server runs on the test's own event loop: a store that blocked the loop would never be answered.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from bookbytes_adapters.memory import ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_adapters.storage.s3 import CHUNK_BYTES, S3Storage
from bookbytes_core import SYSTEM_USER
from bookbytes_core.errors import BookBytesError, ObjectNotFound, StorageFull, StorageUnavailable
from bookbytes_core.ports.storage import Storage, StoredObject
from bookbytes_core.ports.tts import SpeechRequest
from bookbytes_core.use_cases.calls import Tally
from tests.support.scripted_s3 import (
    Answer,
    Asked,
    ScriptedS3,
    holding,
    hung_up,
    no_s3,
    refusing,
    scripted,
    silent,
    stored,
)
from tests.support.small_books import a_small_book
from tests.use_cases.steps import ordered

TYPE = "audio/mpeg"
AUDIO = bytes(range(256)) * 4096
WRONG_ETAG = "0123456789abcdef" * 2

Answering = Callable[..., AbstractAsyncContextManager[ScriptedS3]]

USES: dict[str, Callable[[Storage], Awaitable[object]]] = {
    "put": lambda storage: storage.put("a", b"x", content_type=TYPE),
    "get": lambda storage: storage.get("a"),
    "stat": lambda storage: storage.stat("a"),
    "read": lambda storage: _all(storage, "a"),
    "delete": lambda storage: storage.delete("a"),
}

TROUBLES: dict[str, Answer] = {
    "busy": refusing(503, "SlowDown"),
    "broken": refusing(500, "InternalError"),
    "throttled": refusing(429),
    "not an S3": no_s3,
    "silent": silent,
    "hung up": hung_up,
}


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "an-id",
        "AWS_SECRET_ACCESS_KEY": "a-secret",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def store(port: int) -> S3Storage:
    """One client for all tests: to make one takes longer than what they do with it."""
    address = f"http://127.0.0.1:{port}"
    return S3Storage("bucket", endpoint_url=address, timeout_seconds=0.3, first_pause_seconds=0.01)


@pytest.fixture
def answering(port: int) -> Answering:
    """Runs a server that gives the answers it is called with."""
    return partial(scripted, port=port)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_b12_trouble_is_met_three_times_in_all_and_then_told(
    use: str, trouble: str, store: S3Storage, answering: Answering
) -> None:
    async with answering(TROUBLES[trouble]) as s3:
        with pytest.raises(StorageUnavailable, match="3 times") as caught:
            await USES[use](store)
        assert caught.value.__cause__
        await asyncio.sleep(0.05)
        assert len(s3.asked) == 3
        assert "a-secret" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_b12_trouble_that_passes_is_not_noticed(trouble: str, store: S3Storage, answering: Answering) -> None:
    async with answering(TROUBLES[trouble], TROUBLES[trouble], stored()) as s3:
        await store.put("a", AUDIO, content_type=TYPE)
        assert [asked.body == AUDIO for asked in s3.asked] == [True] * 3
    async with answering(TROUBLES[trouble], TROUBLES[trouble], holding(AUDIO)) as s3:
        assert await store.stat("a") == StoredObject("a", len(AUDIO), TYPE)


async def test_b12_bytes_that_were_damaged_on_their_way_are_sent_or_fetched_again(
    store: S3Storage, answering: Answering
) -> None:
    async with answering(stored(WRONG_ETAG), stored()) as s3:
        await store.put("a", AUDIO, content_type=TYPE)
        assert len(s3.asked) == 2
    async with answering(holding(b"damaged", etag=WRONG_ETAG), holding(AUDIO)) as s3:
        assert await store.get("a") == AUDIO
    for answer, use in ((stored(WRONG_ETAG), "put"), (holding(AUDIO, etag=WRONG_ETAG), "get")):
        async with answering(answer) as s3:
            with pytest.raises(StorageUnavailable, match="damaged"):
                await USES[use](store)
            assert len(s3.asked) == 3


async def test_an_etag_that_is_no_md5_is_no_damage(store: S3Storage, answering: Answering) -> None:
    async with answering(stored(f"{WRONG_ETAG}-1"), holding(AUDIO, etag=f"{WRONG_ETAG}-2")):
        await store.put("a", AUDIO, content_type=TYPE)
        assert await store.get("a") == AUDIO


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        (refusing(403, "AccessDenied"), StorageUnavailable, "403 AccessDenied"),
        (refusing(403, "ExpiredToken"), StorageUnavailable, "AWS_ credentials"),
        (refusing(400, "InvalidBucketName"), StorageUnavailable, "S3_ settings"),
        (refusing(404, "NoSuchBucket"), StorageUnavailable, "S3_BUCKET"),
        (refusing(404, "NoSuchKey"), ObjectNotFound, "under a"),
        (refusing(507, "XMinioStorageFull"), StorageFull, "No room"),
        (refusing(403, "QuotaExceeded"), StorageFull, "No room"),
    ],
)
async def test_b12_a_refusal_is_told_at_once(
    answer: Answer, error: type[BookBytesError], told: str, store: S3Storage, answering: Answering
) -> None:
    async with answering(answer) as s3:
        with pytest.raises(error, match=told) as caught:
            await store.get("a")
        assert type(caught.value) is error
        assert len(s3.asked) == 1


async def test_b12_a_store_that_is_away_is_told(store: S3Storage) -> None:
    for use in (*USES.values(), lambda _: store.open()):
        with pytest.raises(StorageUnavailable, match="3 times"):
            await use(store)


async def test_b12_a_reading_that_was_cut_goes_on_where_it_was(store: S3Storage, answering: Answering) -> None:
    async with answering(holding(AUDIO, cut_after=CHUNK_BYTES + 5), hung_up, holding(AUDIO)) as s3:
        assert await _all(store, "a") == AUDIO
        assert [asked.headers.get("range", "whole")[:6] for asked in s3.asked] == ["whole", "bytes=", "bytes="]
        assert s3.asked[1].headers["if-match"] == s3.asked[2].headers["if-match"]


async def test_b12_a_reading_that_is_cut_again_and_again_ends(store: S3Storage, answering: Answering) -> None:
    async with answering(holding(AUDIO, cut_after=10)) as s3:
        with pytest.raises(StorageUnavailable):
            await _all(store, "a")
        assert len(s3.asked) == 3


async def test_b12_bytes_that_were_replaced_during_a_cut_are_not_mixed(store: S3Storage, answering: Answering) -> None:
    async with answering(holding(AUDIO, cut_after=CHUNK_BYTES), refusing(412, "PreconditionFailed")):
        with pytest.raises(StorageUnavailable):
            await _all(store, "a")


async def test_a_reader_who_stops_early_takes_no_more(store: S3Storage, answering: Answering) -> None:
    """The object never lies in memory whole: what is not read is not even sent."""
    sent = 0

    async def endless(asked: object, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\nETag: "x-1"\r\nConnection: close\r\n\r\n')
        while True:
            writer.write(bytes(CHUNK_BYTES))
            await writer.drain()
            sent += CHUNK_BYTES

    async with answering(endless):
        pieces = store.read("a")
        assert len(await anext(pieces)) == CHUNK_BYTES
        await asyncio.sleep(0.1)
        await pieces.aclose()  # type: ignore[attr-defined]  # a generator, which the port does not promise
        await asyncio.sleep(0.1)
        stopped_at = sent
        await asyncio.sleep(0.1)
        assert sent == stopped_at < 64 * CHUNK_BYTES


async def test_b12_a_result_that_cannot_be_stored_is_asked_for_once(
    store: S3Storage, answering: Answering, tmp_path: Path
) -> None:
    async def takes_nothing(asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answer = refusing(503, "SlowDown") if asked.method == "PUT" else refusing(404, "NoSuchKey")
        await answer(asked, reader, writer)

    voice = ToneSpeech(free=False)
    world = MemoryWorld(voice=voice)
    receipt = await ordered(world, a_small_book(tmp_path, name="small.txt"))
    job = (await world.application().jobs.get(receipt.job_id, SYSTEM_USER)).job
    world.storage = store
    calls = world.application().generate_audio_book.make_chapter.vendors
    request = SpeechRequest(("A sentence to speak.",), "en", "tone")
    async with answering(takes_nothing) as s3:
        with pytest.raises(StorageUnavailable):
            await calls.speak(request, claim=job.claim, tally=Tally())
        assert len(voice.requests) == 1
        assert [asked.method for asked in s3.asked].count("PUT") == 3


async def _all(storage: Storage, key: str) -> bytes:
    return b"".join([piece async for piece in storage.read(key)])
