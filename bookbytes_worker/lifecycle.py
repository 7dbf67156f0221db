"""What a worker process holds while it lives: BookBytes on the worker's event loop, the ticker, the jobs in hand."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from uuid import UUID

import dramatiq
from dramatiq.asyncio import EventLoopThread, get_event_loop_thread
from loguru import logger

from bookbytes_core import BookBytes
from bookbytes_core.errors import BookBytesError, DatabaseUnavailable
from bookbytes_core.use_cases.upkeep.ring import BATCH
from bookbytes_worker.malloc import give_back
from bookbytes_worker.ticker import tick

Open = Callable[[dramatiq.Broker], AbstractAsyncContextManager[BookBytes]]
"""Opens BookBytes on the running event loop, with new jobs sent to that broker."""

DRAIN_SECONDS = 27.0
"""A stopped job waits at most 25 s for the answer to a paid call; then it has time to hand itself back."""


class WorkerResources(dramatiq.Middleware):
    """Opened on the loop before the first message, closed on it after the last.

    It must stand after ``AsyncIO`` in the broker's middleware, so that the loop runs before it opens and until it
    closed. Dramatiq swallows what goes wrong while a worker starts: ask ``failure`` afterwards.

    ``places`` is for a queue that no other process sees: no more jobs than that are taken from the table, so that what
    waits can be had by whoever has room.
    """

    def __init__(self, open_application: Open, *, places: int | None = None) -> None:
        self._open_application = open_application
        self._places = places
        self._sent_ahead = 0
        self._stack = AsyncExitStack()
        self._application: BookBytes | None = None
        self._ticker: asyncio.Task[None] | None = None
        self._nudge = asyncio.Event()
        self._in_hand: dict[UUID, asyncio.Task[object]] = {}
        self._draining = False
        self.failure: BookBytesError | OSError | None = None

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        try:
            _loop().run_coroutine(self._open(broker))
        except (BookBytesError, OSError) as error:
            self.failure = error

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Take nothing new at once, then let the jobs in hand come to rest."""
        self._draining = True
        for consumer in worker.consumers.values():
            consumer.stop()
        for thread in worker.workers:
            thread.stop()
        _loop().run_coroutine(self._drain())

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        _loop().run_coroutine(self._stack.aclose())

    async def generate(self, job_id: UUID) -> None:
        """Do a job, unless it is in hand here already. When the worker shuts down it is handed back as it stands."""
        self._sent_ahead -= 1
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
            except DatabaseUnavailable as error:  # the message did nothing wrong: whoever sweeps will send another
                logger.warning("The job is left to be taken up again: {}", error.message)
            finally:
                del self._in_hand[job_id]
                self._nudge.set()  # its owner's next job may be sent
                give_back()

    async def _open(self, broker: dramatiq.Broker) -> None:
        self._application = await self._stack.enter_async_context(self._open_application(broker))
        self._ticker = asyncio.ensure_future(tick(self._sweep, self._nudge))

    async def _sweep(self) -> None:
        if self._application is None:
            return
        free = BATCH if self._places is None else self._places - len(self._in_hand) - self._sent_ahead
        sent = await self._application.ring_for_jobs(at_most=free)
        self._sent_ahead += sent  # not in one line: jobs begin, and count down, while the sweep is waited for

    async def _drain(self) -> None:
        """Stopped jobs finish and keep the paid calls they have in flight, begin nothing, and are handed back."""
        tasks: list[asyncio.Task[object] | asyncio.Task[None]] = [*self._in_hand.values()]
        if self._ticker is not None:
            tasks.append(self._ticker)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=DRAIN_SECONDS)


def _loop() -> EventLoopThread:
    loop = get_event_loop_thread()
    if loop is None:
        raise RuntimeError("the AsyncIO middleware must stand before WorkerResources")
    return loop
