"""The table of error codes: whole, true, and the one in the docs."""

import re

import httpx
import pytest

from bookbytes_core import errors
from bookbytes_http.error_codes import CODES, table
from bookbytes_http.errors import status_of
from tests.architecture.walls import ROOT

INSIDE = {
    # reach nobody who calls the API: they end as a chapter's or a job's `error`, or stop a program's start
    *("answer_too_long", "bad_audio", "bad_cover", "book_not_known", "catalogue_file_unusable", "database_newer"),
    *(
        "database_outdated",
        "error",
        "evicting_broker",
        "database_encoding",
        "file_not_readable",
        "invalid_database_url",
        "invalid_key",
    ),
    *(
        "invalid_setting",
        "no_chapters",
        "no_summary",
        "no_voice_installed",
        "text_too_long",
        "unreadable",
        "vendor_blocked",
    ),
    # are answered by the use case that meets them, in other words
    *("chapter_known", "invalid_input", "isbn_taken", "lease_lost", "order_known", "provider_key_taken"),
    *("queue_unavailable", "rejected", "text_known", "user_not_found"),
}


def used() -> set[str]:
    found: set[str] = set()
    for package in ("bookbytes_core", "bookbytes_adapters", "bookbytes_http"):
        for file in (ROOT / package).rglob("*.py"):
            found |= set(re.findall(r'(?:code=|default_code = )"([a-z_]+)"', file.read_text(encoding="utf-8")))
    return found | set(errors.BOOK_PROBLEMS)


def test_every_code_is_in_the_table_or_stays_inside() -> None:
    assert used() - CODES.keys() - INSIDE == set(), "name it in bookbytes_http/error_codes.py"
    assert INSIDE & CODES.keys() == set()


@pytest.mark.parametrize("code", CODES)
def test_a_code_comes_with_the_tables_status(code: str) -> None:
    status, meaning = CODES[code]
    assert meaning
    kinds = [errors.InvalidInput, errors.NotFound, errors.Conflict, errors.NotAuthenticated, errors.NotAllowed]
    kinds += [errors.Rejected, errors.Unavailable, errors.StorageFull]
    assert status in {status_of(kind("", code=code)) for kind in kinds} | {400, 405, 408, 413, 415, 416, 429, 431, 500}


def test_the_docs_hold_this_table() -> None:
    assert table() in (ROOT / "docs/errors.md").read_text(encoding="utf-8"), "write error_codes.table() into it"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
async def test_a_method_that_an_address_does_not_take_is_405(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, method: str
) -> None:
    refused = await client.request(method, "/api/v1/books/search")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    assert refused.json()["error"]["code"] == "method_not_allowed"
    assert (await stranger.request(method, "/api/v1/books/search")).status_code == 401


@pytest.mark.parametrize(
    "address", ["/", "/health/live", "/health/ready", "/metrics", "/openapi.json", "/docs", "/redoc"]
)
async def test_so_is_one_that_an_address_beside_the_api_does_not_take(
    stranger: httpx.AsyncClient, address: str
) -> None:
    refused = await stranger.request("TRACE", address)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert refused.json()["error"]["code"] == "method_not_allowed"
