"""Workers, as they are started."""

import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager

import dramatiq
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AsyncIO

from bookbytes_adapters import build, redis_broker
from bookbytes_adapters.settings import Settings
from bookbytes_core import BookBytes
from bookbytes_worker.actors import declare_actors
from bookbytes_worker.lifecycle import Open, WorkerResources
from bookbytes_worker.priority import step_back

LOOK_MILLISECONDS = 200
"""How often an idle worker looks for messages."""
JOIN_MILLISECONDS = 1_000
"""How long threads may take to end once the jobs have come to rest."""


class RunningWorker:
    """A Dramatiq worker in this process, on threads and an event loop of its own. At most one runs in a process."""

    def __init__(
        self, broker: dramatiq.Broker, resources: WorkerResources, *, threads: int, queues: Collection[str] = ()
    ) -> None:
        self._broker = broker
        self._resources = resources
        self._worker = dramatiq.Worker(
            broker, worker_threads=threads, worker_timeout=LOOK_MILLISECONDS, queues=set(queues) or None
        )
        # messages that wait inside a worker that has no free thread would be late for everybody else's
        self._worker.queue_prefetch = threads
        self._worker.delay_prefetch = 1
        self._stopping = threading.Thread(target=self._worker.stop, kwargs={"timeout": JOIN_MILLISECONDS})
        self._started = False

    def start(self) -> None:
        """Raises ``BookBytesError`` or ``OSError`` when there is no place to work in."""
        self._broker.emit_after("process_boot")
        self._worker.start()
        self._started = True
        if self._resources.failure is not None:
            self.stop()
            raise self._resources.failure

    def begin_stop(self) -> None:
        """Nothing new from now on. Returns at once; a second call changes nothing, nor does one before the start."""
        if self._started and self._stopping.ident is None:
            self._stopping.start()

    def stop(self) -> None:
        """Returns when the jobs in hand are handed back and everything is closed: after 30 s at most."""
        self.begin_stop()
        self._stopping.join()
        self._broker.close()


@contextmanager
def running(worker: RunningWorker) -> Iterator[RunningWorker]:
    """The worker works for as long as the block."""
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def in_process_worker(
    settings: Settings, open_application: Open | None = None, *, is_busy: Callable[[], bool] | None = None
) -> RunningWorker:
    """A worker whose broker lives in memory: the jobs table is what lasts, and the ticker sends from it. Others in this
    process go first: its threads and helpers are nicer than theirs, and its engines wait while somebody ``is_busy``."""

    @asynccontextmanager
    async def beside_others(broker: dramatiq.Broker) -> AsyncIterator[BookBytes]:
        step_back()
        async with build(settings, broker=broker, is_busy=is_busy) as application:
            yield application

    resources = WorkerResources(open_application or beside_others, places=settings.worker_max_jobs)
    broker = StubBroker(middleware=[AsyncIO(), resources])
    declare_actors(broker, resources)
    return RunningWorker(broker, resources, threads=settings.worker_max_jobs)


def redis_worker(
    settings: Settings, queues: Collection[str] = (), open_application: Open | None = None
) -> RunningWorker:
    """A worker that gets its messages from the configured Redis, which may come and go."""
    resources = WorkerResources(open_application or (lambda broker: build(settings, broker=broker)))
    broker = redis_broker(settings, [resources])
    declare_actors(broker, resources)
    return RunningWorker(broker, resources, threads=settings.worker_max_jobs, queues=queues)
