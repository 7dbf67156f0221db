"""Presence by lock files, with real processes that live, end and are killed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bookbytes_adapters.queue.presence import FilePresence
from bookbytes_core.errors import StorageUnavailable
from tests.contracts.presence import PresenceContract

WORKER = """
import sys
from pathlib import Path
from bookbytes_adapters.queue.presence import FilePresence
presence = FilePresence(Path(sys.argv[1]))
presence.open()
print(presence.owner, flush=True)
sys.stdin.read()
"""


class Worker:
    """A process of its own that is present until it ends."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.owner = self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def presence(tmp_path: Path) -> Iterator[FilePresence]:
    with FilePresence(tmp_path) as presence:
        yield presence


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    worker.kill()


class TestFilePresence(PresenceContract):
    @pytest.fixture
    def neighbour(self, tmp_path: Path) -> Iterator[FilePresence]:
        with FilePresence(tmp_path) as neighbour:
            yield neighbour

    @pytest.fixture
    def ended(self, tmp_path: Path) -> str:
        with FilePresence(tmp_path) as third:
            return third.owner


async def test_a_process_is_gone_once_it_was_killed(presence: FilePresence, worker: Worker) -> None:
    assert worker.owner.startswith(socket.gethostname()[:3])
    assert await presence.is_gone(worker.owner) is False

    worker.kill()

    assert await presence.is_gone(worker.owner) is True


async def test_a_death_is_remembered_for_those_who_come_later(tmp_path: Path, worker: Worker) -> None:
    worker.kill()
    with FilePresence(tmp_path):
        pass

    with FilePresence(tmp_path) as later:
        assert await later.is_gone(worker.owner) is True


async def test_old_memories_are_cleared_away(tmp_path: Path, worker: Worker) -> None:
    worker.kill()
    with FilePresence(tmp_path):
        (remembered,) = _files_of(worker, tmp_path)
    os.utime(remembered, (time.time() - 7200,) * 2)

    with FilePresence(tmp_path) as later:
        assert _files_of(worker, tmp_path) == []
        assert await later.is_gone(worker.owner) is False, "nothing is known of it any more"


async def test_another_host_is_never_called_gone(presence: FilePresence, tmp_path: Path) -> None:
    (tmp_path / "elsewhere-1-00ff.lock").touch()

    assert await presence.is_gone("elsewhere-1-00ff") is False


async def test_an_owner_without_a_file_is_not_called_gone(presence: FilePresence) -> None:
    stem, _, _ = presence.owner.rpartition("-")

    assert await presence.is_gone(f"{stem}-00ff") is False


async def test_its_own_lock_survives_a_look_at_it(presence: FilePresence, tmp_path: Path) -> None:
    assert await presence.is_gone(presence.owner) is False

    with FilePresence(tmp_path) as other:
        assert await other.is_gone(presence.owner) is False


def test_building_one_touches_nothing(tmp_path: Path) -> None:
    presence = FilePresence(tmp_path / "run")
    presence.close()

    assert not (tmp_path / "run").exists()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StorageUnavailable):
        FilePresence(tmp_path / "file").open()


def _files_of(worker: Worker, folder: Path) -> list[Path]:
    return list(folder.glob(f"{worker.owner}*"))
