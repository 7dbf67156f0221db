"""From a file to chapters that play, over HTTP."""

import gzip
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from tests.support.small_books import CHAPTERS, MARKDOWN


async def imported(client: httpx.AsyncClient, *, name: str = "small.md", text: str = MARKDOWN) -> httpx.Response:
    return await client.post("/api/v1/books/import", files={"file": (name, text.encode())})


async def finished(client: httpx.AsyncClient, settings: Settings) -> str:
    """The id of an audio book that has been made."""
    edition = (await imported(client)).json()["edition_id"]
    receipt = (await client.post("/api/v1/books/process", json={"edition_id": edition})).json()
    async with build(settings) as worker:
        await worker.generate_audio_book(UUID(receipt["job_id"]))
    return str(receipt["audio_book_id"])


async def test_an_import_answers_with_the_chapters_and_the_same_file_with_the_same_ids(
    client: httpx.AsyncClient,
) -> None:
    first = await imported(client)
    assert first.status_code == 201
    body = first.json()
    assert (body["title"], body["authors"], body["language"]) == ("The Small Book", ["Ada Writer"], "en")
    assert [(chapter["number"], chapter["title"]) for chapter in body["chapters"]] == list(enumerate(CHAPTERS, 1))
    again = await imported(client, name="other-name.md")
    assert again.status_code == 200
    assert again.json()["edition_id"] == body["edition_id"]


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("book.epub", b"\x89PNG\r\n\x1a\n", 415, "unsupported_file_type"),
        ("book.exe", b"MZ", 415, "unsupported_file_type"),
        ("book.md", b"", 422, "book_empty"),
        ("book.epub", b"PK\x03\x04 and then nothing", 422, "book_damaged"),
    ],
)
async def test_a_file_that_is_no_book_is_refused_and_leaves_nothing(
    client: httpx.AsyncClient, settings: Settings, name: str, data: bytes, status: int, code: str
) -> None:
    answer = await client.post("/api/v1/books/import", files={"file": (name, data)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert list(settings.upload_path.iterdir()) == []
    assert (await client.get("/api/v1/books")).json()["total"] == 0


async def test_an_import_that_is_no_form_or_has_no_file_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/books/import", content=b"x")).status_code == 415
    answer = await client.post("/api/v1/books/import", files={"other": ("a.md", b"x")})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "file_missing")


async def test_an_order_is_taken_once_and_made(client: httpx.AsyncClient, settings: Settings) -> None:
    edition = (await imported(client)).json()["edition_id"]
    first = await client.post("/api/v1/books/process", json={"edition_id": edition})
    assert first.status_code == 202
    receipt = first.json()
    assert first.headers["Location"] == f"/api/v1/jobs/{receipt['job_id']}"
    again = await client.post("/api/v1/books/process", json={"edition_id": edition})
    assert (again.status_code, again.json()["job_id"]) == (200, receipt["job_id"])
    job = (await client.get(first.headers["Location"])).json()
    assert (job["status"], job["progress"]) == ("pending", 0)

    book_id = await finished(client, settings)
    assert book_id == receipt["audio_book_id"]
    job = (await client.get(first.headers["Location"])).json()
    assert (job["status"], job["progress"], job["error"]) == ("completed", 100, None)
    book = (await client.get(f"/api/v1/books/{book_id}")).json()
    assert (book["status"], book["tier"], book["chapters_done"]) == ("completed", "A", 3)
    shelf = (await client.get("/api/v1/books")).json()
    assert (shelf["total"], shelf["items"][0]["id"]) == (1, book_id)


async def test_a_shelf_tells_two_orders_of_one_book_apart(client: httpx.AsyncClient) -> None:
    edition = (await imported(client)).json()["edition_id"]
    asked = {"words_per_chapter": 60, "chapters": [3, 1], "voice": "espeak:en-us", "max_cost_usd": 1.25}
    for options in ({}, asked):
        await client.post("/api/v1/books/process", json={"edition_id": edition, "options": options})
    left_open = dict.fromkeys(("minutes", "words_per_chapter", "voice", "max_cost_usd")) | {"chapters": []}
    flags = {"all_matter": False, "from_memory": False}
    told = [book["options"] for book in (await client.get("/api/v1/books")).json()["items"]]
    assert told == [{"minutes": None, **asked, "chapters": [1, 3], **flags}, {**left_open, **flags}]


async def test_chapters_play_whole_and_in_parts(client: httpx.AsyncClient, settings: Settings) -> None:
    book_id = await finished(client, settings)
    page = (await client.get(f"/api/v1/books/{book_id}/chapters")).json()
    assert [item["title"] for item in page["items"]] == list(CHAPTERS)
    assert all("sentences" not in item for item in page["items"])
    chapter = (await client.get(f"/api/v1/chapters/{page['items'][0]['id']}")).json()
    assert all(sentence["text"] in MARKDOWN.replace("\n", " ") for sentence in chapter["sentences"])
    assert all(sentence["sources"] for sentence in chapter["sentences"])

    whole = await client.get(chapter["audio_url"])
    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "audio/mpeg")
    assert whole.content[:3] == b"ID3"
    part = await client.get(chapter["audio_url"], headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == whole.content[100:200]
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.content)}"
    beyond = await client.get(chapter["audio_url"], headers={"Range": f"bytes={len(whole.content)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole.content)}")
    assert beyond.json()["error"]["code"] == "range_not_satisfiable"
    known = await client.get(chapter["audio_url"], headers={"If-None-Match": whole.headers["ETag"]})
    assert known.status_code == 304
    for asked in ({}, {"Range": "bytes=100-199"}, {"Range": f"bytes={len(whole.content)}-"}):
        head = await client.head(chapter["audio_url"], headers=asked)
        assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(len(whole.content)), b"")


