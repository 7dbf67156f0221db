"""A server of an event loop of its own, on a thread of this process."""

import asyncio
import threading
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager


def address_of(server: asyncio.Server) -> str:
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@contextmanager
def on_a_thread(listening: Awaitable[asyncio.Server]) -> Iterator[str]:
    """The address of the server that ``listening`` starts, which is gone at the end of the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_started(listening), loop).result(10)
    try:
        yield address_of(server)
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _started(listening: Awaitable[asyncio.Server]) -> asyncio.Server:
    return await listening


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
