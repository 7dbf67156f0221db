"""A worker whose messages no other process sees."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import dramatiq
import pytest
from dramatiq.asyncio import get_event_loop_thread

from bookbytes_adapters import build
from bookbytes_adapters.memory import MemoryJobQueue
from bookbytes_adapters.settings import Settings
from bookbytes_core import SYSTEM_USER, BookBytes, JobView, Options, Order, Status
from bookbytes_worker.main import in_process_worker, running
from bookbytes_worker.priority import NICENESS
from tests.worker.workshop import SlowVoice, Workshop, here, until


@dataclass
class Embedded(Workshop):
    """Orders are written to the table alone; the worker's ticker finds them there."""

    @asynccontextmanager
    async def open(self, broker: dramatiq.Broker) -> AsyncIterator[BookBytes]:
        async with super().open(broker) as application:
            self.world.queue = MemoryJobQueue()
            yield application


def test_it_takes_no_more_than_it_has_places_for_and_does_all_in_the_end(tmp_path: Path) -> None:
    voice = SlowVoice()
    workshop = Embedded(tmp_path, voice)
    settings = Settings(app_env="test", data_dir=tmp_path / "data", worker_max_jobs=2)
    with running(in_process_worker(settings, workshop.open)):
        jobs = [workshop.order(number) for number in range(9)]
        until(lambda: [workshop.job(each).status for each in jobs].count(Status.PROCESSING) == 2)
        assert here(workshop.world.application().ring_for_jobs()) == 3, "there for others"
        voice.answer()
        until(lambda: workshop.statuses(jobs) == {Status.COMPLETED})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no niceness of their own")
def test_what_it_does_is_nicer_than_what_runs_beside_it(tmp_path: Path) -> None:
    settings = Settings(app_env="test", data_dir=tmp_path / "data")
    before = os.getpriority(os.PRIO_PROCESS, 0)
    with running(in_process_worker(settings)):
        loop = get_event_loop_thread()
        assert loop is not None
        assert os.getpriority(os.PRIO_PROCESS, loop.native_id or 0) == max(before, NICENESS)
        helper = loop.run_coroutine(asyncio.to_thread(subprocess.check_output, ["nice"], text=True))
        assert int(helper) == max(before, NICENESS)
        assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_its_engines_wait_while_somebody_is_busy(tmp_path: Path) -> None:
    settings, busy = Settings(app_env="test", data_dir=tmp_path / "data"), threading.Event()
    busy.set()
    asked = threading.Semaphore(0)

    def is_busy() -> bool:
        asked.release()
        return busy.is_set()

    with running(in_process_worker(settings, is_busy=is_busy)):
        job_id = asyncio.run(_ordered(settings, tmp_path / "book.txt"))
        for _ in range(10):
            assert asked.acquire(timeout=30)
        assert asyncio.run(_job(settings, job_id)).progress == 0
        busy.clear()
        until(lambda: asyncio.run(_job(settings, job_id)).job.status is Status.COMPLETED)


async def _ordered(settings: Settings, file: Path) -> UUID:
    file.write_text("# A book\n\n## One\nIt has one chapter. It is short.\n", encoding="utf-8")
    async with build(settings) as application:
        imported = await application.import_book(file, name=file.name, owner=SYSTEM_USER)
        order = Order(edition_id=imported.edition.id, options=Options())
        return (await application.request_audio_book(order, owner=SYSTEM_USER)).job_id


async def _job(settings: Settings, job_id: UUID) -> JobView:
    async with build(settings) as application:
        return await application.jobs.get(job_id, SYSTEM_USER)
