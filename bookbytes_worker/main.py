"""Workers, as they are started."""

from collections.abc import Iterator
from contextlib import contextmanager

import dramatiq
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AsyncIO

from bookbytes_adapters.settings import Settings
from bookbytes_worker.actors import declare_actors
from bookbytes_worker.lifecycle import WorkerResources

STOP_MILLISECONDS = 10_000


@contextmanager
def in_process_worker(settings: Settings) -> Iterator[None]:
    """A worker in this process, on threads and an event loop of its own, for as long as the block.

    Its broker lives in memory: the jobs table is what lasts, and the ticker sends from it.
    """
    resources = WorkerResources(settings)
    broker = StubBroker(middleware=[AsyncIO(), resources])
    declare_actors(broker, resources)
    worker = dramatiq.Worker(broker, worker_threads=settings.worker_max_jobs, worker_timeout=100)
    worker.start()
    try:
        yield
    finally:
        worker.stop(timeout=STOP_MILLISECONDS)
