"""The OpenAPI document: made from the table of operations, whole, and true of what is answered."""

import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from openapi_spec_validator import validate

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_http.error_codes import CODES
from bookbytes_http.routes import OPERATIONS, SERVICE
from tests.support.documented import Documented, document
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.openlibrary_records import OLD_ISBN
from tests.support.small_books import MARKDOWN

ELSEWHERE = {
    ("POST", "/api/v1/jobs/{job_id}/resume"),  # in test_resume.py
    ("POST", "/api/v1/auth/register"),  # in accounts/test_documented.py
    ("POST", "/api/v1/auth/login"),
}
EVERYTHING = [*SERVICE, *OPERATIONS]


def test_the_document_is_openapi() -> None:
    validate(document())


@pytest.mark.parametrize("operation", EVERYTHING, ids=lambda each: f"{each.method} {each.path}")
def test_every_operation_is_described(operation: Any) -> None:
    described = operation.described
    assert described is not None, "say in bookbytes_http/documentation what it does"
    assert [code for code in described.errors if code not in CODES] == [], "add it to error_codes.py"
    assert set(re.findall(r"\{(\w+)", operation.path)) == set(described.path)


def test_operations_have_names_of_their_own() -> None:
    names = [one["operationId"] for path in document()["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) == len(EVERYTHING)


async def test_the_document_and_its_pages_are_for_everybody_and_from_here(stranger: httpx.AsyncClient) -> None:
    served = await stranger.get("/openapi.json")
    assert (served.status_code, served.json()) == (200, document())
    for page in ("/docs", "/redoc"):
        shown = await stranger.get(page)
        assert "script-src 'self';" in shown.headers["Content-Security-Policy"]
        addresses = re.findall(r'(?:src|href)="([^"]+)"', shown.text)
        assert addresses
        for address in addresses:
            assert address.startswith("/"), "nothing comes from elsewhere"
            assert (await stranger.get(address)).status_code == 200
    assert (await stranger.get("/docs/assets/__init__.py")).status_code == 404


async def test_every_operation_answers_as_the_document_says(
    client: httpx.AsyncClient, settings: Settings, openlibrary: FakeOpenLibrary
) -> None:
    """Every one of them is called for a good answer, and many for a bad one."""
    calls = Documented(client)
    await _catalogue(calls)
    book_id, chapter_id = await _a_book(calls, settings)
    await calls("GET", "/api/v1/chapters/{chapter_id}", chapter_id=chapter_id)
    whole = await calls("GET", "/api/v1/chapters/{chapter_id}/audio", chapter_id=chapter_id)
    tag = {"If-None-Match": whole.headers["ETag"]}
    await calls("GET", "/api/v1/chapters/{chapter_id}/audio", 304, chapter_id=chapter_id, headers=tag)
    for part, status in (("bytes=0-9", 206), ("bytes=999999999-", 416)):
        of_it = {"Range": part}
        await calls("GET", "/api/v1/chapters/{chapter_id}/audio", status, chapter_id=chapter_id, headers=of_it)
    voices = (await calls("GET", "/api/v1/voices")).json()["items"]
    await calls("GET", "/api/v1/voices/{voice_id}/sample", voice_id=voices[0]["id"])
    await calls("GET", "/api/v1/voices/{voice_id}/sample", 404, voice_id="nobody")
    await calls("POST", "/api/v1/auth/session", 204)
    await calls("DELETE", "/api/v1/auth/session", 204)
    await calls("GET", "/api/v1/auth/me")
    await calls("POST", "/api/v1/auth/register", 403, json={"email": "ann@example.org", "password": "long enough"})
    for address in ("/health/live", "/health/ready", "/metrics"):
        await calls("GET", address)
    await calls("DELETE", "/api/v1/books/{book_id}", 204, book_id=book_id)
    await calls("DELETE", "/api/v1/books/{book_id}", 404, book_id=book_id)
    assert set(calls.missing()) == ELSEWHERE


async def _catalogue(calls: Documented) -> None:
    hits = (await calls("POST", "/api/v1/books/search", json={"title": "Salt Road"})).json()["items"]
    await calls("POST", "/api/v1/books/search", 422, json={"title": " "})
    work = {"work_id": hits[0]["id"]}
    await calls("GET", "/api/v1/books/works", params={"page_size": 1})
    await calls("GET", "/api/v1/books/works", 422, params={"pagesize": 1})
    await calls("GET", "/api/v1/books/works/{work_id}", **work)
    await calls("GET", "/api/v1/books/works/{work_id}/cover", **work)
    await calls("GET", "/api/v1/books/isbn/{isbn}", isbn=OLD_ISBN)
    await calls("GET", "/api/v1/books/isbn/{isbn}", 422, isbn="9780306406158")


async def _a_book(calls: Documented, settings: Settings) -> tuple[str, str]:
    """A book from its file to its sound; the ids of the audio book and of a chapter."""
    form = {"file": ("small.md", MARKDOWN.encode())}
    await calls("POST", "/api/v1/books/import", 415, content=b"x")
    edition = (await calls("POST", "/api/v1/books/import", 201, files=form)).json()["edition_id"]
    await calls("POST", "/api/v1/books/import", 200, files=form)
    order = {"edition_id": edition, "options": {"chapters": [1]}}
    await calls("POST", "/api/v1/books/estimate", json=order)
    await calls("POST", "/api/v1/books/process", 400, content=b"{")
    await calls("POST", "/api/v1/books/process", 422, json={"edition_id": edition, "owner": "me"})
    receipt = (await calls("POST", "/api/v1/books/process", 202, json=order)).json()
    job, book = {"job_id": receipt["job_id"]}, {"book_id": receipt["audio_book_id"]}
    await calls("POST", "/api/v1/books/process", 200, json=order)
    await calls("GET", "/api/v1/jobs/{job_id}", **job)
    await calls("POST", "/api/v1/jobs/{job_id}/resume", 409, **job)
    async with build(settings) as worker:
        await worker.generate_audio_book(UUID(receipt["job_id"]))
    await calls("GET", "/api/v1/jobs/{job_id}/events", **job)
    await calls("GET", "/api/v1/jobs", params={"status": "completed"})
    await calls("GET", "/api/v1/books")
    await calls("GET", "/api/v1/books/{book_id}", **book)
    again = (await calls("POST", "/api/v1/books/{book_id}/refresh", 202, json={"force": True}, **book)).json()
    await calls("POST", "/api/v1/jobs/{job_id}/cancel", 202, job_id=again["job_id"])
    await calls("POST", "/api/v1/jobs/{job_id}/cancel", 409, job_id=again["job_id"])
    chapters = (await calls("GET", "/api/v1/books/{book_id}/chapters", **book)).json()["items"]
    return receipt["audio_book_id"], chapters[0]["id"]
