"""Statements that a cancel does not cut in two."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def uncut(work: Coroutine[Any, Any, T]) -> T:
    """The result of ``work``. A cancel meanwhile waits for its end and is raised then.

    SQLAlchemy throws away the connection of a statement that was cut off. On SQLite that one keeps its transaction, and
    with it the lock on the whole file, until Python happens to collect its cursor: everybody else waits.
    """
    running = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait((running,))
        if not running.cancelled():
            running.exception()  # it was seen; the cancel is what is told
        raise
