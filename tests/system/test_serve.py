"""``bookbytes serve``: an address that opens, a worker beside it, a clean end."""

import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.forked import Forked
from tests.support.program import run, start, start_afresh
from tests.support.small_books import a_small_book


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Forked, httpx.Client]]:
    process = start("serve", "--port", "0", data_dir=tmp_path / "data")
    assert process.stdout
    address, _, key = process.stdout.readline().strip().partition("/#key=")
    try:
        with httpx.Client(base_url=address, headers={"X-API-Key": key}, timeout=60) as client:
            yield process, client
    finally:
        process.kill()
        process.communicate()


def made(client: httpx.Client, book: Path, **options: object) -> dict[str, object]:
    edition = client.post("/api/v1/books/import", files={"file": (book.name, book.read_bytes())}).json()["edition_id"]
    receipt = client.post("/api/v1/books/process", json={"edition_id": edition, "options": options}).json()
    seen = -1
    while True:
        job: dict[str, object] = client.get(f"/api/v1/jobs/{receipt['job_id']}").json()
        assert isinstance(job["progress"], int)
        assert job["progress"] >= seen
        seen = job["progress"]
        if job["status"] not in ("pending", "processing"):
            return job
        time.sleep(0.1)


def test_a_book_is_made_by_the_worker_beside_it(served: tuple[Forked, httpx.Client], tmp_path: Path) -> None:
    process, client = served
    assert client.get("/health/live").json() == {"status": "ok"}
    job = made(client, a_small_book(tmp_path))
    assert (job["status"], job["error"]) == ("completed", None)
    chapters = client.get(f"/api/v1/books/{job['audio_book_id']}/chapters").json()["items"]
    part = client.get(chapters[0]["audio_url"], headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0


@pytest.mark.again
def test_c10_sigterm_in_mid_job_hands_it_back_and_the_next_server_ends_it(
    served: tuple[Forked, httpx.Client], tmp_path: Path
) -> None:
    process, client = served
    book = a_small_book(tmp_path)
    edition = client.post("/api/v1/books/import", files={"file": (book.name, book.read_bytes())}).json()["edition_id"]
    client.post("/api/v1/books/process", json={"edition_id": edition})
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    again = run("make", book, "--out", tmp_path / "out", "--json", data_dir=tmp_path / "data")
    assert again.code == 0, again.err
    assert [chapter["status"] for chapter in again.json["chapters"]] == ["completed"] * 3


def test_c12_a_server_that_is_told_to_end_while_it_starts_ends_well(tmp_path: Path) -> None:
    process = start_afresh("serve", "--port", "0", data_dir=tmp_path / "data")
    while not list(tmp_path.glob("data/run/*.lock")):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--host", "0.0.0.0"], "AUTH_MODE=api_key"), (["--host", "elsewhere"], "AUTH_MODE=jwt")],
)
def test_an_address_open_to_others_needs_a_configured_key(tmp_path: Path, arguments: list[str], says: str) -> None:
    ended = run("serve", "--port", "0", *arguments, data_dir=tmp_path / "data")
    assert ended.code == 2
    assert says in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("key", [{}, {"JWT_SECRET_KEY": "k" * 31}])
def test_a15_accounts_need_a_strong_key(tmp_path: Path, key: dict[str, str]) -> None:
    ended = run("serve", "--port", "0", data_dir=tmp_path / "data", AUTH_MODE="jwt", **key)
    assert ended.code == 2
    assert ended.err.startswith("bookbytes: JWT_SECRET_KEY: must have 32 bytes or more")
    assert len(ended.err.splitlines()) == 1


def test_a18_a_served_installation_believes_no_forwarded_address(tmp_path: Path) -> None:
    """uvicorn by itself would believe whoever speaks to it from loopback."""
    settings = {"AUTH_MODE": "jwt", "JWT_SECRET_KEY": "k" * 32, "LOGIN_ATTEMPTS_PER_MINUTE": "2"}
    cheap = {"APP_ENV": "test", "BB_BCRYPT_COST": "4"}
    process = start("serve", "--host", "0.0.0.0", "--port", "0", data_dir=tmp_path / "data", **settings, **cheap)
    assert process.stdout
    printed = process.stdout.readline().strip()
    try:
        assert "key=" not in printed
        with httpx.Client(base_url=printed.replace("0.0.0.0", "127.0.0.1"), timeout=60) as client:
            seen = [
                client.post(
                    "/api/v1/auth/login",
                    json={"email": f"user-{number}@example.org", "password": "a guess"},
                    headers={"X-Forwarded-For": f"198.51.100.{number}"},
                ).status_code
                for number in range(4)
            ]
        assert seen == [401, 401, 429, 429]
    finally:
        process.kill()
        process.communicate()


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ended = run("serve", "--port", port, data_dir=tmp_path / "data")
    assert ended.code == 2
    assert port in ended.err


@pytest.mark.faults
def test_a_server_whose_database_is_away_says_so_in_a_sentence(tmp_path: Path) -> None:
    nobody = {"DATABASE_URL": "postgresql://u:p@127.0.0.1:9/x", "REDIS_URL": "redis://127.0.0.1:9"}
    ran = run("serve", "--port", "0", data_dir=tmp_path / "data", **nobody)
    assert ran.code == 5
    assert "The database does not answer" in ran.err
    assert "Traceback" not in ran.err