async def test_a_deleted_book_is_gone_and_can_be_ordered_anew(client: httpx.AsyncClient, settings: Settings) -> None:
    book_id = await finished(client, settings)
    assert (await client.delete(f"/api/v1/books/{book_id}")).status_code == 204
    assert (await client.get(f"/api/v1/books/{book_id}")).status_code == 404
    assert (await client.delete(f"/api/v1/books/{book_id}")).status_code == 404
    edition = (await imported(client)).json()["edition_id"]
    again = await client.post("/api/v1/books/process", json={"edition_id": edition})
    assert again.status_code == 202
    assert again.json()["audio_book_id"] != book_id


async def test_a_job_can_be_cancelled_once(client: httpx.AsyncClient) -> None:
    edition = (await imported(client)).json()["edition_id"]
    job_id = (await client.post("/api/v1/books/process", json={"edition_id": edition})).json()["job_id"]
    cancelled = await client.post(f"/api/v1/jobs/{job_id}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (202, "cancelled")
    again = await client.post(f"/api/v1/jobs/{job_id}/cancel")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "job_finished")
    resumed = await client.post(f"/api/v1/jobs/{job_id}/resume")
    assert (resumed.status_code, resumed.json()["error"]["code"]) == (409, "job_not_paused")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 400, "invalid_body"),
        (b"", 400, "invalid_body"),
        (b"null", 422, "invalid_request"),
        (b"[]", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (
            b'{"edition_id": "0198c0de-0000-7000-8000-000000000001", "options": {"minutes": "5"}}',
            422,
            "invalid_request",
        ),
        (b'{"edition_id": "nonsense"}', 422, "invalid_request"),
        (b'{"edition_id": "0198c0de-0000-7000-8000-000000000001", "isbn": "9780306406157"}', 422, "invalid_request"),
        (b'{"edition_id": "0198c0de-0000-7000-8000-000000000001", "owner": "me"}', 422, "invalid_request"),
        (b'{"edition_id": "0198c0de-0000-7000-8000-000000000001"}', 404, None),
        (b'{"isbn": "123"}', 422, "invalid_isbn"),
        (b'{"isbn": "9780000000002"}', 404, "isbn_not_found"),
        (b'{"isbn": "9783161484100"}', 409, "source_text_required"),
    ],
)
async def test_an_order_that_cannot_be_read_is_refused(
    client: httpx.AsyncClient, body: bytes, status: int, code: str | None
) -> None:
    answer = await client.post("/api/v1/books/process", content=body)
    assert answer.status_code == status, answer.text
    assert code is None or answer.json()["error"]["code"] == code


async def test_options_that_cannot_be_met_are_refused_before_any_work(client: httpx.AsyncClient) -> None:
    edition = (await imported(client)).json()["edition_id"]
    for options, code in [
        ({"chapters": [9]}, "unknown_chapter"),
        ({"chapters": []}, "invalid_request"),
        ({"minutes": -1}, "invalid_options"),
        ({"minutes": 5, "words_per_chapter": 5}, "invalid_options"),
        ({"voice": "nobody"}, "unknown_voice"),
    ]:
        answer = await client.post("/api/v1/books/process", json={"edition_id": edition, "options": options})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert (await client.get("/api/v1/jobs")).json()["total"] == 0


@pytest.mark.parametrize("query", ["page=0", "page=x", "page_size=101", "page=99999999999999999999", "page=-1"])
async def test_a_page_out_of_range_is_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/api/v1/books?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_page")


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "%00", "nonsense", "..%252f", "0198c0de"])
async def test_a_path_that_names_nothing_is_404(client: httpx.AsyncClient, name: str) -> None:
    for address in (f"/api/v1/books/{name}", f"/api/v1/chapters/{name}", f"/api/v1/chapters/{name}/audio"):
        assert (await client.get(address)).status_code == 404


async def test_a06_what_a_book_calls_itself_is_only_text(client: httpx.AsyncClient, tmp_path: Path) -> None:
    text = MARKDOWN.replace("The Small Book", "<script>alert(1)</script> & Co")
    body = await imported(client, text=text)
    assert body.headers["Content-Type"] == "application/json"
    assert body.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("pronunciations", "status"),
    [
        ({"Cato": "Kayto"}, 202),
        ({"Cato": ""}, 422),
        ({"Cato": "x" * 101}, 422),
        ({f"w{n}": "x" for n in range(501)}, 422),
        ([["Cato", "Kayto"]], 422),
    ],
)
async def test_pronunciations_are_part_of_an_order(
    pronunciations: object, status: int, client: httpx.AsyncClient
) -> None:
    edition = (await imported(client)).json()["edition_id"]
    order = {"edition_id": edition, "options": {"pronunciations": pronunciations}}
    answer = await client.post("/api/v1/books/process", json=order)
    assert answer.status_code == status
    if status == 202:
        other = await client.post("/api/v1/books/process", json={"edition_id": edition})
        assert other.json()["audio_book_id"] != answer.json()["audio_book_id"]


async def test_a_body_in_a_content_coding_is_refused(client: httpx.AsyncClient) -> None:
    body = gzip.compress(b'{"title": "Dracula"}')
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    answer = await client.post("/api/v1/books/search", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "unsupported_media_type")
    plain = {**headers, "Content-Encoding": "identity"}
    assert (await client.post("/api/v1/books/search", content=b"{}", headers=plain)).status_code == 422
