"""The first look at a file from outside: is it a file at all, may it be read, how large is it, what is it."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from bookbytes_adapters.books.formats import HEAD_BYTES, BookFormat, recognise, shown
from bookbytes_core.errors import UnusableBook

MIB = 1024 * 1024
MAX_FILE = 200 * MIB
MAX_TEXT_FILE = 16 * MIB
"""For TXT and Markdown; the longest novels ever printed stay below 10 MiB."""


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file that is worth opening. ``size`` is bytes."""

    path: Path
    format: BookFormat
    size: int


def examine(file: Path, name: str) -> BookFile:
    """Looks at ``file``, which the user calls ``name``, without ever waiting for a pipe or a device.

    Raises ``UnusableBook``: ``file_not_readable``, ``book_empty``, ``file_too_large`` or ``unsupported_file_type``.
    """
    path = file.absolute()
    name = name or path.name  # "." has none
    with _opened(path, shown(name)) as (opened, size):
        head = opened.read(HEAD_BYTES)
    kind = recognise(name, head)
    if kind in (BookFormat.TEXT, BookFormat.MARKDOWN):
        _check_size(size, MAX_TEXT_FILE, shown(name))
    return BookFile(path, kind, size)


def fingerprint(file: Path, name: str) -> str:
    """SHA-256 of the file's bytes, as hexadecimal digits. Raises ``UnusableBook`` as ``examine`` does."""
    book = examine(file, name)
    with _opened(book.path, shown(name)) as (opened, _):
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextlib.contextmanager
def _opened(path: Path, called: str) -> Iterator[tuple[BufferedReader, int]]:
    """The file, open for reading, and its size in bytes."""
    try:
        _check_kind(path.stat().st_mode, called)  # before opening: opening a device can do things
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as opened:  # noqa: PTH123 - a descriptor has no path
            status = os.fstat(descriptor)
            _check_kind(status.st_mode, called)  # again: it may have been exchanged in between
            if status.st_size == 0:
                raise UnusableBook(f"{called} is empty: get it again.", code="book_empty")
            _check_size(status.st_size, MAX_FILE, called)
            yield opened, status.st_size
    except (OSError, ValueError) as error:
        raise _not_readable(f"{called} {_reason(error)}") from error


def _check_kind(mode: int, called: str) -> None:
    if stat.S_ISDIR(mode):
        raise _not_readable(f"{called} is a folder: give the book file itself")
    if not stat.S_ISREG(mode):
        raise _not_readable(f"{called} is not a file but a pipe or a device: give a book file")


def _check_size(size: int, limit: int, called: str) -> None:
    if size > limit:
        raise UnusableBook(
            f"{called} has {size / MIB:.0f} MiB and a book of its kind may have {limit // MIB}: "
            "split it or use another edition.",
            code="file_too_large",
        )


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "does not exist: check the path"
    if isinstance(error, PermissionError):
        return "may not be read by this user: change its permissions"
    return "cannot be read from the disk: check the path and the disk"


def _not_readable(sentence: str) -> UnusableBook:
    return UnusableBook(f"{sentence}.", code="file_not_readable")
