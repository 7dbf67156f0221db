"""Idempotency-Key: the same request under the same key is answered as it was, whatever has happened since."""

import asyncio

import httpx
import pytest

from tests.support.small_books import MARKDOWN

PROCESS = "/api/v1/books/process"
KEY = {"Idempotency-Key": "mine"}


async def an_order(client: httpx.AsyncClient) -> dict[str, object]:
    book = (await client.post("/api/v1/books/import", files={"file": ("small.md", MARKDOWN.encode())})).json()
    return {"edition_id": book["edition_id"], "options": {"chapters": [1]}}


async def test_r71_the_same_request_is_answered_as_it_was(client: httpx.AsyncClient) -> None:
    order = await an_order(client)
    first = await client.post(PROCESS, json=order, headers=KEY)
    assert first.status_code == 202
    await client.post(f"/api/v1/jobs/{first.json()['job_id']}/cancel")
    again = await client.post(PROCESS, json=order, headers=KEY)
    assert (again.status_code, again.json()) == (202, first.json()), "without a key a cancelled order is placed anew"
    assert again.headers["Location"] == first.headers["Location"]
    assert (await client.get("/api/v1/jobs")).json()["total"] == 1

    other = await client.post(PROCESS, json={**order, "options": {}}, headers=KEY)
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")
    fresh = await client.post(PROCESS, json=order, headers={"Idempotency-Key": "another"})
    assert (fresh.status_code, fresh.json()["job_id"] != first.json()["job_id"]) == (202, True)


async def test_r71_a_refresh_by_force_is_made_once(client: httpx.AsyncClient) -> None:
    receipt = (await client.post(PROCESS, json=await an_order(client))).json()
    await client.post(f"/api/v1/jobs/{receipt['job_id']}/cancel")
    address = f"/api/v1/books/{receipt['audio_book_id']}/refresh"
    first = await client.post(address, json={"force": True}, headers=KEY)
    await client.post(f"/api/v1/jobs/{first.json()['job_id']}/cancel")
    again = await client.post(address, json={"force": True}, headers=KEY)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    unkeyed = await client.post(address, json={"force": True})
    assert unkeyed.json()["job_id"] != first.json()["job_id"], "each of these is another remake"
    elsewhere = await client.post(PROCESS, json={"force": True}, headers=KEY)
    assert elsewhere.status_code == 422


async def test_r71_many_at_once_get_one_receipt(client: httpx.AsyncClient) -> None:
    order = await an_order(client)
    answers = await asyncio.gather(*(client.post(PROCESS, json=order, headers=KEY) for _ in range(30)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    assert (await client.get("/api/v1/jobs")).json()["total"] == 1


async def test_a_request_that_fails_leaves_its_key_as_good_as_new(client: httpx.AsyncClient) -> None:
    order = await an_order(client)
    refused = await client.post(PROCESS, json={**order, "options": {"chapters": [99]}}, headers=KEY)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unknown_chapter")
    assert (await client.post(PROCESS, json=order, headers=KEY)).status_code == 202


@pytest.mark.parametrize("key", [b"", b"x" * 256, b"\xff", b"a\tb"])
async def test_a_key_that_is_none_is_refused(client: httpx.AsyncClient, key: bytes) -> None:
    answer = await client.post(PROCESS, json=await an_order(client), headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_idempotency_key")
