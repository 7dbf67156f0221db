"""A real Dramatiq worker on a real Redis, with BookBytes in memory behind it: its voice can be slow or cost money."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import dramatiq
from dramatiq.asyncio import get_event_loop_thread

from bookbytes_adapters.memory import MemoryRateLimiter, MemoryUnitOfWork, ToneSpeech
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_adapters.queue.dramatiq import DramatiqQueue
from bookbytes_adapters.settings import Settings
from bookbytes_core import SYSTEM_USER, BookBytes, Job, Status
from bookbytes_core.ports.unit_of_work import UnitOfWork
from bookbytes_worker.main import RunningWorker, redis_worker, running
from tests.support.scripted import ScriptedVoice
from tests.use_cases.steps import ordered

T = TypeVar("T")

RESEND_SECONDS = 0.5
"""The real ten seconds would make tests slow."""


class QuickWorld(MemoryWorld):
    def new_uow(self) -> UnitOfWork:
        return MemoryUnitOfWork(self.store, resend_seconds=RESEND_SECONDS)


@dataclass
class Workshop:
    """What goes on behind the worker. Everything in memory belongs to the worker's event loop: ``here`` gets there."""

    folder: Path
    voice: ToneSpeech = field(default_factory=lambda: ToneSpeech(free=False))
    world: QuickWorld = field(default_factory=QuickWorld)

    @asynccontextmanager
    async def open(self, broker: dramatiq.Broker) -> AsyncIterator[BookBytes]:
        self.world.store.writing = asyncio.Lock()  # the last worker's belongs to its event loop, as its limiter does
        self.world.limiter = MemoryRateLimiter({}, 2)
        self.world.voice = self.voice
        self.world.queue = DramatiqQueue(broker)
        yield self.world.application()

    def order(self, number: int) -> UUID:
        """The job of a book of its own."""
        file = self.folder / f"book-{number}.txt"
        file.write_text(f"# Book {number}\n\n## One\nBook {number} has one chapter. It is short.\n", encoding="utf-8")
        return here(ordered(self.world, file)).job_id

    def job(self, job_id: UUID) -> Job:
        return here(self.world.application().jobs.get(job_id, SYSTEM_USER)).job

    def statuses(self, jobs: list[UUID]) -> set[Status]:
        return {self.job(job_id).status for job_id in jobs}


class SlowVoice(ScriptedVoice):
    """A voice that costs money and answers when it is told to."""

    def __init__(self) -> None:
        super().__init__(self._wait, free=False)
        self.asked = False
        self._may_answer = False

    def answer(self) -> None:
        self._may_answer = True

    async def _wait(self, number: int, text: str) -> None:
        self.asked = True
        while not self._may_answer:  # noqa: ASYNC110 - it is told from another thread
            await asyncio.sleep(0.01)


def here(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run on the worker's event loop."""
    loop = get_event_loop_thread()
    assert loop is not None
    return loop.run_coroutine(coroutine)


@contextmanager
def at_work(workshop: Workshop, url: str) -> Iterator[RunningWorker]:
    settings = Settings(app_env="test", data_dir=workshop.folder / "data", redis_url=url)
    with running(redis_worker(settings, open_application=workshop.open)) as worker:
        yield worker


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
