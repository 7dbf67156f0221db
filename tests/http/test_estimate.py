"""POST /books/estimate."""

import httpx

from tests.http.test_books import imported


async def test_an_estimate_says_what_an_order_would_take(client: httpx.AsyncClient) -> None:
    edition = (await imported(client)).json()["edition_id"]
    answer = await client.post("/api/v1/books/estimate", json={"edition_id": edition})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["tier"], body["chapters"], body["llm_tokens"]) == ("A", 3, 0)
    assert body["cost_usd"] == {"low": 0, "likely": 0, "high": 0}
    assert body["words"] > 0
    assert body["minutes"] > 0
    assert body["tts_characters"] > 0
    assert (await client.get("/api/v1/books")).json()["total"] == 0


async def test_what_cannot_be_ordered_cannot_be_estimated(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/books/estimate", json={"isbn": "12"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_isbn")
    answer = await client.post("/api/v1/books/estimate", json={})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
