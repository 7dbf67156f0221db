"""The store in a folder: its contract, what a crash leaves, links, and a disk that is full or away."""

import asyncio
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bookbytes_adapters.storage.local import LocalStorage
from bookbytes_core.errors import ObjectNotFound, StorageFull, StorageUnavailable
from bookbytes_core.ports.storage_upkeep import LISTED_AT_ONCE
from tests.contracts.storage import StorageContract
from tests.contracts.storage_upkeep import StorageUpkeepContract, listed

TYPE = "application/octet-stream"


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path)


class TestLocalStorage(StorageContract, StorageUpkeepContract):
    pass


async def test_objects_are_files_named_as_their_keys(storage: LocalStorage, tmp_path: Path) -> None:
    await storage.put("chapters/01.mp3", b"audio", content_type="audio/mpeg")

    assert (tmp_path / "chapters/01.mp3").read_bytes() == b"audio"
    assert _files(tmp_path) == ["01.mp3"]


async def test_the_folder_is_made_by_the_first_put(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "data" / "storage")
    await storage.put("a", b"x", content_type=TYPE)

    assert await storage.get("a") == b"x"


async def test_a_folder_that_is_missing_is_no_empty_store(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "not-mounted")

    with pytest.raises(StorageUnavailable) as caught:
        await storage.get("a")
    assert isinstance(caught.value.__cause__, OSError)


async def test_k11_a_write_that_was_killed_is_ignored_and_swept(storage: LocalStorage, tmp_path: Path) -> None:
    await storage.put("a", b"old", content_type=TYPE)
    program = f"""
import asyncio, os, signal
from pathlib import Path
from bookbytes_adapters.storage.local import LocalStorage
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(LocalStorage(Path({str(tmp_path)!r})).put("a", bytes(1_000_000), content_type={TYPE!r}))
"""
    killed = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program], check=False)
    assert killed.returncode == -9
    left = list((tmp_path / ".tmp").iterdir())
    assert len(left) == 1

    assert await storage.get("a") == b"old"
    assert await storage.half_written() == 0, "it may still be written"
    os.utime(left[0], (time.time() - 7200,) * 2)
    assert await storage.half_written() == 1
    assert list((tmp_path / ".tmp").iterdir()) == []
    assert await storage.get("a") == b"old"


async def test_sweeping_an_empty_store_is_nothing(storage: LocalStorage) -> None:
    assert await storage.half_written(older_than_seconds=0) == 0


async def test_a_full_disk_is_told_and_leaves_nothing(storage: LocalStorage, tmp_path: Path) -> None:
    await storage.put("a", b"old", content_type=TYPE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(StorageFull) as caught:
            await storage.put("a", bytes(100_000), content_type=TYPE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert isinstance(caught.value.__cause__, OSError)
    assert await storage.get("a") == b"old"
    assert list((tmp_path / ".tmp").iterdir()) == []


async def test_no_link_leads_out_of_the_store(storage: LocalStorage, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    inside = LocalStorage(tmp_path / "store")
    await inside.put("a/b", b"x", content_type=TYPE)
    (tmp_path / "store/folder").symlink_to(outside)
    (tmp_path / "store/file").symlink_to(outside / "secret")

    for key in ("folder/secret", "file"):
        with pytest.raises(ObjectNotFound):
            await inside.get(key)
        await inside.delete(key)
    with pytest.raises(StorageUnavailable):
        await inside.put("folder/new", b"x", content_type=TYPE)
    await inside.put("file", b"mine", content_type=TYPE)

    assert await inside.get("file") == b"mine"
    assert [path.name for path in outside.iterdir()] == ["secret"]
    assert (outside / "secret").read_bytes() == b"secret"


async def test_what_is_no_plain_file_is_no_object(storage: LocalStorage, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()

    for key in ("pipe", "folder"):
        with pytest.raises(ObjectNotFound):
            await storage.get(key)


async def test_a_key_below_an_object_cannot_be_stored(storage: LocalStorage) -> None:
    await storage.put("a", b"x", content_type=TYPE)

    with pytest.raises(StorageUnavailable):
        await storage.put("a/b", b"x", content_type=TYPE)
    with pytest.raises(ObjectNotFound):
        await storage.get("a/b")


async def test_a_reader_keeps_the_bytes_it_began_with(storage: LocalStorage) -> None:
    old = b"o" * 1_000_000
    await storage.put("a", old, content_type=TYPE)
    pieces = storage.read("a")
    first = await anext(pieces)
    await storage.put("a", b"new", content_type=TYPE)

    assert first + b"".join([piece async for piece in pieces]) == old


async def test_no_descriptor_is_left_open(storage: LocalStorage) -> None:
    before = _open_descriptors()
    await storage.put("a/b/c", bytes(600_000), content_type="text/html")
    async for _ in storage.read("a/b/c"):
        break
    for key in ("a", "a/b/c", "nothing/here"):
        try:
            await storage.stat(key)
            await storage.get(key)
        except ObjectNotFound:
            await storage.delete(key)
    await asyncio.sleep(0)

    assert _open_descriptors() <= before


def _files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def _open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_a_long_list_comes_in_parts(storage: LocalStorage, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for number in range(LISTED_AT_ONCE + 1):
        (tmp_path / f"texts/{number}.json").touch()

    assert sorted([len(page) async for page in storage.listed()]) == [1, LISTED_AT_ONCE]


async def test_only_plain_files_of_ours_are_listed(storage: LocalStorage, tmp_path: Path) -> None:
    await storage.put("a", b"x", content_type="audio/mpeg")
    (tmp_path / ".tmp/half").write_bytes(b"x")
    (tmp_path / "no key").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "way").symlink_to("/")

    assert await listed(storage) == [("a", 1)]
    assert await listed(LocalStorage(tmp_path / "not-mounted")) == []


async def test_a_link_is_not_discarded(storage: LocalStorage, tmp_path: Path) -> None:
    await storage.put("a", b"x", content_type=TYPE)
    (tmp_path / "link").symlink_to(tmp_path / "a")

    assert await storage.discard("link", older_than_seconds=-60) is False
    assert (tmp_path / "link").is_symlink()
