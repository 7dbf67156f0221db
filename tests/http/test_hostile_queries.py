"""Searches and queries that are made to hurt, through HTTP (A22)."""

import json

import httpx

from tests.http.test_books import imported
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.hostile_queries import HOSTILE_QUERIES

ID = "0198c0de-0000-7000-8000-000000000001"
NUMBERS = ["9" * 5000, "-1", "1e9", "\u0661", "", "\x00", "' OR 1=1 --"]
SEARCHED = ["'; DROP TABLE works; --", "a\x00b", "\ud800", '"unbalanced', "x" * 1000]
"""Few: whatever is found in the library alone is asked of the catalogue too, which is asked in turn."""
TAKEN = {
    ("books/works", "after"): HOSTILE_QUERIES,
    ("books/works", "page"): NUMBERS,
    ("books", "page_size"): NUMBERS,
    ("jobs", "status"): HOSTILE_QUERIES,
    ("voices", "language"): HOSTILE_QUERIES,
    (f"books/works/{ID}", "language"): HOSTILE_QUERIES,
}


async def test_a22_searches_made_to_hurt_change_nothing(
    client: httpx.AsyncClient, openlibrary: FakeOpenLibrary
) -> None:
    await imported(client)
    openlibrary.script(fault="forbidden", times=-1)  # what the library alone finds is what is looked at
    for words in SEARCHED:
        answer = await client.post("/api/v1/books/search", content=json.dumps({"title": words}).encode())
        assert answer.status_code in {200, 400, 422} or "catalogue_unavailable" in answer.text, (words, answer.text)
        assert "sqlite" not in answer.text.lower()
    assert (await client.get("/api/v1/books/works")).json()["total"] == 1


async def test_a22_ten_kilobytes_are_no_search(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/books/search", json={"title": "x" * 10_000})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")


async def test_a22_queries_made_to_hurt_are_refused_or_unknown(client: httpx.AsyncClient) -> None:
    for (path, name), values in TAKEN.items():
        for value in values:
            encoded = value.encode("utf-8", "surrogatepass")
            answer = await client.get(f"/api/v1/{path}", params=[(name, encoded)])  # type: ignore[list-item]
            assert answer.status_code in {200, 404, 422}, (path, name, value, answer.text)
            assert "sqlite" not in answer.text.lower()
