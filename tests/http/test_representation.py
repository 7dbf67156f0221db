"""How JSON travels: tags, packing, and pages of other origins."""

import gzip

import httpx
import pytest

from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from tests.http.conftest import KEY, speaking_to
from tests.support.asgi import running

DOCUMENT = "/openapi.json"


async def test_who_has_it_already_is_spared_it(client: httpx.AsyncClient) -> None:
    first = await client.get("/api/v1/books")
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    assert first.headers["Cache-Control"] == "private, no-cache"
    for known in (tag, f'"other", {tag}', "*"):
        again = await client.get("/api/v1/books", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert "Content-Type" not in again.headers
    other = await client.get("/api/v1/books?page_size=7", headers={"If-None-Match": tag})
    assert (other.status_code, other.headers["ETag"] != tag) == (200, True)


async def test_json_is_packed_for_who_unpacks_it(client: httpx.AsyncClient) -> None:
    plain = await client.get(DOCUMENT, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    async with client.stream("GET", DOCUMENT, headers={"Accept-Encoding": "br;q=1, gzip;q=0.5"}) as packed:
        raw = b"".join([piece async for piece in packed.aiter_raw()])
    assert (packed.headers["Content-Encoding"], packed.headers["Content-Length"]) == ("gzip", str(len(raw)))
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert len(raw) < len(plain.content) / 5
    assert gzip.decompress(raw) == plain.content
    head = await client.head(DOCUMENT)
    assert head.headers["ETag"] == plain.headers["ETag"]


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br", "gzip; q=0.00"])
async def test_json_is_left_alone_for_who_does_not(client: httpx.AsyncClient, accepted: str) -> None:
    answer = await client.get(DOCUMENT, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers


async def test_what_is_no_json_goes_as_it_comes(client: httpx.AsyncClient) -> None:
    page = await client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in page.headers
    small = await client.get("/health/live", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers
    missing = await client.get("/api/v1/nothing", headers={"If-None-Match": "*"})
    assert (missing.status_code, "ETag" in missing.headers) == (404, False)


ELSEWHERE = {"Origin": "https://elsewhere.example"}
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key"}


async def test_a23_pages_of_other_origins_are_not_let_in(client: httpx.AsyncClient) -> None:
    for origin in ("https://elsewhere.example", "null", "http://test"):
        answers = [await client.get("/api/v1/books", headers={"Origin": origin})]
        answers.append(await client.options("/api/v1/books/process", headers={"Origin": origin, **PREFLIGHT}))
        for answer in answers:
            assert [name for name in answer.headers if name.startswith("access-control-")] == []


async def test_a23_pages_that_are_named_are_let_in_without_cookies(settings: Settings) -> None:
    named = settings.model_copy(update={"cors_origins": "https://app.example, https://elsewhere.example"})
    async with running(create_app(named)) as app, speaking_to(app, {"X-API-Key": KEY}) as client:
        asked = await client.options("/api/v1/books/process", headers={**ELSEWHERE, **PREFLIGHT})
        assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (200, ELSEWHERE["Origin"])
        answer = await client.get("/api/v1/books", headers=ELSEWHERE)
        assert answer.headers["Access-Control-Allow-Origin"] == ELSEWHERE["Origin"]
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in {**asked.headers, **answer.headers}
        assert {"Origin", "Accept-Encoding"} <= set(answer.headers["Vary"].split(", "))
        for origin in ("https://app.example.evil.example", "null"):
            foreign = await client.get("/api/v1/books", headers={"Origin": origin})
            assert "Access-Control-Allow-Origin" not in foreign.headers
