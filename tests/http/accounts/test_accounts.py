"""Register, sign in, see who one is; a browser's cookie; what belongs to others is not there."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from bookbytes_adapters.settings import Settings
from bookbytes_http.app import create_app
from tests.http.accounts.people import PASSWORD, Speaker, a_person, me, sign_in
from tests.support.asgi import WithState, running
from tests.support.small_books import a_small_book


async def test_an_account_is_registered_signed_in_to_and_shown(stranger: httpx.AsyncClient) -> None:
    ann = await a_person(stranger)
    assert set(ann.user) == {"id", "email", "is_active", "created_at"}
    assert (ann.user["email"], ann.user["is_active"], UUID(ann.user["id"]).version) == ("Ann@example.org", True, 7)
    assert abs((datetime.now(UTC) - datetime.fromisoformat(ann.user["created_at"])).total_seconds()) < 60

    shown = await me(stranger, ann.bearer)
    assert (shown.status_code, shown.json()) == (200, ann.user)
    answer = await sign_in(stranger, "ANN@EXAMPLE.ORG")
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("bearer", 3600)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_oauth2s_password_form_signs_in_too(stranger: httpx.AsyncClient) -> None:
    await a_person(stranger, password="née & 100 %")
    form = {"grant_type": "password", "username": "ann@example.org", "password": "née & 100 %", "client_id": "x"}
    answer = await stranger.post("/api/v1/auth/login", data=form)
    assert (answer.status_code, answer.json()["token_type"]) == (200, "bearer")
    others = {**form, "resource": ["one", "another"]}
    assert (await stranger.post("/api/v1/auth/login", data=others)).status_code == 200
    wrong = await stranger.post("/api/v1/auth/login", data={**form, "password": "wrong"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "invalid_credentials")


@pytest.mark.parametrize(
    ("kind", "body", "status", "code"),
    [
        ("application/x-www-form-urlencoded", b"username=ann%40example.org", 422, "invalid_request"),
        ("application/x-www-form-urlencoded", b"username=a&username=b&password=c", 400, "invalid_body"),
        ("application/x-www-form-urlencoded", b"\xff=\xff", 400, "invalid_body"),
        ("application/x-www-form-urlencoded", b"a&" * 1000, 400, "invalid_body"),
        ("application/x-www-form-urlencoded", b"grant_type=implicit&username=a&password=b", 422, "invalid_request"),
        ("multipart/form-data; boundary=x", b"--x--", 415, "unsupported_media_type"),
        ("application/json", b"{", 400, "invalid_body"),
        ("application/json", b"[]", 422, "invalid_request"),
        ("application/json", b'{"email": 1, "password": null}', 422, "invalid_request"),
        ("application/json", b'{"email": "a@b.org", "password": "x", "scope": "admin"}', 422, "invalid_request"),
        ("application/json", b" " * 2_100_000, 413, "body_too_large"),
    ],
)
async def test_a_body_that_is_none_is_told(
    kind: str, body: bytes, status: int, code: str, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.post("/api/v1/auth/login", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_what_is_said_of_secrets_can_be_read(stranger: httpx.AsyncClient) -> None:
    short = await stranger.post("/api/v1/auth/register", json={"email": "ann@example.org", "password": "short"})
    assert short.json()["error"]["message"] == "`password`: String should have at least 8 characters."
    wrong = await stranger.post("/api/v1/auth/register", json={"email": "ann", "password": PASSWORD})
    assert wrong.json()["error"]["message"] == "`email`: this is not an e-mail address."
    nobody = await stranger.get("/api/v1/books")
    assert "after Bearer, in the Authorization header" in nobody.json()["error"]["message"]


async def test_an_address_is_taken_in_any_case(stranger: httpx.AsyncClient) -> None:
    await a_person(stranger)
    again = {"email": "ANN@example.org", "password": "another password"}
    answer = await stranger.post("/api/v1/auth/register", json=again)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "email_taken")


@pytest.mark.parametrize("more", [{"is_active": True}, {"role": "admin"}, {"id": "0" * 32}, {"hashed_password": "x"}])
async def test_a13_nobody_says_more_about_an_account_than_who_it_is(
    more: dict[str, object], stranger: httpx.AsyncClient
) -> None:
    body = {"email": "ann@example.org", "password": PASSWORD, **more}
    answer = await stranger.post("/api/v1/auth/register", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
    assert PASSWORD not in answer.text


async def test_a16_passwords_work_or_are_refused_in_a_sentence(app: WithState) -> None:
    works = ["p" * 72, "p" * 73, "é" * 37, "with\x00NUL and more", "🔑" * 256, "ab" * 512, "cafe\u0301 society"]
    for number, password in enumerate(works):
        async with Speaker(app, peer=f"192.0.2.{number}") as client:
            email = f"user-{number}@example.org"
            await a_person(client, email, password)
            assert (await sign_in(client, email, password[:-1])).status_code == 401
            assert (await sign_in(client, email, f"x{password}"[:1024])).status_code == 401
            if "\u0301" in password:
                assert (await sign_in(client, email, "café society")).status_code == 200
    async with Speaker(app) as client:
        for password in ("seven77", "p" * 1025, "x" * 1_048_576):
            email = "ann@example.org"
            answer = await client.post("/api/v1/auth/register", json={"email": email, "password": password})
            assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
            assert len(answer.text) < 400


async def test_a17_unknown_and_wrong_are_answered_alike(stranger: httpx.AsyncClient) -> None:
    ann = await a_person(stranger)
    unknown, wrong = await sign_in(stranger, "ben@example.org", "wrong"), await sign_in(stranger, ann.email, "wrong")
    assert unknown.status_code == wrong.status_code == 401
    bodies = [{**answer.json()["error"], "request_id": ""} for answer in (unknown, wrong)]
    assert bodies[0] == bodies[1]
    kept = [sorted(set(answer.headers) - {"x-request-id"}) for answer in (unknown, wrong)]
    assert kept[0] == kept[1]
    assert unknown.headers["WWW-Authenticate"] == "Bearer"


async def test_r84_everybody_sees_their_own_alone(stranger: httpx.AsyncClient, tmp_path: Path) -> None:
    ann, ben = await a_person(stranger), await a_person(stranger, "ben@example.org")
    book = a_small_book(tmp_path)
    files = {"file": (book.name, book.read_bytes())}
    edition = (await stranger.post("/api/v1/books/import", files=files, headers=ann.bearer)).json()["edition_id"]
    order = {"edition_id": edition}
    receipt = (await stranger.post("/api/v1/books/process", json=order, headers=ann.bearer)).json()
    addresses = [f"/api/v1/books/{receipt['audio_book_id']}", f"/api/v1/jobs/{receipt['job_id']}"]

    assert [(await stranger.get(path, headers=ann.bearer)).status_code for path in addresses] == [200, 200]
    assert [(await stranger.get(path, headers=ben.bearer)).status_code for path in addresses] == [404, 404]
    for path, of_ann, of_ben in (("books", 1, 0), ("jobs", 1, 0), ("books/works", 1, 1)):
        totals = [(await stranger.get(f"/api/v1/{path}", headers=who.bearer)).json()["total"] for who in (ann, ben)]
        assert totals == [of_ann, of_ben], path
    unread = await stranger.post("/api/v1/books/process", json=order, headers=ben.bearer)
    assert unread.json()["error"]["code"] == "source_text_required"


async def test_a_cookie_reads_for_its_user_as_long_as_the_token(
    stranger: httpx.AsyncClient, app: WithState, settings: Settings
) -> None:
    ann = await a_person(stranger)
    opened = await stranger.post("/api/v1/auth/session", headers=ann.bearer)
    assert opened.status_code == 204
    cookie = opened.headers["Set-Cookie"]
    assert 3500 < int(cookie.partition("Max-Age=")[2].partition(";")[0]) <= 3600
    pair = {"Cookie": cookie.partition(";")[0]}
    async with Speaker(app) as browser:
        assert (await me(browser, pair)).json() == ann.user
        assert (await browser.post("/api/v1/auth/session", headers=pair)).status_code == 401
        assert (await me(browser, {**pair, "Authorization": "Bearer x.y.z"})).status_code == 401
        name, _, value = pair["Cookie"].partition("=")
        whose, expires, signature = value.split(".")
        forged = [f"{'0' * 32}.{expires}.{signature}", f"{whose}.{int(expires) + 1}.{signature}", f"{whose}.{expires}."]
        for other in [*forged, ".", "²", "a" * 5000]:
            forger = await browser.get("/api/v1/auth/me", headers={"Cookie": f"{name}={other}".encode()})
            assert forger.status_code == 401
        closed = await browser.delete("/api/v1/auth/session", headers=ann.bearer)
        assert (closed.status_code, "Max-Age=0" in closed.headers["Set-Cookie"]) == (204, True)

        _disable(settings, ann.email)
        assert (await me(browser, pair)).status_code == 401
        assert (await me(browser, ann.bearer)).status_code == 401
        assert (await sign_in(browser, ann.email)).json()["error"]["code"] == "invalid_credentials"


async def test_a_system_key_opens_nothing_where_there_are_accounts(
    stranger: httpx.AsyncClient, settings: Settings
) -> None:
    answer = await me(stranger, {"X-API-Key": settings.api_key or ""})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


async def test_an_installation_with_a_key_has_no_accounts(settings: Settings) -> None:
    plain = settings.model_copy(update={"auth_mode": "api_key"})
    async with running(create_app(plain)) as app, Speaker(app, {"X-API-Key": settings.api_key or ""}) as client:
        for path in ("register", "login"):
            body = {"email": "ann@example.org", "password": PASSWORD}
            answer = await client.post(f"/api/v1/auth/{path}", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "no_accounts")
        shown = (await client.get("/api/v1/auth/me")).json()
        assert (shown["id"], shown["is_active"]) == ("00000000-0000-7000-8000-000000000001", True)


async def test_tokens_and_accounts_outlive_the_server(settings: Settings) -> None:
    async with running(create_app(settings)) as app, Speaker(app) as client:
        ann = await a_person(client)
    async with running(create_app(settings)) as app, Speaker(app) as client:
        assert (await me(client, ann.bearer)).json() == ann.user
        assert (await sign_in(client, ann.email)).status_code == 200


def _disable(settings: Settings, email: str) -> None:
    with sqlite3.connect(settings.data_dir / "bookbytes.db") as database:
        changed = database.execute("UPDATE users SET is_active = 0 WHERE email = ?", [email])
        assert changed.rowcount == 1
    database.close()
