"""Files below a folder, reached without following a link and replaced whole. Everything here blocks."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

TEMPORARY = (".tmp", "")
"""Where files are written before they get their name."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def open_to_read(root: Path, parts: Sequence[str]) -> int:
    """A descriptor of the file; the caller closes it. Raises ``FileNotFoundError`` for what is no plain file."""
    with parent_of(root, parts) as folder:
        file = os.open(parts[-1], _READ, dir_fd=folder)
    if stat.S_ISREG(os.fstat(file).st_mode):
        return file
    os.close(file)
    raise FileNotFoundError(errno.ENOENT, "no plain file", "/".join(parts))


def replace(root: Path, parts: Sequence[str], data: bytes) -> None:
    """Write the file so that it is seen, and outlives a power cut, whole or not at all."""
    name = secrets.token_hex(16)
    with parent_of(root, parts, make=True) as folder, parent_of(root, TEMPORARY, make=True) as waiting:
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
    with suppress(FileNotFoundError, NotADirectoryError), parent_of(root, parts) as folder:
        if not stat.S_ISDIR(os.lstat(parts[-1], dir_fd=folder).st_mode):
            os.unlink(parts[-1], dir_fd=folder)


@contextmanager
def parent_of(root: Path, parts: Sequence[str], *, make: bool = False) -> Iterator[int]:
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
