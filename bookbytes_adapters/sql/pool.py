"""Connections to the database, given out in the order they were asked for."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.pool import AsyncAdaptedQueuePool

from bookbytes_adapters.sql import errors

_LONGEST_SECONDS = 30.0
_LOOKS = 4
"""How often within the time-out is looked whether the line moves."""


class FairPool(AsyncAdaptedQueuePool):
    """SQLAlchemy's own lets a newcomer take what has just come back and sends whoever was woken for it to the end of
    the line: where hundreds wait, some wait until they give up. Here everybody queues for a turn first.

    A line that moves is waited in for 30 seconds; one that stands still for the pool's ``timeout`` is left. Time in
    which this process itself stood still does not count: nobody could give a connection back.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._turns = asyncio.Semaphore(self.size() + self._max_overflow)
        self._moved = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """As long as the block one connection is the caller's. Raises ``DatabaseUnavailable`` when none comes free in
        time."""
        turns = self._turns
        if turns.locked():
            await self._wait()
        else:
            await turns.acquire()
        try:
            yield
        finally:
            self._moved += 1
            turns.release()

    async def _wait(self) -> None:
        """Until it is the caller's turn, at one place in the line all the while."""
        began, moved_at, looks = time.monotonic(), self._moved, 0
        acquiring = asyncio.ensure_future(self._turns.acquire())
        try:
            while not acquiring.done():
                if looks == _LOOKS or time.monotonic() > began + _LONGEST_SECONDS:
                    raise errors.pool_exhausted()
                await asyncio.wait((acquiring,), timeout=self.timeout() / _LOOKS)
                looks = looks + 1 if self._moved == moved_at else 0
                moved_at = self._moved
        except BaseException:
            if not acquiring.cancel() and not acquiring.cancelled():
                self._turns.release()
            raise
