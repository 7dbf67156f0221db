"""A worker whose messages no other process sees."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import dramatiq

from bookbytes_adapters.memory import MemoryJobQueue
from bookbytes_adapters.settings import Settings
from bookbytes_core import BookBytes, Status
from bookbytes_worker.main import in_process_worker, running
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
