"""Headers that ask for too much or lie (A21, A23, A25), and those every answer carries (A24)."""

import time
from datetime import UTC, datetime

import httpx

from bookbytes_adapters.settings import Settings
from bookbytes_core import SYSTEM_USER
from bookbytes_http.routes import OPERATIONS
from bookbytes_http.sessions import Sessions
from tests.http.conftest import KEY
from tests.http.test_books import finished
from tests.support.asgi import WithState, asked

ID = "0198c0de-0000-7000-8000-000000000001"
WITH_KEY = {"X-API-Key": KEY}

RANGES = {
    "bytes=" + ",".join(f"{n}-{n}" for n in range(2000)): 200,
    "bytes=" + ",".join(["0-"] * 4000): 200,
    "bytes=0-10,5-15,0-10": 200,
    "bytes=-1-5": 200,
    "bytes=5-1": 200,
    "bytes=--5": 200,
    "bytes=5": 200,
    "bytes=-": 200,
    "bytes=": 200,
    "bytes=a-b": 200,
    "bytes=\u00b2-": 200,
    "bytes=" + "9" * 5000 + "-": 200,
    "bytes=0-" + "9" * 5000: 200,
    "bytes=" + " " * 15_000 + "0-1": 206,
    "seconds=0-1": 200,
    "lines=1-2": 200,
    "0-1": 200,
    "bytes=0-0": 206,
    "BYTES=0-0": 206,
    "bytes=-1": 206,
    f"bytes=0-{2**63}": 206,
    f"bytes=0-{2**64}": 206,
    f"bytes=-{2**70}": 206,
    f"bytes={2**63}-": 416,
    f"bytes={2**64}-{2**65}": 416,
    "bytes=-0": 416,
}
CPU_SECONDS = 3 * 0.01
"""Three times what is promised for one range."""


async def test_a21_ranges_that_ask_for_too_much_are_answered_as_the_standard_says(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    book = await finished(client, settings)
    audio = (await client.get(f"/api/v1/books/{book}/chapters")).json()["items"][0]["audio_url"]
    whole = await client.get(audio)
    for header, status in RANGES.items():
        began = time.process_time()
        answer = await client.get(audio, headers={"Range": header.encode("latin-1")})
        spent = time.process_time() - began
        assert answer.status_code == status, (header[:40], answer.status_code)
        assert spent < CPU_SECONDS, (header[:40], spent)
        assert status == 416 or answer.content in whole.content
        assert status != 200 or len(answer.content) == len(whole.content)
        assert status != 416 or answer.headers["Content-Range"] == f"bytes */{len(whole.content)}"


ORIGINS = ["https://evil.example", "null", "http://test.evil.example", "http://localhost", "http://test:81", "file://"]


async def test_a23_no_other_origin_is_let_in(app: WithState) -> None:
    for origin in ORIGINS:
        asking = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-api-key",
        }
        for method, path, headers in (
            ("OPTIONS", "/api/v1/books/process", asking),
            ("OPTIONS", "/api/v1/books/process", asking | WITH_KEY),
            ("GET", "/api/v1/books", {"Origin": origin, **WITH_KEY}),
            ("GET", "/api/v1/books", {"Origin": origin}),
            ("GET", "/", {"Origin": origin}),
        ):
            answer = await asked(app, method, path, headers)
            assert not [name for name in answer.headers if name.startswith("access-control-")], (origin, path, answer)
            assert method != "OPTIONS" or answer.status in {401, 405}


PUBLIC = ["/", "/static/app.js", "/static/nothing.js", "/health/live", "/nothing"]


def _addresses() -> list[tuple[str, str]]:
    filled = [(each.method, "/api/v1" + _filled(each.path)) for each in OPERATIONS]
    return [("GET", path) for path in PUBLIC] + filled + [("PUT", "/api/v1/books"), ("GET", "/api/v1/nothing")]


def _filled(path: str) -> str:
    before, brace, after = path.partition("{")
    return f"{before}{ID}{after.partition('}')[2]}" if brace else path


async def test_a24_every_answer_keeps_browsers_from_more_than_it_is_meant_for(app: WithState) -> None:
    for method, path in _addresses():
        for headers in ({}, WITH_KEY):
            answer = await asked(app, method, path, headers)
            told = answer.headers
            assert told["x-content-type-options"] == "nosniff", (method, path)
            assert told["referrer-policy"] == "no-referrer", (method, path)
            assert told["x-frame-options"] == "DENY", (method, path)
            assert "server" not in told, (method, path)
            policy = told["content-security-policy"]
            assert "default-src 'none'" in policy, (method, path)
            assert "unsafe" not in policy, (method, path)
            assert "frame-ancestors 'none'" in policy, (method, path)
            assert path.startswith("/api") is ("sandbox" in policy), (method, path)
            assert not path.startswith("/api") or "self" not in policy, (method, path)


EXPIRED = str(int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()))


async def test_a25_a_session_that_was_changed_in_one_place_is_none(client: httpx.AsyncClient, app: WithState) -> None:
    cookie = (await client.post("/api/v1/auth/session")).headers["Set-Cookie"]
    name, _, value = cookie.partition(";")[0].partition("=")

    async def status(value: str, method: str = "GET") -> int:
        return (await asked(app, method, "/api/v1/books", {"Cookie": f"{name}={value}"})).status

    assert await status(value) == 200
    assert await status(value, "POST") == 401
    content, _, signature = value.rpartition(".")
    whose, _, expires = content.partition(".")
    later, over = f"{whose}.{int(expires) + 1}", f"{whose}.{EXPIRED}"
    for place in range(len(value)):
        other = value[:place] + ("1" if value[place] != "1" else "2") + value[place + 1 :]
        assert await status(other) == 401, other
    for forged in (f"{later}.{signature}", f"{over}.{signature}", signature, content, f"{value}x", f".{signature}"):
        assert await status(forged) == 401, forged


async def test_a25_another_installation_opens_no_session_here(app: WithState, client: httpx.AsyncClient) -> None:
    other, _ = Sessions("another-key-of-another-installation").new(SYSTEM_USER, None)
    assert (await asked(app, "GET", "/api/v1/books", {"Cookie": f"bookbytes_session={other}"})).status == 401
