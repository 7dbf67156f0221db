"""The worker's heartbeat: it looks at the jobs table and rings for what waits."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from loguru import logger

from bookbytes_core.errors import BookBytesError

SECONDS = 0.5


async def tick(sweep: Callable[[], Awaitable[None]], nudge: asyncio.Event) -> None:
    """``sweep`` twice a second, and at once when ``nudge`` is set, until cancelled. Trouble with the database or queue
    is told once and tried again."""
    trouble = ""
    while True:
        try:
            await sweep()
        except BookBytesError as error:
            if error.message != trouble:
                logger.warning("The jobs table could not be swept, which is tried again: {}", error.message)
            trouble = error.message
        else:
            if trouble:
                logger.info("The jobs table is swept again.")
            trouble = ""
        with suppress(TimeoutError):
            await asyncio.wait_for(nudge.wait(), SECONDS)
        nudge.clear()
