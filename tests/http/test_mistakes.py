"""A27: a mistake in the program is answered with its request's id, and with nothing of what it was."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from loguru import logger
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from bookbytes_adapters.metrics import Metrics
from bookbytes_adapters.spans import NoSpans
from bookbytes_core.errors import DatabaseUnavailable
from bookbytes_http.errors import LastResort, Opening, exception_handlers
from bookbytes_http.measuring import Measured
from bookbytes_http.middleware import RequestLog, SecurityHeaders
from bookbytes_http.waiting import Waiting


async def _fail(_: Request) -> Response:
    raise RuntimeError("SELECT canary FROM /srv/canary")


async def _break_off(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        raise RuntimeError("canary")

    return StreamingResponse(pieces())


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    said: list[dict[str, object]] = []
    handler = logger.add(lambda line: said.append(json.loads(line)["record"]), serialize=True, level="INFO")
    yield said
    logger.remove(handler)


async def test_it_is_told_in_the_log_alone(lines: list[dict[str, object]]) -> None:
    routes = [Route("/fail", _fail), Route("/break", _break_off)]
    metrics = Metrics()
    stack = [Middleware(Measured, metrics=metrics, waiting=Waiting(), spans=NoSpans(), routes=routes)]
    stack += [Middleware(each) for each in (RequestLog, SecurityHeaders, LastResort)]
    app = Starlette(routes=routes, middleware=stack, exception_handlers=exception_handlers())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/fail", headers={"X-Request-ID": "mine"})
        await client.get("/break")
    assert answer.status_code == 500
    error = answer.json()["error"]
    assert (error["code"], error["request_id"], answer.headers["X-Request-ID"]) == ("internal_error", "mine", "mine")
    assert set(error) == {"code", "message", "request_id"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for part in ("canary", "SELECT", "/srv", "Traceback", "RuntimeError"):
        assert part not in answer.text
    (told, _) = [line for line in lines if line["message"] == "unforeseen error"]
    assert told["extra"] == {"request_id": "mine"}
    assert "canary" in str(told["exception"])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DatabaseUnavailable("The database does not answer."), "The database does not answer."),
        (RuntimeError("a"), "Trace"),
    ],
)
async def test_why_it_does_not_start_is_told_in_a_sentence_if_it_can_be(error: Exception, said: str) -> None:
    @asynccontextmanager
    async def fails(_: Starlette) -> AsyncIterator[None]:
        raise error
        yield

    state: dict[str, object] = {}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    app = Starlette(lifespan=fails, middleware=[Middleware(Opening), Middleware(LastResort)])
    with pytest.raises(type(error)):
        await app({"type": "lifespan", "state": state}, receive, send)
    assert [message["type"] for message in sent] == ["lifespan.startup.failed"]
    assert sent[0]["message"].startswith(said)
    assert state == {"opening_error": error}
