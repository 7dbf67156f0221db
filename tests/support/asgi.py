"""An ASGI application between its start-up and its shutdown."""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send


class WithState:
    """Hands the lifespan's state to every request, as a server does."""

    def __init__(self, app: Starlette, state: dict[str, Any]) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "state": dict(self._state)}, receive, send)


@asynccontextmanager
async def running(app: Starlette) -> AsyncIterator[WithState]:
    """Start ``app`` up, give what to speak to, shut it down."""
    incoming: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    outgoing: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    state: dict[str, Any] = {}
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": state}
    task = asyncio.ensure_future(app(scope, incoming.get, outgoing.put))
    await incoming.put({"type": "lifespan.startup"})
    message = await outgoing.get()
    assert message["type"] == "lifespan.startup.complete", message
    try:
        yield WithState(app, state)
    finally:
        await incoming.put({"type": "lifespan.shutdown"})
        await outgoing.get()
        await task
