"""Runs one of our modules in a process of its own that may end badly without harm to ours.

The process starts fresh (``exec``, never a bare ``fork`` of a threaded parent) in a process group of its own, without
our environment and without the user's site directories. It limits its own processor time, memory and files first thing
(``limits.py``); here its wall time and the length of its answer are limited, and it is killed when the caller goes.
"""

import asyncio
import contextlib
import io
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 256 * 1024
_STDERR_KEPT = 4096
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""What an interpreter may need to start at all; nothing else of the environment, secrets least of all, is inherited."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a process ended. ``status`` is its exit status, negative for a signal; ``None`` when it was out of time or
    said more than allowed and was killed for it."""

    output: BinaryIO
    status: int | None
    complaint: str


async def run_module(module: str, request: bytes, *, wall_seconds: float, max_output: int) -> Finished:
    """Runs ``python -m module`` with ``request`` as its input and gives back what it printed.

    ``max_output`` is bytes. Raises ``OSError`` if no process can be started.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-B", "-X", "utf8", "-m", module),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        start_new_session=True,
    )
    output, complaint = io.BytesIO(), bytearray()
    try:
        async with asyncio.timeout(wall_seconds):
            await asyncio.gather(
                _send(process, request), _keep_first(process, output, max_output), _keep_last(process, complaint)
            )
            status = await process.wait() if output.tell() <= max_output else None
    except TimeoutError:
        status = None
    finally:
        await _end(process)
    output.seek(0)
    return Finished(output, status, complaint.decode(errors="replace"))


async def _send(process: Process, request: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - it was asked for as a pipe
    process.stdin.write(request)
    with contextlib.suppress(ConnectionError):  # it died at once; its status tells why
        await process.stdin.drain()
    process.stdin.close()


async def _keep_first(process: Process, kept: io.BytesIO, most: int) -> None:
    assert process.stdout is not None  # noqa: S101 - it was asked for as a pipe
    while kept.tell() <= most and (chunk := await process.stdout.read(_CHUNK)):
        kept.write(chunk)
    if kept.tell() > most:
        _kill(process)
        await _discard(process.stdout)


async def _keep_last(process: Process, kept: bytearray) -> None:
    assert process.stderr is not None  # noqa: S101 - it was asked for as a pipe
    while chunk := await process.stderr.read(_CHUNK):
        kept += chunk
        del kept[:-_STDERR_KEPT]


def _kill(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


async def _end(process: Process) -> None:
    """Read what is left first: asyncio tells of an exit only once both pipes have been read to their ends."""
    if process.returncode is None:
        _kill(process)
    await asyncio.gather(_discard(process.stdout), _discard(process.stderr))
    await process.wait()


async def _discard(pipe: asyncio.StreamReader | None) -> None:
    while pipe is not None and await pipe.read(_CHUNK):
        pass
