"""Whose jobs are rung for at once, and whose wait for their turn."""

from dataclasses import replace
from uuid import UUID

import httpx

from bookbytes_adapters.memory import MemoryJobQueue
from tests.http.test_books import imported
from tests.support.asgi import WithState


async def test_a28_who_has_many_books_under_way_waits_for_turns(app: WithState, client: httpx.AsyncClient) -> None:
    queue = MemoryJobQueue()
    application = app.state["application"] = replace(app.state["application"], queue=queue)
    placed = []
    for number in range(application.ring_for_jobs.jobs_per_owner + 3):
        edition = (await imported(client, text=f"# Book {number}\n\nIt has one sentence.\n")).json()["edition_id"]
        answer = await client.post("/api/v1/books/process", json={"edition_id": edition})
        placed.append(UUID(answer.json()["job_id"]))
    assert queue.sent == placed[:-3]
