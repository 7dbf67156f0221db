"""``bookbytes catalogue``."""

import asyncio
import json
import signal
import sys
import time
from pathlib import Path

from bookbytes_adapters import build, catalogue_file
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, Settings, load_settings
from bookbytes_core.ports.catalogue_source import CatalogueImport
from bookbytes_core.use_cases.books.import_catalogue import CatalogueImported
from bookbytes_worker.exits import Exit

_SHOWN_EVERY_SECONDS = 1.0


def run_import(file: Path, *, as_json: bool, quiet: bool) -> Exit:
    """Returns the exit code; raises ``BookBytesError`` and ``OSError`` for the caller to tell."""
    settings = load_settings()
    configure_logging(settings, level=LogLevel.WARNING)
    done = asyncio.run(_interruptible(settings, file, quiet=quiet or as_json))
    if as_json:
        print(json.dumps(_summary(done), ensure_ascii=False, indent=2))
    else:
        _tell(file, done)
    return _exit(done.progress)


def _exit(progress: CatalogueImport) -> Exit:
    if not progress.bad_lines:
        return Exit.DONE
    return Exit.DONE_IN_PART if progress.works or progress.editions else Exit.UNUSABLE_SOURCE


async def _interruptible(settings: Settings, file: Path, *, quiet: bool) -> CatalogueImported:
    """SIGTERM and SIGHUP end the run as Ctrl-C does: what was imported stays, the next run goes on behind it."""
    task = asyncio.ensure_future(_import(settings, file, quiet=quiet))
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _import(settings: Settings, file: Path, *, quiet: bool) -> CatalogueImported:
    async with build(settings) as application:
        shown = _Lines()
        return await application.import_catalogue(catalogue_file(file), shown=_nothing if quiet else shown.show)


def _nothing(progress: CatalogueImport) -> None:
    """Quiet."""


class _Lines:
    """A line on standard error every second, on a terminal always the same one."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()
        self._first: int | None = None

    def show(self, progress: CatalogueImport) -> None:
        now = time.monotonic()
        self._first = progress.lines if self._first is None else self._first
        if now - self._last >= _SHOWN_EVERY_SECONDS:
            self._last = now
            rate = (progress.lines - self._first) / (now - self._began)
            end = "\r" if sys.stderr.isatty() else "\n"
            sys.stderr.write(f"{progress.lines:,} lines, {progress.bad_lines:,} bad, {rate:,.0f} a second{end}")
            sys.stderr.flush()


def _summary(done: CatalogueImported) -> dict[str, object]:
    """What ``catalogue import --json`` prints: counts of the whole file, over all runs; the bad lines of this one."""
    progress = done.progress
    return {
        "lines": progress.lines,
        "works": progress.works,
        "editions": progress.editions,
        "bad_lines": progress.bad_lines,
        "resumed_at_line": done.resumed_at,
        "first_bad": [{"line": bad.number, "reason": bad.reason} for bad in done.bad],
    }


def _tell(file: Path, done: CatalogueImported) -> None:
    progress = done.progress
    if done.resumed_at == progress.lines and progress.lines:
        print(f"{file} was imported before.", file=sys.stderr)
    elif done.resumed_at:
        print(f"Went on behind line {done.resumed_at:,}, where an earlier run had ended.", file=sys.stderr)
    for bad in done.bad:
        print(f"line {bad.number:,}: {bad.reason}", file=sys.stderr)
    kept = f"{progress.works:,} works, {progress.editions:,} editions"
    print(f"{progress.lines:,} lines: {kept}, {progress.bad_lines:,} bad")
