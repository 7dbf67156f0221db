"""``bookbytes make``: the whole way from a book file to a folder of audio, in this process."""

import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from bookbytes_adapters import build
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import LogLevel, Settings, load_settings
from bookbytes_core import SYSTEM_USER, BookBytes, Chapter, Options, Order, Status
from bookbytes_core.errors import InvalidInput
from bookbytes_core.use_cases.audio_books.manifest import safe_name
from bookbytes_core.use_cases.audio_books.request import Receipt
from bookbytes_core.use_cases.calls import Tally
from bookbytes_worker.cli_source import edition_of
from bookbytes_worker.counted import counted
from bookbytes_worker.exits import Exit, exit_for_status
from bookbytes_worker.export import Exported, export
from bookbytes_worker.progress import Display, display

_LOOK_SECONDS = 0.3
_TAKE_OVER_SECONDS = 1.0


class Anew(StrEnum):
    """What becomes of an order that is done: it stands, is made again where something has changed, or altogether."""

    NEVER = "never"
    CHANGED = "changed"
    FORCE = "force"


def run_make(
    source: str, options: Options, *, out: Path | None, as_json: bool, quiet: bool, anew: Anew = Anew.NEVER
) -> Exit:
    """Returns the exit code; raises ``BookBytesError`` and ``OSError`` for the caller to tell."""
    settings = load_settings()
    configure_logging(settings, level=LogLevel.WARNING)
    return asyncio.run(_interruptible(settings, source, options, out, as_json=as_json, quiet=quiet, anew=anew))


async def _interruptible(
    settings: Settings, source: str, options: Options, out: Path | None, *, as_json: bool, quiet: bool, anew: Anew
) -> Exit:
    """SIGTERM and SIGHUP end the run as Ctrl-C does: the job is handed back as it stands."""
    task = asyncio.ensure_future(_make(settings, source, options, out, as_json=as_json, quiet=quiet, anew=anew))
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _make(
    settings: Settings, source: str, options: Options, out: Path | None, *, as_json: bool, quiet: bool, anew: Anew
) -> Exit:
    async with build(settings) as application:
        edition = await edition_of(application, source, options, quiet=quiet or as_json)
        folder = out or Path(safe_name(edition.title))
        if folder.exists() and not folder.is_dir():
            raise InvalidInput(f"{folder} is a file: give a folder with --out.", code="invalid_options")
        with display(edition.title, quiet=quiet or as_json) as shown:
            order = Order(edition_id=edition.id, options=options)
            receipt, tally = await _run(application, order, anew, shown)
            lost = await application.verify_audio_book(receipt.audio_book_id, owner=SYSTEM_USER)
            if lost:
                receipt, again = await _run(application, order, Anew.NEVER, shown)
                tally = tally.followed_by(again)
        description = await application.describe_audio_book(receipt.audio_book_id, owner=SYSTEM_USER)
        audio_book = description.view.audio_book
        code = exit_for_status(audio_book.status, audio_book.error)
        if audio_book.error and not any(chapter.audio_key for chapter in description.chapters):
            print(f"bookbytes: {audio_book.error.message}", file=sys.stderr)
            return code
        exported = await export(application, description, folder, tally)
    if lost:
        print(f"The sound of {counted(lost, 'chapter')} was gone or damaged: made again.", file=sys.stderr)
    if as_json:
        print(json.dumps(exported.manifest, ensure_ascii=False, indent=2))
    else:
        _tell(exported, tally, receipt.note, quiet=quiet)
        _tell_unspoken(description.chapters)
    if audio_book.error:
        print(f"bookbytes: {audio_book.error.message}", file=sys.stderr)
    return code


async def _run(application: BookBytes, order: Order, anew: Anew, shown: Display) -> tuple[Receipt, Tally]:
    """Do the job here, or watch it where it is being done and take it over should that end."""
    receipt = await application.request_audio_book(order, owner=SYSTEM_USER, claim=True)
    if receipt.status is Status.PAUSED:
        await application.resume_job(receipt.job_id, owner=SYSTEM_USER, max_cost_usd=order.options.max_cost_usd)
    if receipt.status is Status.COMPLETED and anew is not Anew.NEVER:
        book, forced = receipt.audio_book_id, anew is Anew.FORCE
        receipt = await application.refresh_audio_book(book, owner=SYSTEM_USER, force=forced)
    tally: Tally | None = None
    watching = asyncio.ensure_future(_watch(application, receipt.job_id, shown))
    try:
        while not watching.done():
            tally = await application.generate_audio_book(receipt.job_id) or tally
            await asyncio.wait((watching,), timeout=_TAKE_OVER_SECONDS)
        watching.result()
    finally:
        watching.cancel()
    return receipt, tally or Tally()


async def _watch(application: BookBytes, job_id: UUID, shown: Display) -> None:
    """Show the job until it rests."""
    while True:
        job = await application.jobs.get(job_id, SYSTEM_USER)
        shown.show(job)
        if job.job.status.is_final or job.job.status is Status.PAUSED:
            return
        await asyncio.sleep(_LOOK_SECONDS)


def _tell_unspoken(chapters: Sequence[Chapter]) -> None:
    count = sum(chapter.times.count(None) for chapter in chapters)
    if count:
        print(
            f"Not spoken, for the voice cannot read it: {counted(count, 'sentence')}, marked in summary.md.",
            file=sys.stderr,
        )


def _tell(exported: Exported, tally: Tally, note: str, *, quiet: bool) -> None:
    for name in (*exported.files, *([exported.m4b] if exported.m4b else []), "summary.md", "manifest.json"):
        print(exported.folder / name)
    if quiet:
        return
    if note:
        print(note, file=sys.stderr)
    if not (tally.llm or tally.tts or exported.written):
        print("Everything was already there: nothing was made and no call was necessary.", file=sys.stderr)
    if exported.files and exported.m4b is None:
        print("No M4B was made: install the extra with `pip install bookbytes[m4b]`.", file=sys.stderr)
