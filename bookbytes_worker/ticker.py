"""The worker's heartbeat: it looks at the jobs table and rings for what waits."""

import asyncio

from loguru import logger

from bookbytes_core import BookBytes
from bookbytes_core.errors import Unavailable

SECONDS = 0.5


async def tick(application: BookBytes) -> None:
    """Sweep twice a second until cancelled. Trouble with the database or queue is logged and tried again."""
    while True:
        try:
            await application.ring_for_jobs()
        except Unavailable as error:
            logger.warning("The jobs table could not be swept: {}", error.message)
        await asyncio.sleep(SECONDS)
