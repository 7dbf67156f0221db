"""Connections to the database, given out in the order they were asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.pool import AsyncAdaptedQueuePool

from bookbytes_adapters.sql import errors


class FairPool(AsyncAdaptedQueuePool):
    """SQLAlchemy's own lets a newcomer take what has just come back and sends whoever was woken for it to the end of
    the line: where hundreds wait, some wait until they give up. Here everybody queues for a turn first.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._turns = asyncio.Semaphore(self.size() + self._max_overflow)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """As long as the block one connection is the caller's. Raises ``DatabaseUnavailable`` when none comes free in
        time."""
        turns = self._turns
        try:
            async with asyncio.timeout(self.timeout()):
                await turns.acquire()
        except TimeoutError as error:
            raise errors.pool_exhausted() from error
        try:
            yield
        finally:
            turns.release()
