"""POST /books/{id}/refresh: what is made anew, and what is refused."""

from uuid import uuid4

import httpx

from bookbytes_adapters.settings import Settings
from tests.http.test_books import finished


async def test_a_refresh_answers_as_an_order_does(client: httpx.AsyncClient, settings: Settings) -> None:
    book_id = await finished(client, settings)
    address = f"/api/v1/books/{book_id}/refresh"
    same = await client.post(address)
    assert (same.status_code, same.json()["audio_book_id"], same.json()["status"]) == (200, book_id, "completed")

    for body, status, code in (
        ({"only_failed": True}, 409, "nothing_failed"),
        ({"only_failed": True, "force": True}, 422, "invalid_options"),
        ({"options": {"voice": "nobody"}}, 422, "unknown_voice"),
        ({"options": {"minutes": -1}}, 422, "invalid_options"),
        ({"everything": True}, 422, "invalid_request"),
    ):
        refused = await client.post(address, json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)

    forced = await client.post(address, json={"force": True})
    assert forced.status_code == 202
    receipt = forced.json()
    assert forced.headers["Location"] == f"/api/v1/jobs/{receipt['job_id']}"
    assert receipt["audio_book_id"] != book_id
    job = (await client.get(forced.headers["Location"])).json()
    assert (job["type"], job["status"]) == ("audiobook_refresh", "pending")
    book = (await client.get(f"/api/v1/books/{receipt['audio_book_id']}")).json()
    assert (book["version"], book["status"]) == (2, "pending")
    assert (await client.get(f"/api/v1/books/{book_id}")).json()["status"] == "completed"

    shorter = await client.post(address, json={"options": {"words_per_chapter": 5}})
    assert shorter.status_code == 202
    assert shorter.json()["audio_book_id"] not in {book_id, receipt["audio_book_id"]}


async def test_a_book_that_is_not_there_cannot_be_refreshed(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"/api/v1/books/{uuid4()}/refresh")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "book_not_found")
