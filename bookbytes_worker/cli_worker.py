"""``bookbytes worker``: works on jobs that messages in Redis tell of, in one process or several."""

import multiprocessing
import sys
import threading
from collections.abc import Collection, Sequence
from multiprocessing.context import SpawnProcess

from loguru import logger

from bookbytes_adapters import see_that_redis_keeps
from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import Settings, load_settings
from bookbytes_core.errors import BookBytesError, InvalidInput, Unavailable
from bookbytes_worker.actors import QUEUES
from bookbytes_worker.exits import Exit, exit_for_error
from bookbytes_worker.main import redis_worker, running
from bookbytes_worker.malloc import bound_malloc
from bookbytes_worker.stopping import when_told_to_stop

_LOOK_SECONDS = 1.0


def run_worker(processes: int, queues: Sequence[str], *, allow_unsafe: bool) -> int:
    """Works until it is told to stop; returns the exit code.

    Raises ``InvalidInput`` without REDIS_URL, for an unknown queue, and for a Redis that evicts unless that is allowed.
    """
    settings = load_settings()
    configure_logging(settings)
    if not settings.redis_url:
        raise InvalidInput(
            "REDIS_URL is not set: name the Redis that carries the messages, such as redis://127.0.0.1:6379/0; without "
            "one `bookbytes serve` works on the jobs itself.",
            code="invalid_setting",
        )
    chosen = _known(queues)
    stop = threading.Event()
    when_told_to_stop(stop.set)
    _wait_for_redis(settings, stop, allow_unsafe=allow_unsafe)
    if processes > 1:
        return _supervise(settings, chosen, processes, stop)
    _work(settings, chosen, stop)
    return Exit.DONE


def _known(queues: Sequence[str]) -> tuple[str, ...]:
    names = tuple(name.strip() for given in queues for name in given.split(",") if name.strip())
    unknown = [name for name in names if name not in QUEUES]
    if unknown:
        raise InvalidInput(
            f"--queues {unknown[0]!r}: there is no such queue; there is {', '.join(QUEUES)}.", code="invalid_options"
        )
    return names


def _wait_for_redis(settings: Settings, stop: threading.Event, *, allow_unsafe: bool) -> None:
    """Until it answers. Raises ``InvalidInput`` when it may throw messages away and that is not allowed."""
    told = False
    while not stop.is_set():
        try:
            _look_at_redis(settings, allow_unsafe=allow_unsafe)
        except Unavailable as error:
            if not told:
                logger.warning("{} Waiting for it.", error.message)
            told = True
            stop.wait(_LOOK_SECONDS)
        else:
            return


def _look_at_redis(settings: Settings, *, allow_unsafe: bool) -> None:
    try:
        see_that_redis_keeps(settings)
    except InvalidInput as error:
        if not allow_unsafe:
            raise InvalidInput(
                f"{error.message.removesuffix('.')}; --allow-unsafe starts all the same.", code=error.code
            ) from error
        logger.warning("{}", error.message)


def _work(settings: Settings, queues: Collection[str], stop: threading.Event) -> None:
    if stop.is_set():
        return
    bound_malloc()
    with running(redis_worker(settings, queues)):
        logger.info("Working on up to {} jobs at once.", settings.worker_max_jobs)
        stop.wait()


def _supervise(settings: Settings, queues: Collection[str], processes: int, stop: threading.Event) -> int:
    """Keep so many processes at work. One that was killed is replaced; one that gives up ends all."""
    children = [_child(settings, queues) for _ in range(processes)]
    code = int(Exit.DONE)
    while not code and not stop.wait(_LOOK_SECONDS):
        for place, child in enumerate(children):
            if child.exitcode is None:
                continue
            code = max(code, child.exitcode)
            if child.exitcode <= 0:
                logger.warning("Worker process {} ended ({}): another takes its place.", child.pid, child.exitcode)
                children[place] = _child(settings, queues)
    for child in children:
        child.terminate()
    for child in children:
        child.join()
    return code


def _child(settings: Settings, queues: Collection[str]) -> SpawnProcess:
    child = multiprocessing.get_context("spawn").Process(target=_work_as_child, args=(settings, queues))
    child.start()
    return child


def _work_as_child(settings: Settings, queues: Collection[str]) -> None:
    configure_logging(settings)
    stop = threading.Event()
    when_told_to_stop(stop.set)
    threading.Thread(target=_stop_without_parent, args=(stop,), daemon=True).start()
    try:
        _work(settings, queues, stop)
    except BookBytesError as error:
        print(f"bookbytes: {error.message}", file=sys.stderr)
        sys.exit(exit_for_error(error))


def _stop_without_parent(stop: threading.Event) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        stop.set()
