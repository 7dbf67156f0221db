"""The ``BookParser`` for files: every book is read in a process of its own that may fail without harm to this one."""

import asyncio
import os
import signal
from pathlib import Path

from bookbytes_adapters.books import wire
from bookbytes_adapters.books.intake import BookFile, examine, fingerprint
from bookbytes_adapters.books.limits import CPU_SECONDS, memory_for
from bookbytes_adapters.books.sandbox import Finished, run_module
from bookbytes_adapters.books.wire import BrokenWire, Request
from bookbytes_core.domain import json_codec
from bookbytes_core.domain.book_text import ParsedBook
from bookbytes_core.errors import Unavailable, UnusableBook
from bookbytes_core.ports.book_parser import BookParser

_CHILD = "bookbytes_adapters.books.child"
_MAX_OUTPUT = 64 * 1024 * 1024
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL, None)


class SandboxedBookParser(BookParser):
    """Reads EPUB, TXT, Markdown and PDF files.

    ``parallel`` books are read at once, the others wait their turn. One may take ``cpu_seconds`` of processor time;
    ``wall_seconds`` is for a machine so busy that these do not come together.
    """

    def __init__(self, *, parallel: int = 2, cpu_seconds: int = CPU_SECONDS, wall_seconds: float = 60) -> None:
        self._turn = asyncio.Semaphore(parallel)
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds

    async def fingerprint(self, file: Path, *, name: str) -> str:
        return await asyncio.to_thread(fingerprint, file, name)

    async def parse(self, file: Path, *, name: str) -> ParsedBook:
        book = await asyncio.to_thread(examine, file, name)
        async with self._turn:
            finished = await self._run(self._request(book, name))
            return await asyncio.to_thread(_result, finished)

    async def _run(self, request: Request) -> Finished:
        message = json_codec.dump(request)
        try:
            return await run_module(_CHILD, message, wall_seconds=self._wall_seconds, max_output=_MAX_OUTPUT)
        except OSError as error:
            raise Unavailable("No process could be started to read the book: try again in a minute.") from error

    def _request(self, book: BookFile, name: str) -> Request:
        sendable = name.encode(errors="replace").decode()  # names from a command line need not be Unicode
        return Request(os.fsencode(book.path), book.format, sendable, memory_for(book.size), self._cpu_seconds)


def _result(finished: Finished) -> ParsedBook:
    try:
        return wire.load(finished.output)
    except BrokenWire as error:
        error.add_note(finished.complaint)
        if finished.status in _OUT_OF_TIME:
            raise UnusableBook(wire.TOO_COMPLEX, code="book_too_complex") from error
        raise UnusableBook(
            "The book makes its reader fail, so it is damaged or built to do harm: get the file again.",
            code="book_damaged",
        ) from error
