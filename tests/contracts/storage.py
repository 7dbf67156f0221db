"""What every store of finished bytes promises. Its adapters' tests provide ``storage``: one, empty store."""

import asyncio
from functools import partial

import httpx
import pytest

from bookbytes_core.errors import InvalidInput, ObjectNotFound
from bookbytes_core.ports.storage import Storage, StoredObject

LARGE = bytes(range(256)) * 4096


class StorageContract:
    async def test_bytes_come_back(self, storage: Storage) -> None:
        await storage.put("chapters/ab/01.mp3", LARGE, content_type="audio/mpeg")
        await storage.put("empty.bin", b"", content_type="application/octet-stream")

        assert await storage.get("chapters/ab/01.mp3") == LARGE
        assert await storage.get("empty.bin") == b""

    async def test_second_put_replaces_the_first(self, storage: Storage) -> None:
        await storage.put("k", b"old and longer", content_type="audio/mpeg")
        await storage.put("k", b"new", content_type="text/plain")

        assert await storage.get("k") == b"new"
        assert await storage.stat("k") == StoredObject("k", 3, "text/plain")

    @pytest.mark.parametrize(
        ("key", "content_type"),
        [
            ("a/cover.png", "image/png"),
            ("texts/1.json", "application/json"),
            ("results/llm/ab/abcdef", "application/json"),
            ("results/tts/ab/abcdef", "application/octet-stream"),
            ("odd.mp3", "text/html"),
        ],
    )
    async def test_size_and_type_are_known(self, key: str, content_type: str, storage: Storage) -> None:
        await storage.put(key, b"12345", content_type=content_type)

        assert await storage.stat(key) == StoredObject(key, 5, content_type)

    async def test_the_type_is_that_of_the_last_put(self, storage: Storage) -> None:
        await storage.put("a.mp3", b"1", content_type="text/html")
        await storage.put("a.mp3", b"1", content_type="audio/mpeg")
        assert (await storage.stat("a.mp3")).content_type == "audio/mpeg"

        await storage.put("a.mp3", b"1", content_type="text/html")
        await storage.delete("a.mp3")
        await storage.put("a.mp3", b"1", content_type="audio/mpeg")
        assert (await storage.stat("a.mp3")).content_type == "audio/mpeg"

    async def test_what_holds_nothing_is_not_found(self, storage: Storage) -> None:
        await storage.put("a/b", b"", content_type="text/plain")
        for key in ("nothing", "a", "a/c", "x/y/z"):
            for look in (storage.get, storage.stat, partial(_all, storage)):
                with pytest.raises(ObjectNotFound):
                    await look(key)

    async def test_a_deleted_key_holds_nothing(self, storage: Storage) -> None:
        await storage.put("k", b"old", content_type="audio/mpeg")
        await storage.delete("k")
        await storage.delete("k")
        await storage.delete("never/there")
        await storage.put("a/b", b"x", content_type="audio/mpeg")
        await storage.delete("a")

        with pytest.raises(ObjectNotFound):
            await storage.get("k")
        assert await storage.get("a/b") == b"x"

    @pytest.mark.parametrize(
        "key",
        [
            "",
            "/etc/passwd",
            "..",
            "../x",
            "a/../../x",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "a\\b",
            "a\x00b",
            "a b",
            "é",
            "a/.hidden",
            ".tmp/x",
            "a\n",
            "C:x",
            "%2e%2e/x",
            "x" * 300,
            "a/" * 1000 + "b",
        ],
    )
    async def test_a_key_that_is_none_is_refused(self, key: str, storage: Storage) -> None:
        put = partial(storage.put, data=b"x", content_type="text/plain")
        for use in (put, storage.get, storage.stat, partial(_all, storage), storage.delete, storage.url):
            with pytest.raises(InvalidInput) as caught:
                await use(key)
            assert caught.value.code == "invalid_key"

    @pytest.mark.parametrize(
        ("start", "length", "expected"),
        [
            (0, None, LARGE),
            (0, 10, LARGE[:10]),
            (300_000, 500_000, LARGE[300_000:800_000]),
            (len(LARGE) - 3, 100, LARGE[-3:]),
            (len(LARGE) - 3, None, LARGE[-3:]),
            (len(LARGE), 5, b""),
            (len(LARGE) + 5, None, b""),
            (7, 0, b""),
        ],
    )
    async def test_a_part_is_read(self, start: int, length: int | None, expected: bytes, storage: Storage) -> None:
        await storage.put("k", LARGE, content_type="audio/mpeg")

        assert await _all(storage, "k", start, length) == expected

    async def test_reading_gives_a_piece_at_a_time(self, storage: Storage) -> None:
        await storage.put("k", LARGE, content_type="audio/mpeg")

        assert max([len(piece) async for piece in storage.read("k")]) < len(LARGE) / 2

    @pytest.mark.parametrize(("start", "length"), [(-1, None), (0, -1)])
    async def test_a_part_that_cannot_be_is_refused(self, start: int, length: int | None, storage: Storage) -> None:
        await storage.put("k", b"x", content_type="audio/mpeg")

        with pytest.raises(InvalidInput):
            await _all(storage, "k", start, length)

    async def test_a_reader_sees_the_old_bytes_or_the_new(self, storage: Storage) -> None:
        old, new = b"o" * 2_000_000, b"n" * 1_500_000
        await storage.put("k", old, content_type="audio/mpeg")

        async def write() -> None:
            for data in (new, old) * 3:
                await storage.put("k", data, content_type="audio/mpeg")

        writing = asyncio.create_task(write())
        while not writing.done():
            await asyncio.sleep(0)
            assert await storage.get("k") in (old, new)
            assert await _all(storage, "k") in (old, new)
        await writing

    async def test_putting_one_key_at_once_keeps_one_of_them_whole(self, storage: Storage) -> None:
        datas = [bytes([number]) * 100_000 for number in range(8)]

        await asyncio.gather(*(storage.put("k", data, content_type="audio/mpeg") for data in datas))

        assert await storage.get("k") in datas

    async def test_a_signed_address_gives_the_object_to_whoever_holds_it(self, storage: Storage) -> None:
        await storage.put("a/k.mp3", b"0123456789", content_type="audio/mpeg")
        address = await storage.url("a/k.mp3")
        if address is None:
            return  # this store signs none: its objects are streamed by us

        async with httpx.AsyncClient() as stranger:
            whole = await stranger.get(address)
            part = await stranger.get(address, headers={"Range": "bytes=2-4"})

        assert (whole.status_code, whole.content) == (200, b"0123456789")
        assert whole.headers["Content-Type"] == "audio/mpeg"
        assert (part.status_code, part.content) == (206, b"234")


async def _all(storage: Storage, key: str, start: int = 0, length: int | None = None) -> bytes:
    return b"".join([piece async for piece in storage.read(key, start=start, length=length)])
