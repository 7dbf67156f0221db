"""Work that many want and one does."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from loguru import logger

from bookbytes_core.errors import BookBytesError

T = TypeVar("T")


class Flights:
    """Tasks by key. Whoever asks for a key while its task runs shares that one; who goes away does not end it. Tasks
    under one key have results of one kind."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    def join(self, key: str, start: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
        """Await it through ``asyncio.shield``, or not at all."""
        if key not in self._tasks:
            task = asyncio.get_running_loop().create_task(start())
            self._tasks[key] = task
            task.add_done_callback(lambda task: self._landed(key, task))
        return self._tasks[key]

    async def close(self) -> None:
        """End what is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _landed(self, key: str, task: asyncio.Task[Any]) -> None:
        del self._tasks[key]
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, BookBytesError):
            logger.opt(exception=error).error("A catalogue could not be asked because of a mistake in the program.")
