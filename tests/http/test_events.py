"""A job's events, over a real socket: ids, resuming, clients and servers that go away."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from bookbytes_http.following import JobWatch
from tests.http.conftest import KEY
from tests.support.http_server import Served, served
from tests.support.small_books import MARKDOWN


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[Served]:
    async with served(create_app(settings)) as server:
        yield server


@pytest.fixture
async def caller(server: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.address, headers={"X-API-Key": KEY}, timeout=60) as caller:
        yield caller


async def ordered(caller: httpx.AsyncClient) -> str:
    """The id of a job that waits for a worker."""
    book = (await caller.post("/api/v1/books/import", files={"file": ("small.md", MARKDOWN.encode())})).json()
    order = {"edition_id": book["edition_id"], "options": {"chapters": [1]}}
    return str((await caller.post("/api/v1/books/process", json=order)).json()["job_id"])


async def events(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """What a browser would hand on: id, event and data; comments are no events."""
    fields: dict[str, Any] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = json.loads(value) if name == "data" else value
        elif not line and "data" in fields:
            yield fields
            fields = {}


async def test_a_job_is_followed_from_its_order_to_its_end(caller: httpx.AsyncClient, settings: Settings) -> None:
    job_id = await ordered(caller)
    address = f"/api/v1/jobs/{job_id}/events"
    seen: list[dict[str, Any]] = []
    async with caller.stream("GET", address) as answer, build(settings) as worker:
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
        work: asyncio.Task[None] | None = None
        async for event in events(answer):
            seen.append(event)
            work = work or asyncio.create_task(worker.generate_audio_book(UUID(job_id)))
        assert work is not None
        await work
    assert [event["event"] for event in seen] == ["progress"] * (len(seen) - 1) + ["end"]
    assert [seen[0]["data"]["status"], seen[-1]["data"]["status"]] == ["pending", "completed"]
    steps = [int(event["id"].partition("-")[0]) for event in seen]
    assert steps == sorted(steps)
    assert steps[0] < steps[-1]
    states = {json.dumps(event["data"]) for event in seen}
    assert len({event["id"] for event in seen}) == len(states) == len(seen) - 1, "the last state is told twice"
    job = (await caller.get(f"/api/v1/jobs/{job_id}")).json()
    assert seen[-1]["data"] == seen[-2]["data"] == job

    async def heard(last_id: str) -> list[str]:
        async with caller.stream("GET", address, headers={"Last-Event-ID": last_id}) as answer:
            return [event["event"] async for event in events(answer)]

    assert await heard(seen[-1]["id"]) == ["end"]
    assert await heard("0") == await heard("nonsense") == ["progress", "end"]


async def test_a_client_that_goes_away_leaves_nothing_running(server: Served, caller: httpx.AsyncClient) -> None:
    job_id = await ordered(caller)
    watch: JobWatch = server.lifespan.state["watch"]
    async with caller.stream("GET", f"/api/v1/jobs/{job_id}/events") as answer:
        assert (await anext(events(answer)))["data"]["status"] == "pending"
        assert watch.followers == 1
    while watch.followers:  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.01)
    others = [task for task in asyncio.all_tasks() if "_look" in repr(task.get_coro())]
    assert others == []


async def test_a_server_that_stops_ends_the_stream_at_once(server: Served, caller: httpx.AsyncClient) -> None:
    job_id = await ordered(caller)
    async with caller.stream("GET", f"/api/v1/jobs/{job_id}/events") as answer:
        stream = events(answer)
        await anext(stream)
        server.lifespan.state["begin_stop"]()
        assert [event async for event in stream] == [], "no end: the job goes on, and so will a client that comes back"


async def test_anothers_job_cannot_be_followed(caller: httpx.AsyncClient) -> None:
    address = "/api/v1/jobs/0198c0de-0000-7000-8000-000000000001/events"
    assert (await caller.get(address)).json()["error"]["code"] == "job_not_found"
    assert (await caller.get(address, headers={"X-API-Key": ""})).status_code == 401
