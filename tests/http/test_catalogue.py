"""Finding books over HTTP, with OpenLibrary's double behind the cache."""

import io
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.support.epub_builder import a_book
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.openlibrary_records import CONTENTS_ISBN, NEW_ISBN, OLD_ISBN


async def search(client: httpx.AsyncClient, **words: str) -> httpx.Response:
    return await client.post("/api/v1/books/search", json=words)


async def test_a_search_twice_is_one_question(client: httpx.AsyncClient, openlibrary: FakeOpenLibrary) -> None:
    first, second = [await search(client, title=title) for title in ("Salt Road", "salt  ROAD")]
    assert first.status_code == 200
    assert first.json() == second.json()
    assert openlibrary.requests("/search.json") == 1
    hits = first.json()["items"]
    assert [hit["kind"] for hit in hits] == ["book", "summary_of", "study_guide"]
    book = hits[0]
    assert book["provider_keys"] == [{"provider": "openlibrary", "external_key": "OL110W"}]
    assert (book["title"], book["authors"], book["first_publish_year"]) == ("The Salt Road", ["Ines Duval"], 1998)
    assert (book["edition_count"], book["cover_url"]) == (3, f"/api/v1/books/works/{book['id']}/cover")

    work = (await client.get(f"/api/v1/books/works/{book['id']}?language=en-US")).json()
    assert [edition["publish_year"] for edition in work["editions"]] == [2021, 2015, 1998]
    assert work["suggested_edition"]["isbn"] == NEW_ISBN
    listed = (await client.get("/api/v1/books/works?page_size=2")).json()
    assert (len(listed["items"]), listed["total"]) == (2, 3)
    rest = (await client.get("/api/v1/books/works", params={"page_size": 2, "after": listed["next"]})).json()
    assert [item["title"] for item in rest["items"]] == ["The Salt Road"]
    assert "next" not in rest


async def test_an_older_isbn_is_found_and_the_latest_told(
    client: httpx.AsyncClient, openlibrary: FakeOpenLibrary
) -> None:
    answer = await client.get(f"/api/v1/books/isbn/{OLD_ISBN[:3]}-{OLD_ISBN[3:]}")
    assert answer.status_code == 200
    edition = answer.json()
    assert (edition["isbn"], edition["publish_year"], edition["is_latest"]) == (OLD_ISBN, 1998, False)
    assert (edition["latest"]["isbn"], edition["latest"]["publish_year"]) == (NEW_ISBN, 2015)
    assert "1998" in edition["message"]
    assert edition["work"]["title"] == "The Salt Road"
    order = await client.post("/api/v1/books/process", json={"isbn": OLD_ISBN})
    error = order.json()["error"]
    assert (order.status_code, error["code"]) == (409, "source_text_required")
    assert (error["details"]["edition_id"], error["details"]["helps"]) == (edition["id"], ["import_file"])
    by_id = await client.post("/api/v1/books/process", json={"edition_id": edition["id"]})
    assert by_id.json()["error"]["details"] == error["details"]


async def test_a_book_without_a_file_is_an_outline_until_there_is_one(
    client: httpx.AsyncClient, openlibrary: FakeOpenLibrary, tmp_path: Path
) -> None:
    order = {"isbn": CONTENTS_ISBN}
    first, again = [await client.post("/api/v1/books/process", json=order) for _ in range(2)]
    outline = first.json()
    assert (first.status_code, outline["tier"], again.status_code) == (202, "B", 200)
    assert "Only the table of contents of this book is here" in outline["message"]
    assert again.json()["audio_book_id"] == outline["audio_book_id"]
    book = (await client.get(f"/api/v1/books/{outline['audio_book_id']}")).json()
    chapters = (await client.get(f"/api/v1/books/{outline['audio_book_id']}/chapters")).json()
    assert (book["tier"], chapters["tier"]) == ("B", "B")
    memory = await client.post("/api/v1/books/process", json={**order, "options": {"from_memory": True}})
    error = memory.json()["error"]
    assert (memory.status_code, error["code"]) == (409, "source_text_required")
    assert "set_up_language_model" in error["details"]["helps"]

    file = a_book(2, title="The Lighthouse Keepers")
    file.metadata = f"<dc:identifier>urn:isbn:{CONTENTS_ISBN}</dc:identifier>"
    data = file.write(tmp_path / "keepers.epub").read_bytes()
    await client.post("/api/v1/books/import", files={"file": ("keepers.epub", data)})
    real = (await client.post("/api/v1/books/process", json=order)).json()
    assert (real["tier"], real["message"]) == ("A", "The audio book will be made.")
    assert real["audio_book_id"] != outline["audio_book_id"]


