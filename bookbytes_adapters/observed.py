"""Wrappers that time what is done and tell the log and the trace: use cases contain neither."""

import time
from collections.abc import Awaitable, Callable
from typing import Generic, ParamSpec, TypeVar

from loguru import logger

from bookbytes_adapters.spans import Spans
from bookbytes_core.errors import BookBytesError, TooManyAttempts
from bookbytes_core.ports.probe import Probe

P = ParamSpec("P")
R = TypeVar("R")


class Logged(Generic[P, R]):
    """A use case whose calls are timed and told; everything else of it shows through. They are told at DEBUG, for a
    request's own line says enough; errors of ours at INFO."""

    def __init__(self, use_case: Callable[P, Awaitable[R]], spans: Spans) -> None:
        self._use_case = use_case
        self._spans = spans
        self._name = type(use_case).__name__

    def __getattr__(self, name: str) -> object:
        return getattr(self._use_case, name)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        started = time.perf_counter()
        told = logger.bind(use_case=self._name)
        try:
            with self._spans.span(self._name):
                result = await self._use_case(*args, **kwargs)
        except TooManyAttempts:
            raise  # the request's own line tells it: a second one would be a third of what refusing costs
        except BookBytesError as error:
            told.bind(code=error.code, ms=milliseconds_since(started)).info("{}", error.message)
            raise
        told.bind(ms=milliseconds_since(started)).debug("done")
        return result


class LoggedProbe(Probe):
    """A probe whose trouble with ``part`` is told once, and that it is over, too."""

    def __init__(self, part: str, probe: Probe) -> None:
        self._part = part
        self._probe = probe
        self._told = False

    async def look(self) -> None:
        try:
            await self._probe.look()
        except BookBytesError as error:
            if not self._told:
                logger.bind(check=self._part, code=error.code).warning("not ready: {}", error.message)
            self._told = True
            raise
        if self._told:
            logger.bind(check=self._part).info("ready again")
        self._told = False


def milliseconds_since(started: float) -> int:
    """``started`` is a ``time.perf_counter()``."""
    return round((time.perf_counter() - started) * 1000)
