"""Addresses that try to get around the gate, or out of the folder (A11, A14)."""

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings, strategies

from bookbytes_http.routes import OPERATIONS, Operation
from tests.http.conftest import KEY
from tests.support.asgi import Answer, WithState, asked

WITH_KEY = {"X-API-Key": KEY}
ID = "0198c0de-0000-7000-8000-000000000001"
SECRET = "/api/v1/books"

GAMES = [
    "/api/v1/books?path=/health/live",
    "/api/v1/books?api_key=&x-api-key=",
    "//api/v1/books",
    "/api//v1/books",
    "/api/v1//books",
    "/api/v1/books/",
    "/api/v1/books;/health/live",
    "/api/v1/books;jsessionid=1",
    "/api/v1/books.",
    "/api/v1/books.json",
    "/api/v1/./books",
    "/health/live/../../api/v1/books",
    "/health/live/..%2f..%2fapi/v1/books",
    "/API/V1/BOOKS",
    "/Api/v1/books",
    "/api/v1/%62ooks",
    "/%61pi/v1/books",
    "/api%2fv1%2fbooks",
    "/api/v1/books%00",
    "/api/v1/books%0a",
    "/api/v1/books%20",
    "/api/v1/books%3f",
    "/api/v1/books%23/health/live",
    quote("/api/v1/\u24d1ooks"),
    "/docs/../api/v1/books",
    "/openapi.json/../api/v1/books",
]
"""Spellings of an address that is not public, and near misses of it."""

REWRITES = [
    {"X-Original-URL": "/health/live"},
    {"X-Rewrite-URL": "/health/live"},
    {"X-Forwarded-Prefix": "/health"},
    {"X-HTTP-Method-Override": "GET"},
    {"X-Method-Override": "OPTIONS"},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
    {"Host": "localhost", "Referer": "http://localhost/", "Origin": "null"},
]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"]


async def test_a14_no_spelling_of_an_address_gets_by_the_gate(app: WithState) -> None:
    answers = {path: await asked(app, "GET", path, {}) for path in GAMES}
    assert {path: (answer.status, answer.code) for path, answer in answers.items()} == dict.fromkeys(
        GAMES, (401, "not_authenticated")
    )


async def test_a14_no_header_and_no_method_gets_by_the_gate(app: WithState) -> None:
    addresses = (SECRET, "/api/v1/jobs", f"/api/v1/chapters/{ID}/audio", "/api/v1/nothing")
    seen = {
        (method, path, str(headers)): (await asked(app, method, path, headers)).status
        for method in METHODS
        for path in addresses
        for headers in REWRITES
    }
    assert seen == dict.fromkeys(seen, 401)


async def test_a14_a_header_turns_no_reading_into_writing(app: WithState) -> None:
    for rewrite in REWRITES:
        headers = {**WITH_KEY, **rewrite, "X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "DELETE"}
        assert (await asked(app, "GET", "/api/v1/jobs", headers)).status == 200
        assert (await asked(app, "GET", "/health/live", headers)).body == b'{"status":"ok"}'


async def test_another_method_is_told_with_those_that_there_are(app: WithState) -> None:
    answer = await asked(app, "PUT", f"/api/v1/books/{ID}", WITH_KEY)
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "DELETE, GET, HEAD"


CLIMBS = [
    "..",
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..%252f..%252fetc%252fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%5c..%5cboot.ini",
    "%c0%ae%c0%ae/etc/passwd",
    quote("\u2025/\u2025/etc/passwd"),
    quote("\uff0e\uff0e\uff0fetc\uff0fpasswd"),
    "/etc/passwd",
    "file:///etc/passwd",
    "C:%5cWindows%5cwin.ini",
    "....//....//api_key",
    f"{ID}/../../../api_key",
    f"{ID}%00.mp3",
    f"{ID}.mp3",
    "api_key",
    "bookbytes.db",
    "~root",
    "$(id)",
    "%00",
    "%ff%fe",
]
PARAMETERS = [each for each in OPERATIONS if "{" in each.path]


def _filled(path: str, value: str) -> str:
    before, _, after = path.partition("{")
    return "/api/v1" + before + value + after.partition("}")[2]


def _leaks_nothing(answer: Answer, target: str) -> None:
    """There is no such book, chapter, job, voice or ISBN, nor such an address."""
    assert answer.status in {404, 405, 422}, (target, answer)
    for word in (b"root:", b"Traceback", b"/root", b"/tmp", b"site-packages", b"sqlite3", b"[extensions]"):
        assert word not in answer.body, (target, answer)


async def test_a11_no_parameter_leads_out_of_its_folder(app: WithState) -> None:
    for operation in PARAMETERS:
        for climb in CLIMBS:
            target = _filled(operation.path, climb)
            _leaks_nothing(await asked(app, operation.method, target, WITH_KEY), target)


@given(operation=strategies.sampled_from(PARAMETERS), raw=strategies.binary(min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
async def test_a11_whatever_stands_in_a_parameter_names_nothing(
    app: WithState, operation: Operation, raw: bytes
) -> None:
    for climb in ("", "../", "..%2f..%2f"):
        target = _filled(operation.path, climb + "".join(f"%{byte:02x}" for byte in raw))
        _leaks_nothing(await asked(app, operation.method, target, WITH_KEY), target)


STATIC = ("..%2f", "%2e%2e/", "../", "%2e%2e%2f", "/", "%2f", "..%5c", "..%252f", "./../")
FILES = ("routes.py", "../pyproject.toml", "etc/passwd", "")


async def test_a11_the_pages_files_are_all_that_is_served(app: WithState) -> None:
    for climb in STATIC:
        for file in FILES:
            answer = await asked(app, "GET", f"/static/{climb}{file}", {})
            assert (answer.status, answer.code) == (404, "not_found"), (climb, file, answer)
    assert (await asked(app, "GET", "/static/app.js", {})).status == 200