async def test_a_file_is_joined_to_the_work_that_its_number_leads_to(
    client: httpx.AsyncClient, openlibrary: FakeOpenLibrary, tmp_path: Path
) -> None:
    book = a_book(2, title="The Salt Road")
    book.metadata = f"<dc:identifier>urn:isbn:{OLD_ISBN}</dc:identifier>"
    data = book.write(tmp_path / "road.epub").read_bytes()
    imported = (await client.post("/api/v1/books/import", files={"file": ("road.epub", data)})).json()
    edition = (await client.get(f"/api/v1/books/isbn/{OLD_ISBN}")).json()
    assert (edition["id"], edition["latest"]["isbn"]) == (imported["edition_id"], NEW_ISBN)
    newer = await client.post("/api/v1/books/process", json={"isbn": NEW_ISBN})
    details = newer.json()["error"]["details"]
    assert (newer.status_code, details["other_edition_id"]) == (409, imported["edition_id"])
    order = await client.post("/api/v1/books/process", json={"isbn": OLD_ISBN})
    assert order.status_code == 202
    ordered = (await client.get(f"/api/v1/books/{order.json()['audio_book_id']}")).json()
    assert (ordered["isbns"], ordered["newer_edition"]["isbn"]) == ([NEW_ISBN, OLD_ISBN], NEW_ISBN)


@pytest.mark.parametrize(
    ("isbn", "status", "code"), [("9780000000002", 404, "isbn_not_found"), ("9780306406158", 422, "invalid_isbn")]
)
async def test_a_number_that_nobody_has_and_one_that_is_none(
    client: httpx.AsyncClient, isbn: str, status: int, code: str
) -> None:
    answer = await client.get(f"/api/v1/books/isbn/{isbn}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[", 400, "invalid_body"),
        (b"{}", 422, "invalid_search"),
        (b'{"language": "en"}', 422, "invalid_search"),
        (b'{"title": "salt", "language": "; drop"}', 422, "invalid_search"),
        (b'{"title": "salt", "language": "x\\"y"}', 422, "invalid_search"),
        (b'{"title": "salt", "language": "e\\u0000n"}', 422, "invalid_search"),
        (b'{"title": 7}', 422, "invalid_request"),
        (b'{"title": "\\u0000 "}', 422, "invalid_request"),
        (b'{"words": "x"}', 422, "invalid_request"),
    ],
)
async def test_a_search_that_cannot_be_read_is_refused(
    client: httpx.AsyncClient, body: bytes, status: int, code: str
) -> None:
    answer = await client.post("/api/v1/books/search", content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("query", ["page=201&page_size=50", "after=x"])
async def test_a_list_is_walked_not_skipped_through(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/api/v1/books/works?{query}")
    assert answer.status_code == 422


async def test_a_cover_is_served_by_us_encoded_anew(client: httpx.AsyncClient, openlibrary: FakeOpenLibrary) -> None:
    book, summary, guide = (await search(client, title="salt road")).json()["items"]
    cover = await client.get(book["cover_url"])
    assert (cover.status_code, cover.headers["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(cover.content)).size == (180, 270)
    again = await client.get(book["cover_url"], headers={"If-None-Match": cover.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get(book["cover_url"])).content == cover.content
    assert openlibrary.requests("/b/id/510-L.jpg") == 1

    openlibrary.script(fault="html", contains="/b/id/511")
    assert (await client.get(summary["cover_url"])).json()["error"]["code"] == "cover_not_found"
    assert guide["cover_url"] is None
    assert (await client.get(f"/api/v1/books/works/{guide['id']}/cover")).status_code == 404


async def test_v13_without_the_catalogue_the_library_answers(
    client: httpx.AsyncClient, openlibrary: FakeOpenLibrary
) -> None:
    openlibrary.script(fault="forbidden", times=-1)
    text = "# The Salt Cellar\nby Ada Writer\n\n## One\nThe harbour lies on the north side.\n"
    await client.post("/api/v1/books/import", files={"file": ("small.md", text.encode())})
    answer = (await search(client, title="salt")).json()
    assert [hit["title"] for hit in answer["items"]] == ["The Salt Cellar"]
    assert "could not be asked" in answer["note"]
    nothing = await search(client, title="nowhere")
    assert (nothing.status_code, nothing.json()["error"]["code"]) == (503, "catalogue_unavailable")
