"""Which workers of this machine are alive, told by locks the operating system drops when a process ends."""

import asyncio
import fcntl
import os
import re
import secrets
import socket
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bookbytes_core.errors import StorageUnavailable
from bookbytes_core.ports.presence import Presence

_OWNER = re.compile(r"(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*)-[0-9]+-[0-9a-f]+")
_LOCK = ".lock"
_GONE = ".gone"
_REMEMBERED_SECONDS = 3600.0
"""How long it is remembered that an owner is gone: far longer than any lease."""


class FilePresence(Presence):
    """Holds a lock on ``<folder>/<owner>.lock`` from ``open`` to ``close``; the kernel lets go of it when the process
    dies, however it dies.

    An owner is called gone only when its name says that it ran on this host and its file is here with nobody holding
    the lock; the file is then renamed to ``<owner>.gone``, so that others need not find out again, and removed later.
    Where there is no file nothing is known, and a lease has to be waited for. No name is ever used twice.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._host = _host()
        self._owner = f"{self._host}-{os.getpid()}-{secrets.token_hex(8)}"
        self._lock: int | None = None

    @property
    def owner(self) -> str:
        return self._owner

    def open(self) -> None:
        """Take the lock, then tidy up after processes that died. Blocks shortly. Raises ``StorageUnavailable``."""
        new = self._path(self._owner, ".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            new.rename(self._path(self._owner, _LOCK))  # others see it only once it is locked
            self._tidy()
        except OSError as error:
            self.close()
            raise StorageUnavailable(
                f"The folder {self._folder} cannot be used: check DATA_DIR and its permissions."
            ) from error

    def close(self) -> None:
        """Let go of the lock: from now on this owner is gone."""
        if self._lock is not None:
            with suppress(OSError):
                self._remember(self._owner)
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def is_gone(self, owner: str) -> bool:
        name = _OWNER.fullmatch(owner)
        if name is None or name["host"] != self._host:
            return False
        return await asyncio.to_thread(self._has_let_go, owner)

    def _has_let_go(self, owner: str) -> bool:
        if self._path(owner, _GONE).exists():
            return True
        try:
            lock = os.open(self._path(owner, _LOCK), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._remember(owner)
        except OSError:
            return False
        finally:
            os.close(lock)
        return True

    def _remember(self, owner: str) -> None:
        gone = self._path(owner, _GONE)
        self._path(owner, _LOCK).rename(gone)
        os.utime(gone)

    def _tidy(self) -> None:
        for file in self._folder.glob(f"*{_LOCK}"):
            self._has_let_go(file.name.removesuffix(_LOCK))
        forgettable = time.time() - _REMEMBERED_SECONDS
        for file in self._folder.glob(f"*{_GONE}"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < forgettable:
                    file.unlink()

    def _path(self, owner: str, suffix: str) -> Path:
        return self._folder / f"{owner}{suffix}"


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9.]", "-", socket.gethostname()).strip(".-")[:64] or "host"
