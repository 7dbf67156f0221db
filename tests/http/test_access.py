"""Who may call what: nothing under /api/v1 answers without the key."""

import httpx
import pytest

ADDRESSES = [
    ("POST", "/api/v1/auth/session"),
    ("DELETE", "/api/v1/auth/session"),
    ("GET", "/api/v1/auth/me"),
    ("POST", "/api/v1/books/import"),
    ("POST", "/api/v1/books/process"),
    ("POST", "/api/v1/books/search"),
    ("GET", "/api/v1/books/works"),
    ("GET", "/api/v1/books/works/0198c0de-0000-7000-8000-000000000001"),
    ("GET", "/api/v1/books/works/0198c0de-0000-7000-8000-000000000001/cover"),
    ("GET", "/api/v1/books/isbn/9780306406157"),
    ("GET", "/api/v1/books"),
    ("GET", "/api/v1/books/0198c0de-0000-7000-8000-000000000001"),
    ("DELETE", "/api/v1/books/0198c0de-0000-7000-8000-000000000001"),
    ("GET", "/api/v1/books/0198c0de-0000-7000-8000-000000000001/chapters"),
    ("GET", "/api/v1/chapters/0198c0de-0000-7000-8000-000000000001"),
    ("GET", "/api/v1/chapters/0198c0de-0000-7000-8000-000000000001/audio"),
    ("GET", "/api/v1/jobs"),
    ("GET", "/api/v1/jobs/0198c0de-0000-7000-8000-000000000001"),
    ("POST", "/api/v1/jobs/0198c0de-0000-7000-8000-000000000001/cancel"),
    ("POST", "/api/v1/jobs/0198c0de-0000-7000-8000-000000000001/resume"),
    ("GET", "/api/v1/nothing"),
    ("GET", "/api/v1/books/../books"),
]


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
async def test_without_the_key_every_address_is_401(stranger: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await stranger.request(method, path)
    assert answer.status_code == 401
    error = answer.json()["error"]
    assert error["code"] == "not_authenticated"
    assert error["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("key", ["", "wrong", "a-key-for-tests-only-012345678", "ä"])
async def test_a_wrong_key_is_no_key(stranger: httpx.AsyncClient, key: str) -> None:
    answer = await stranger.get("/api/v1/books", headers={"X-API-Key": key.encode()})
    assert answer.status_code == 401


async def test_a_session_reads_but_never_writes(client: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    opened = await client.post("/api/v1/auth/session")
    assert opened.status_code == 204
    cookie = opened.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "Path=/api/v1" in cookie
    pair = {"Cookie": cookie.partition(";")[0]}
    assert (await stranger.get("/api/v1/books", headers=pair)).status_code == 200
    assert (await stranger.post("/api/v1/books/process", headers=pair)).status_code == 401
    assert (await stranger.post("/api/v1/auth/session", headers=pair)).status_code == 401


@pytest.mark.parametrize("value", ["", ".", "9999999999.", "9999999999.0000", "abc.def", "²."])
async def test_a_forged_session_is_no_session(stranger: httpx.AsyncClient, value: str) -> None:
    answer = await stranger.get("/api/v1/books", headers={"Cookie": f"bookbytes_session={value}".encode()})
    assert answer.status_code == 401


async def test_the_page_and_the_pulse_are_for_everybody(stranger: httpx.AsyncClient) -> None:
    page = await stranger.get("/")
    assert page.headers["Content-Type"].startswith("text/html")
    assert (await stranger.get("/", headers={"If-None-Match": page.headers["ETag"]})).status_code == 304
    live = await stranger.get("/health/live")
    assert (live.status_code, live.json()) == (200, {"status": "ok"})


async def test_every_answer_carries_safe_headers_and_the_callers_request_id(stranger: httpx.AsyncClient) -> None:
    for path in ("/", "/health/live", "/api/v1/books", "/nothing"):
        answer = await stranger.get(path, headers={"X-Request-ID": "mine-1"})
        assert answer.headers["X-Request-ID"] == "mine-1"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    odd = await stranger.get("/", headers={"X-Request-ID": "a b\u00e9".encode()})
    assert odd.headers["X-Request-ID"].isalnum()
