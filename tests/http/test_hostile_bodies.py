"""Bodies and searches that are made to cost (A13, A19)."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bookbytes_adapters.settings import Settings
from tests.http.test_books import imported

ID = "0198c0de-0000-7000-8000-000000000001"
MIB = 1024 * 1024

DEEP = [b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000]
NUMBERS = [
    b'{"a":1e400000}',
    b'{"a":-1E+999999999}',
    b'{"a":' + b"9" * 100_000 + b"}",
    b'{"a":0.' + b"0" * 100_000 + b"1}",
]
JSON_CALLS = [
    ("/api/v1/books/process", {}),
    ("/api/v1/books/estimate", {}),
    ("/api/v1/books/search", {"title": "x"}),
    (f"/api/v1/books/{ID}/refresh", {}),
    (f"/api/v1/jobs/{ID}/resume", {}),
]


@pytest.mark.parametrize(("path", "_"), JSON_CALLS)
async def test_a19_json_that_is_deep_or_holds_a_huge_number_is_refused(
    client: httpx.AsyncClient, path: str, _: object
) -> None:
    for body in DEEP + NUMBERS:
        answer = await client.post(path, content=body)
        assert (answer.status_code, answer.json()["error"]["code"]) in [(400, "invalid_body"), (422, "invalid_request")]
        assert len(answer.content) < 1000


HUGE = ["1e400000", "-1e400000", "1E+9999999", "NaN", "Infinity", "9" * 5000, "1000000.01", "0x10"]


async def test_a19_numbers_no_order_can_hold_are_refused(client: httpx.AsyncClient) -> None:
    edition = (await imported(client)).json()["edition_id"]
    for option in ("minutes", "words_per_chapter", "max_cost_usd"):
        for written in (text for number in HUGE for text in (number, json.dumps(number))):
            body = f'{{"edition_id": "{edition}", "options": {{"{option}": {written}}}}}'
            answer = await client.post("/api/v1/books/process", content=body)
            assert answer.status_code in {400, 422}, (body[:200], answer.text)
            assert len(answer.content) < 1000
    assert (await client.get("/api/v1/jobs")).json()["total"] == 0


@pytest.mark.parametrize(("path", "_"), JSON_CALLS)
async def test_a19_a_body_that_is_too_large_is_refused_before_it_is_read(
    client: httpx.AsyncClient, path: str, _: object
) -> None:
    pieces = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal pieces
        while True:
            pieces += 1
            yield b" " * 65536

    told = await client.post(path, headers={"Content-Length": str(2 * 1024 * MIB)}, content=endless())
    assert (told.status_code, told.json()["error"]["code"], pieces) == (413, "body_too_large", 0)
    untold = await client.post(path, content=endless())
    assert (untold.status_code, untold.json()["error"]["code"]) == (413, "body_too_large")
    assert pieces == MIB // 65536 + 1


async def test_a19_a_file_of_2_gb_is_refused_before_it_is_read(client: httpx.AsyncClient, settings: Settings) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(2 * 1024 * MIB)}
    answer = await client.post("/api/v1/books/import", headers=headers, content=never())
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")
    assert list(settings.upload_path.iterdir()) == []


def _form(*parts: tuple[str, bytes]) -> bytes:
    return b"".join(b"--x\r\n%s\r\n\r\n%s\r\n" % (head.encode(), body) for head, body in parts) + b"--x--\r\n"


FIELD = 'Content-Disposition: form-data; name="a"'
FILE = 'Content-Disposition: form-data; name="file"; filename="a.md"'
FORMS = {
    "10,000 fields": _form(*[(FIELD, b"1")] * 10_000),
    "10,000 files": _form(*[(FILE, b"# A")] * 10_000),
    "a field of 2 MB": _form((FIELD, b"1" * 2 * MIB)),
    "a header of 1 MB": _form((f"{FILE}; x={'y' * MIB}", b"# A")),
    "10,000 headers": _form((FILE + "".join(f"\r\nX-{number}: 1" for number in range(10_000)), b"# A")),
    "no end": _form((FILE, b"# A"))[:-6],
    "no name": _form(('Content-Disposition: form-data; filename="a.md"', b"# A")),
    "no boundary": b"x" * MIB,
}


@pytest.mark.parametrize("form", FORMS)
async def test_a19_forms_made_of_too_much_are_refused(client: httpx.AsyncClient, settings: Settings, form: str) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await client.post("/api/v1/books/import", headers=headers, content=FORMS[form])
    assert (answer.status_code, answer.json()["error"]["code"]) in [(400, "invalid_body"), (422, "file_missing")]
    assert list(settings.upload_path.iterdir()) == []


GIVEN = {
    "id": ID,
    "user_id": ID,
    "owner": ID,
    "owner_id": ID,
    "role": "admin",
    "is_admin": True,
    "status": "completed",
    "cost_usd": 0,
    "attempts": 0,
    "audio_key": "audio/x",
    "tier": "A",
    "generation": 7,
    "version": 9,
    "__proto__": {"role": "admin"},
    "constructor": {},
}
"""What no client may set."""


async def test_a13_what_no_client_may_set_is_refused(client: httpx.AsyncClient) -> None:
    edition = (await imported(client)).json()["edition_id"]
    order = {"edition_id": edition}
    receipt = (await client.post("/api/v1/books/process", json=order)).json()
    book, job = receipt["audio_book_id"], receipt["job_id"]
    before = [(await client.get(path)).json() for path in (f"/api/v1/books/{book}", f"/api/v1/jobs/{job}")]
    calls: list[tuple[str, dict[str, object]]] = [
        ("/api/v1/books/process", order),
        ("/api/v1/books/estimate", order),
        ("/api/v1/books/search", {"title": "x"}),
        (f"/api/v1/books/{book}/refresh", {}),
        (f"/api/v1/jobs/{job}/resume", {}),
    ]
    for path, body in calls:
        for name, value in GIVEN.items():
            inner: list[dict[str, object]] = [{**body, name: value}]
            inner += [{**body, "options": {name: value}}] * ("title" not in body and not path.endswith("resume"))
            for each in inner:
                answer = await client.post(path, json=each)
                assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request"), (path, each)
    assert [(await client.get(path)).json() for path in (f"/api/v1/books/{book}", f"/api/v1/jobs/{job}")] == before
    assert (await client.get("/api/v1/jobs")).json()["total"] == 1


async def test_a13_fields_beside_a_file_change_nothing(client: httpx.AsyncClient, tmp_path: Path) -> None:
    fields = {name: str(value) for name, value in list(GIVEN.items())[:9]}
    answer = await client.post("/api/v1/books/import", data=fields, files={"file": ("a.md", b"# One\n\nSome words.\n")})
    assert answer.status_code == 201
    assert answer.json()["edition_id"] != ID
