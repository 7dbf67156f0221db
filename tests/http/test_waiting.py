"""Who waits for an answer, as whatever runs beside the application is told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from bookbytes_adapters.metrics import Metrics
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.spans import NoSpans
from bookbytes_http.app import create_app
from bookbytes_http.measuring import Measured
from bookbytes_http.waiting import Waiting
from tests.http.conftest import KEY
from tests.support.http_server import Served, served


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[Served]:
    async with served(create_app(settings)) as server:
        yield server


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)


async def test_somebody_waits_from_the_request_to_the_answer(server: Served) -> None:
    is_busy: Callable[[], bool] = server.lifespan.state["is_busy"]
    assert not is_busy()
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.address).port)
    head = f"POST /api/v1/books/estimate HTTP/1.1\r\nHost: test\r\nX-API-Key: {KEY}\r\nContent-Length: 2\r\n\r\n"
    writer.write(head.encode())
    await until(is_busy)
    writer.write(b"{}")
    assert (await reader.readline()).startswith(b"HTTP/1.1 422")
    assert not is_busy()
    writer.close()


async def test_who_sends_slowly_holds_nobody_up(server: Served) -> None:
    is_busy: Callable[[], bool] = server.lifespan.state["is_busy"]
    _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.address).port)
    head = f"POST /api/v1/books/estimate HTTP/1.1\r\nHost: test\r\nX-API-Key: {KEY}\r\nContent-Length: 2\r\n\r\n"
    writer.write(head.encode())
    await until(is_busy)
    began = asyncio.get_running_loop().time()
    await until(lambda: not is_busy())
    assert asyncio.get_running_loop().time() - began > 0.5, "a second was given to it"
    writer.close()


async def test_who_follows_events_has_the_answer(server: Served) -> None:
    async with httpx.AsyncClient(base_url=server.address, headers={"X-API-Key": KEY}) as caller:
        text = {"file": ("small.md", b"# Small\n\n## One\n\nA chapter of one sentence.\n")}
        edition = (await caller.post("/api/v1/books/import", files=text)).json()["edition_id"]
        job = (await caller.post("/api/v1/books/process", json={"edition_id": edition})).json()["job_id"]
        async with caller.stream("GET", f"/api/v1/jobs/{job}/events") as answer:
            await anext(answer.aiter_lines())
            assert not server.lifespan.state["is_busy"]()


async def test_who_gets_no_answer_waits_no_longer() -> None:
    waiting = Waiting()

    async def leaves(_: Scope, __: Receive, ___: Send) -> None:
        assert waiting.is_somebody()

    async def nothing(*_: object) -> dict[str, object]:
        raise AssertionError("nobody speaks")

    request = {"type": "http", "method": "GET", "path": "/", "headers": []}
    await Measured(leaves, Metrics(), waiting, NoSpans(), ())(request, nothing, nothing)  # type: ignore[arg-type]
    assert not waiting.is_somebody()
