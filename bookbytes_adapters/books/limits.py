"""What the sandboxed process may use up. Set by the process itself before it looks at the book.

The limits are the kernel's (``setrlimit``; Linux since 4.7 counts private memory under ``RLIMIT_DATA``), so no loop in
a C library escapes them. The audit hook on top stops Python code from doing what reading a book never needs.
"""

import contextlib
import os
import sys

MIB = 1024 * 1024
CPU_SECONDS = 10
LEAST_MEMORY = 48 * MIB
"""Private memory for any book, interpreter included; with the shared pages of the interpreter it stays below 64 MiB."""
MEMORY_FOR_COVER = 16 * MIB
"""On top, for decoding a picture whose size is known: covers have 3 to 8 million pixels of 4 bytes."""
MOST_MEMORY = 192 * MIB
MEMORY_PER_BYTE = 36
"""A larger file may use more: what is bounded is the harm that a small one can do."""

_MAPPED_BESIDE = 320 * MIB
"""Shared libraries and mapped files, which take addresses but hardly memory."""
_OPEN_FILES = 32
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.",
    "ftplib.",
    "urllib.",
    "http.",
    "tempfile.",
    "webbrowser.",
)


def memory_for(file_size: int) -> int:
    """Bytes of private memory for reading a file of ``file_size`` bytes."""
    return max(LEAST_MEMORY, min(MOST_MEMORY, MEMORY_PER_BYTE * file_size))


def limit_this_process(memory: int, cpu_seconds: int) -> None:
    """For good: ``memory`` bytes, ``cpu_seconds``, no written file, no core dump, no socket, no other process."""
    import resource

    with_cover = memory + MEMORY_FOR_COVER
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_DATA, memory, with_cover),
        (resource.RLIMIT_AS, with_cover + _MAPPED_BESIDE, with_cover + _MAPPED_BESIDE),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit is in force, or this kernel knows none
            resource.setrlimit(kind, (soft, hard))
    sys.addaudithook(_refuse)


def make_room_for_cover() -> None:
    """Lets this process use ``MEMORY_FOR_COVER`` more once the book is read: what it took is not all given back."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN) or (event == "open" and _writes(arguments)):
        raise PermissionError(f"{event} has no place in reading a book")


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
