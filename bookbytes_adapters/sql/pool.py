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
_STILL = 3
"""How often within the time-out is looked whether the line moves, and how often in turn it has not when it stands."""


class FairPool(AsyncAdaptedQueuePool):
    """SQLAlchemy's own lets a newcomer take what has just come back and sends whoever was woken for it to the end of
    the line: where hundreds wait, some wait until they give up. Here everybody queues for a turn first.

    A line that moves is waited in for 30 seconds; one that stands still for the pool's ``timeout`` is left. Time in
    which this process itself stood still does not count: nobody could give a connection back.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._turns = asyncio.Semaphore(self.size() + self._max_overflow)
        self._moved = self._seen = self._still = 0
        self._watch: asyncio.TimerHandle | None = None

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
        began = time.monotonic()
        acquiring = asyncio.ensure_future(self._turns.acquire())
        if self._watch is None:
            self._seen, self._still = self._moved, 0
            self._look_later()
        try:
            while await asyncio.wait((acquiring,), timeout=self.timeout()) and not acquiring.done():
                if self._still >= _STILL or time.monotonic() > began + _LONGEST_SECONDS:
                    raise errors.pool_exhausted()
        except BaseException:
            if not acquiring.cancel() and not acquiring.cancelled():
                self._turns.release()
            raise

    def _look_later(self) -> None:
        """One look for all who wait: thousands may."""
        self._watch = asyncio.get_running_loop().call_later(self.timeout() / _LOOKS, self._look)

    def _look(self) -> None:
        self._still = self._still + 1 if self._moved == self._seen else 0
        self._seen, self._watch = self._moved, None
        if self._turns.locked():
            self._look_later()
