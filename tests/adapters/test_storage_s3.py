"""The store in a bucket of a real server: its contract, the bucket, signed addresses, credentials."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bookbytes_adapters.settings import load_settings
from bookbytes_adapters.storage.s3 import S3Storage
from bookbytes_core.errors import InvalidInput, ObjectNotFound, StorageUnavailable
from tests.contracts.storage import StorageContract
from tests.contracts.storage_upkeep import StorageUpkeepContract, listed
from tests.support.s3_server import S3Server, empty_bucket, remove_bucket

TYPE = "audio/mpeg"
AUDIO = bytes(range(256)) * 8

Open = Callable[..., S3Storage]


@pytest.fixture
async def opened(s3: S3Server) -> AsyncIterator[Open]:
    """Makes stores on the server, each under a prefix of its own, and closes them."""
    async with AsyncExitStack() as stack:

        def make(bucket: str = s3.bucket, **options: Any) -> S3Storage:
            defaults = {
                "prefix": f"test/{secrets.token_hex(8)}",
                "endpoint_url": s3.endpoint_url,
                "timeout_seconds": 10,
            }
            storage = S3Storage(bucket, **(defaults | options))
            stack.push_async_callback(storage.close)
            return storage

        yield make


@pytest.fixture(scope="module")
def kept(s3_server: S3Server) -> S3Storage:
    """One client for many tests: to make one takes longer than what they do with it."""
    return S3Storage(
        s3_server.bucket, prefix=secrets.token_hex(8), endpoint_url=s3_server.endpoint_url, timeout_seconds=10
    )


@pytest.fixture
def storage(s3: S3Server, kept: S3Storage) -> Iterator[S3Storage]:
    yield kept
    empty_bucket(s3.vendor, s3.bucket)


class TestS3Storage(StorageContract, StorageUpkeepContract):
    pass


async def test_objects_lie_under_their_prefix_with_their_type(opened: Open, s3: S3Server) -> None:
    storage = opened(prefix="library/one")
    await storage.put("audio/01.mp3", AUDIO, content_type=TYPE)
    found = s3.vendor.get_object(Bucket=s3.bucket, Key="library/one/audio/01.mp3")
    assert (found["Body"].read(), found["ContentType"]) == (AUDIO, TYPE)
    with pytest.raises(ObjectNotFound):
        await opened(prefix="library/two").get("audio/01.mp3")


async def test_a_missing_bucket_is_made_when_the_store_is_opened(opened: Open, s3: S3Server) -> None:
    bucket = f"bookbytes-new-{secrets.token_hex(8)}"
    try:
        await asyncio.gather(*(opened(bucket).open() for _ in range(3)))
        storage = opened(bucket)
        await storage.open()
        await storage.put("a", b"x", content_type=TYPE)
        assert await storage.get("a") == b"x"
    finally:
        remove_bucket(s3.vendor, bucket)


async def test_a_bucket_that_is_missing_is_no_empty_store(opened: Open) -> None:
    storage = opened(f"bookbytes-none-{secrets.token_hex(8)}")
    for use in (storage.get("a"), storage.stat("a"), storage.put("a", b"x", content_type=TYPE), storage.delete("a")):
        with pytest.raises(StorageUnavailable, match="S3_BUCKET"):
            await use


async def test_r77_a_signed_address_plays_whole_and_in_parts(storage: S3Storage) -> None:
    address = await _address(storage)
    async with httpx.AsyncClient() as stranger:
        whole = await stranger.get(address)
        part = await stranger.get(address, headers={"Range": "bytes=100-199"})
    assert (whole.status_code, whole.content, whole.headers["Content-Type"]) == (200, AUDIO, TYPE)
    assert (part.status_code, part.content) == (206, AUDIO[100:200])
    assert whole.headers["Accept-Ranges"] == "bytes"


async def test_a25_a_signed_address_is_good_for_one_object_one_hour_and_reading(storage: S3Storage) -> None:
    address = await _address(storage)
    await storage.put("b.mp3", b"another's", content_type=TYPE)
    signature = address.rpartition("=")[2]
    forged = {
        "another object": address.replace("/a.mp3?", "/b.mp3?"),
        "a longer life": address.replace("X-Amz-Expires=3600", "X-Amz-Expires=604800"),
        "another signature": address.replace(signature, "0" * 64),
        "no signature": address.partition("?")[0],
        "another type": f"{address}&response-content-type=text/html",
    }
    assert address not in forged.values()
    async with httpx.AsyncClient() as stranger:
        answers = {name: (await stranger.get(url)).status_code for name, url in forged.items()}
        assert answers == dict.fromkeys(forged, 403)
        assert (await stranger.put(address, content=b"mine")).status_code == 403
        assert (await stranger.delete(address)).status_code == 403
    assert await storage.get("a.mp3") == AUDIO


async def test_a25_a_signed_address_expires(opened: Open) -> None:
    long = await _address(opened(prefix="expiry", url_seconds=3600))
    short = await _address(opened(prefix="expiry", url_seconds=1))
    await asyncio.sleep(2.1)  # the server counts whole seconds
    async with httpx.AsyncClient() as stranger:
        assert (await stranger.get(short)).status_code == 403
        assert (await stranger.get(long)).status_code == 200


async def test_a_signed_address_names_the_store_as_listeners_reach_it(opened: Open, s3: S3Server) -> None:
    port = s3.endpoint_url.rpartition(":")[2]
    storage = opened(public_endpoint_url=f"http://localhost:{port}")
    address = await _address(storage)
    assert address.startswith(f"http://localhost:{port}/{s3.bucket}/")
    async with httpx.AsyncClient() as stranger:
        assert (await stranger.get(address)).content == AUDIO


async def test_amazons_addresses_name_the_bucket_and_its_region(s3: S3Server) -> None:
    storage = S3Storage("some-bucket", region="eu-central-1", prefix="p")
    address = await storage.url("a.mp3")
    assert address
    assert address.startswith("https://some-bucket.s3.eu-central-1.amazonaws.com/p/a.mp3?X-Amz-Algorithm=AWS4")
    await storage.close()


async def test_a25_wrong_credentials_are_told_without_being_shown(
    opened: Open, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-secret")
    with pytest.raises(StorageUnavailable, match="AWS_ credentials") as caught:
        await opened().get("a")
    told = f"{caught.value} {caught.value.details} {caught.value.__cause__}"
    assert not [secret for secret in ("wrong-secret", s3.secret_key, s3.access_key, "X-Amz") if secret in told]


async def test_without_credentials_the_store_says_what_to_set(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    storage = opened()
    for use in (storage.open, lambda: storage.url("a")):
        with pytest.raises(StorageUnavailable, match="AWS_ credentials") as caught:
            await use()
        assert caught.value.__cause__


async def test_a_reader_keeps_the_bytes_it_began_with(storage: S3Storage) -> None:
    old = b"o" * 3_000_000
    await storage.put("a", old, content_type=TYPE)
    async with aclosing(storage.read("a")) as pieces:
        first = await anext(pieces)
        await storage.put("a", b"new", content_type=TYPE)
        assert first + b"".join([piece async for piece in pieces]) == old


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("S3_BUCKET", "", "S3_BUCKET: '' will not do: must name a bucket"),
        ("S3_PREFIX", "../elsewhere", "S3_PREFIX: "),
        ("S3_ENDPOINT_URL", "http://user:secret@127.0.0.1:9000", "S3_ENDPOINT_URL: must be http"),
        ("S3_PUBLIC_ENDPOINT_URL", "127.0.0.1:9000", "S3_PUBLIC_ENDPOINT_URL: must be http"),
        ("S3_URL_EXPIRY_SECONDS", "3601", "S3_URL_EXPIRY_SECONDS: "),
    ],
)
def test_a_wrong_setting_is_named(
    variable: str, value: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, right in {"STORAGE_BACKEND": "s3", "S3_BUCKET": "books", "S3_PREFIX": "a/b/", variable: value}.items():
        monkeypatch.setenv(name, right)
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert caught.value.message.startswith(told)
    assert "secret" not in caught.value.message


async def _address(storage: S3Storage) -> str:
    await storage.put("a.mp3", AUDIO, content_type=TYPE)
    address = await storage.url("a.mp3")
    assert address is not None
    return address


async def test_a_long_list_comes_in_parts_and_leaves_out_what_is_not_ours(opened: Open, s3: S3Server) -> None:
    storage = opened(listed_at_once=2)
    for number in range(3):
        await storage.put(f"audio/{number}.mp3", b"x", content_type=TYPE)
    await opened().put("audio/of-another-prefix.mp3", b"x", content_type=TYPE)
    s3.vendor.put_object(Bucket=s3.bucket, Key=f"{storage._prefix}not a key", Body=b"x")

    assert await listed(storage) == [(f"audio/{number}.mp3", 1) for number in range(3)]


async def test_a_bucket_that_is_missing_has_no_list(opened: Open) -> None:
    with pytest.raises(StorageUnavailable, match="S3_BUCKET"):
        await listed(opened(f"bookbytes-none-{secrets.token_hex(8)}"))
