"""Lists over HTTP: pages, walking by ``next``, and what is not asked for like that."""

import httpx
import pytest

LISTS = ["/api/v1/books", "/api/v1/jobs", "/api/v1/books/works"]


async def imported_and_ordered(client: httpx.AsyncClient, number: int) -> None:
    text = f"# Book {number}\n\n## One\n\nThere was a road of salt that led to the sea and back again.\n"
    book = (await client.post("/api/v1/books/import", files={"file": (f"{number}.md", text.encode())})).json()
    (await client.post("/api/v1/books/process", json={"edition_id": book["edition_id"]})).raise_for_status()


async def test_every_list_is_walked_by_next(client: httpx.AsyncClient) -> None:
    for number in range(3):
        await imported_and_ordered(client, number)
    for address in LISTS:
        first = (await client.get(address, params={"page_size": 2})).json()
        rest = (await client.get(address, params={"page_size": 2, "after": first["next"]})).json()
        assert (len(first["items"]), len(rest["items"]), first["total"]) == (2, 1, 3)
        assert "next" not in rest
        by_number = (await client.get(address, params={"page_size": 2, "page": 2})).json()
        assert by_number["items"] == rest["items"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("page=201&page_size=50", "use_after"),
        ("page_size=101", "invalid_page"),
        ("after=x", "invalid_page"),
        ("after=", "invalid_page"),
        ("pagesize=1", "unknown_parameter"),
    ],
)
async def test_a_page_that_is_none_is_refused(client: httpx.AsyncClient, address: str, query: str, code: str) -> None:
    answer = await client.get(f"{address}?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
