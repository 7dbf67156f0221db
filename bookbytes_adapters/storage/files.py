"""Files below a folder, reached without following a link and replaced whole. Everything here blocks."""

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_TEMPORARY = (".tmp", "")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def open_to_read(root: Path, parts: Sequence[str]) -> int:
    """A descriptor of the file; the caller closes it. Raises ``FileNotFoundError`` for what is no plain file."""
    with _parent(root, parts) as folder:
        file = os.open(parts[-1], _READ, dir_fd=folder)
    if stat.S_ISREG(os.fstat(file).st_mode):
        return file
    os.close(file)
    raise FileNotFoundError(errno.ENOENT, "no plain file", "/".join(parts))


def replace(root: Path, parts: Sequence[str], data: bytes) -> None:
    """Write the file so that it is seen, and outlives a power cut, whole or not at all."""
    name = secrets.token_hex(16)
    with _parent(root, parts, make=True) as folder, _parent(root, _TEMPORARY, make=True) as waiting:
        try:
            with os.fdopen(os.open(name, _WRITE, 0o666, dir_fd=waiting), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.rename(name, parts[-1], src_dir_fd=waiting, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(name, dir_fd=waiting)
            raise
        os.fsync(folder)


def remove(root: Path, parts: Sequence[str]) -> None:
    """Remove the file, if there is one."""
    with suppress(FileNotFoundError, NotADirectoryError), _parent(root, parts) as folder:
        if not stat.S_ISDIR(os.lstat(parts[-1], dir_fd=folder).st_mode):
            os.unlink(parts[-1], dir_fd=folder)


def sweep(root: Path, older_than_seconds: float) -> int:
    """Remove temporary files that are so old, and return how many there were."""
    old = time.time() - older_than_seconds
    swept = 0
    with suppress(FileNotFoundError), _parent(root, _TEMPORARY) as waiting, os.scandir(waiting) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.stat(follow_symlinks=False).st_mtime <= old:
                    os.unlink(entry.name, dir_fd=waiting)
                    swept += 1
    return swept


@contextmanager
def _parent(root: Path, parts: Sequence[str], *, make: bool = False) -> Iterator[int]:
    """A descriptor of the folder that the last of ``parts`` lies in; missing ones are made on request."""
    here = os.open(root, _FOLDER)
    try:
        for part in parts[:-1]:
            below = _open_folder(part, here, make=make)
            os.close(here)
            here = below
        yield here
    finally:
        os.close(here)


def _open_folder(name: str, parent: int, *, make: bool) -> int:
    try:
        return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=parent)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=parent)
        os.fsync(parent)
    return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=parent)
