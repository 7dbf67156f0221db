"""Clients that go away in the middle (C14): nothing is left, nobody works on, and nothing is called unforeseen.

Ten thousand of them, against a server of its own: tests/system/faults.
"""

import asyncio
from collections.abc import Iterator, MutableMapping
from typing import Any

import httpx
import pytest
from loguru import logger

from bookbytes_adapters.settings import Settings
from tests.http.conftest import KEY
from tests.http.test_books import finished
from tests.support.asgi import WithState

FORM = {"Content-Type": "multipart/form-data; boundary=x"}
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'
GONE = {"type": "http.disconnect"}


@pytest.fixture
def log() -> Iterator[list[str]]:
    lines: list[str] = []
    sink = logger.add(lambda line: lines.append(str(line)), level=0, format="{level} {message} {extra}")
    yield lines
    logger.remove(sink)


async def left(
    app: WithState, method: str, path: str, headers: dict[str, str], *messages: dict[str, Any]
) -> list[MutableMapping[str, Any]]:
    """What was sent to a client that sends ``messages`` and is gone; it takes one piece of an answer."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in {"X-API-Key": KEY, **headers}.items()],
    }
    said: list[MutableMapping[str, Any]] = []
    given, taken, never = iter(messages), asyncio.Event(), asyncio.Event()

    async def receive() -> MutableMapping[str, Any]:
        for message in given:
            return message
        await taken.wait()
        return GONE

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)
        if method == "GET" and len(said) > 1:
            taken.set()
            await never.wait()  # a client that takes nothing more

    async with asyncio.timeout(10):
        if method != "GET":
            taken.set()
        await app(scope, receive, send)
    return said


@pytest.mark.parametrize(
    ("path", "headers", "body"),
    [
        ("/api/v1/books/import", FORM, FILE + b"x" * 2_000_000),
        ("/api/v1/books/import", FORM, FILE[:20]),
        ("/api/v1/books/import", FORM, b""),
        ("/api/v1/books/process", {}, b'{"edition'),
    ],
)
async def test_c14_a_client_that_leaves_while_it_sends_leaves_nothing(
    app: WithState, settings: Settings, log: list[str], path: str, headers: dict[str, str], body: bytes
) -> None:
    before = len(asyncio.all_tasks())
    await left(app, "POST", path, headers, {"type": "http.request", "body": body, "more_body": True})
    assert list(settings.upload_path.iterdir()) == []
    assert len(asyncio.all_tasks()) == before
    assert "'status': 499" in log[-1]
    assert not [line for line in log if line.startswith(("ERROR", "WARNING"))]


async def test_c14_a_client_that_leaves_while_it_listens_ends_the_stream(
    app: WithState, client: httpx.AsyncClient, settings: Settings, log: list[str]
) -> None:
    book = await finished(client, settings)
    audio = (await client.get(f"/api/v1/books/{book}/chapters")).json()["items"][0]["audio_url"]
    before = len(asyncio.all_tasks())
    said = await left(app, "GET", audio, {}, {"type": "http.request", "body": b"", "more_body": False})
    assert [message["type"] for message in said] == ["http.response.start", "http.response.body"]
    assert len(asyncio.all_tasks()) == before
    assert not [line for line in log if line.startswith(("ERROR", "WARNING"))]
