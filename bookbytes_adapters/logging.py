"""Logs, and the wrapper that logs use cases from outside."""

import sys
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from loguru import logger

from bookbytes_core.errors import BookBytesError, TooManyAttempts
from bookbytes_core.ports.probe import Probe

if TYPE_CHECKING:
    from loguru import Record

P = ParamSpec("P")
R = TypeVar("R")

_LINE = "<green>{time:HH:mm:ss}</green> <level>{level: <7}</level> {message} <dim>{extra}</dim>"


def configure_logging(level: str, *, json: bool) -> None:
    """Log to standard error: one JSON object a line in production, coloured lines on a terminal."""
    logger.remove()
    logger.add(sys.stderr, level=level, serialize=json, format=_LINE, backtrace=False, diagnose=False, filter=_ours)


def _ours(record: "Record") -> bool:
    return bool(record["name"] and record["name"].startswith("bookbytes_"))


class Logged(Generic[P, R]):
    """A use case whose calls are timed and told to the log; everything else of it shows through."""

    def __init__(self, use_case: Callable[P, Awaitable[R]]) -> None:
        self._use_case = use_case
        self._name = type(use_case).__name__

    def __getattr__(self, name: str) -> object:
        return getattr(self._use_case, name)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        started = time.perf_counter()
        try:
            result = await self._use_case(*args, **kwargs)
        except TooManyAttempts:
            raise  # the request's own line tells it: a second one would be a third of what refusing costs
        except BookBytesError as error:
            logger.bind(use_case=self._name, code=error.code, ms=_ms(started)).info(error.message)
            raise
        logger.bind(use_case=self._name, ms=_ms(started)).debug("done")
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


def _ms(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
