"""Progress on standard error: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from bookbytes_core import JobView, Status, Step

_STEPS = {
    None: "waiting",
    Step.FETCHING_METADATA: "looking the book up",
    Step.EXTRACTING_CHAPTERS: "planning chapters",
    Step.GENERATING_SUMMARIES: "summarising and speaking",
    Step.CREATING_AUDIO: "speaking",
}


class Display(Protocol):
    def show(self, job: JobView) -> None: ...


class _Nothing:
    def show(self, job: JobView) -> None:
        """Quiet."""


class _Lines:
    """A line whenever another chapter is finished."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._last = -1

    def show(self, job: JobView) -> None:
        if job.chapters and job.chapters_done != self._last:
            self._last = job.chapters_done
            elapsed = time.monotonic() - self._started
            sys.stderr.write(f"{job.progress:3d} %  chapter {job.chapters_done} of {job.chapters}  {elapsed:.0f} s\n")


@contextmanager
def display(title: str, *, quiet: bool) -> Iterator[Display]:
    """Where progress is shown for as long as the block."""
    if quiet:
        yield _Nothing()
    elif sys.stderr.isatty():
        with _bar(title) as bar:
            yield bar
    else:
        yield _Lines()


@contextmanager
def _bar(title: str) -> Iterator[Display]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[step]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(title[:40], total=100, step="")

        class Bar:
            def show(self, job: JobView) -> None:
                chapter = f"chapter {min(job.chapters_done + 1, job.chapters)}/{job.chapters}" if job.chapters else ""
                step = "done" if job.job.status is Status.COMPLETED else _STEPS[job.current_step]
                progress.update(task, completed=job.progress, step=f"{chapter} {step}".strip())

        yield Bar()
