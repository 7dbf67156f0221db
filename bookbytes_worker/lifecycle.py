"""What a worker process holds while it lives: BookBytes on the worker's event loop, the ticker, the jobs in hand."""

import asyncio
from contextlib import AsyncExitStack, suppress
from uuid import UUID

import dramatiq
from dramatiq.asyncio import EventLoopThread, get_event_loop_thread
from loguru import logger

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_core import BookBytes
from bookbytes_worker.ticker import tick


class WorkerResources(dramatiq.Middleware):
    """Opened on the loop before the first message, closed on it after the last.

    It must stand after ``AsyncIO`` in the broker's middleware, so that the loop runs before it opens and until it
    closed.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()
        self._application: BookBytes | None = None
        self._ticker: asyncio.Task[None] | None = None
        self._in_hand: dict[UUID, asyncio.Task[object]] = {}
        self._draining = False

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        _loop().run_coroutine(self._open(broker))

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        _loop().run_coroutine(self._drain())

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        _loop().run_coroutine(self._stack.aclose())

    async def generate(self, job_id: UUID) -> None:
        """Do a job, unless it is in hand here already. When the worker shuts down it is handed back as it stands."""
        if self._application is None or self._draining or job_id in self._in_hand:
            return
        with logger.contextualize(job_id=str(job_id)):
            task: asyncio.Task[object] = asyncio.ensure_future(self._application.generate_audio_book(job_id))
            self._in_hand[job_id] = task
            try:
                await task
            except asyncio.CancelledError:
                if not self._draining:
                    raise
            finally:
                del self._in_hand[job_id]

    async def _open(self, broker: dramatiq.Broker) -> None:
        self._application = await self._stack.enter_async_context(build(self._settings, broker=broker))
        self._ticker = asyncio.ensure_future(tick(self._application))

    async def _drain(self) -> None:
        self._draining = True
        tasks = [*self._in_hand.values(), *([self._ticker] if self._ticker else [])]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


def _loop() -> EventLoopThread:
    loop = get_event_loop_thread()
    if loop is None:
        raise RuntimeError("the AsyncIO middleware must stand before WorkerResources")
    return loop
