"""The HTTP application on a real socket, in the test's own event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette


class Served(uvicorn.Server):
    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[Served]:
    """The server, which has been told to stop, and has stopped, at the end of the block."""
    server = Served(uvicorn.Config(app, port=0, log_level="warning", access_log=False, timeout_graceful_shutdown=10))
    task = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
        assert not task.done(), task.result()
    try:
        yield server
    finally:
        server.should_exit = True
        await task
