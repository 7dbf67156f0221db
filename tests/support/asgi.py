"""An ASGI application between its start-up and its shutdown."""

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send


class WithState:
    """Hands the lifespan's state to every request, as a server does."""

    def __init__(self, app: Starlette, state: dict[str, Any]) -> None:
        self._app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "state": dict(self.state)}, receive, send)


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


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """What an error calls itself."""
        return str(json.loads(self.body)["error"]["code"])


async def asked(app: WithState, method: str, target: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    """A request whose target is sent as it stands: clients would put dots and slashes in order before."""
    raw_path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(raw_path),
        "raw_path": raw_path.encode("ascii"),
        "root_path": "",
        "query_string": query.encode("ascii"),
        "headers": [(name.lower().encode(), value.encode()) for name, value in {"Host": "test", **headers}.items()],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
    }
    said: list[MutableMapping[str, Any]] = []
    given = iter([{"type": "http.request", "body": body, "more_body": False}])
    never = asyncio.Event()

    async def receive() -> MutableMapping[str, Any]:
        for message in given:
            return message
        await never.wait()
        raise AssertionError

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in said[0]["headers"]}
    return Answer(said[0]["status"], headers, b"".join(message.get("body", b"") for message in said[1:]))
