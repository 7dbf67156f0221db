"""The commands of docs/operations.md bring everything back: what is finished, what is paid for, what is under way."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bookbytes_adapters import migrate
from bookbytes_adapters.settings import Settings
from tests.support.fake_vendor import FakeVendor
from tests.support.forked import Forked
from tests.support.paid_books import a_long_book, a_price_file
from tests.support.postgres import Databases, programs
from tests.support.program import environment, forked

pytestmark = pytest.mark.faults

DOCUMENT = Path(__file__).parents[3] / "docs/operations.md"
KEY = "a-key-for-tests-only-0123456789"


def commands(heading: str) -> str:
    """The block of that section."""
    section = DOCUMENT.read_text(encoding="utf-8").partition(f"### {heading}\n")[2].partition("\n#")[0]
    found = re.search(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def shell(heading: str, data_dir: Path, backup: Path, url: str) -> None:
    path = f"{programs()}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, "DATA_DIR": str(data_dir), "BACKUP": str(backup), "DATABASE_URL": url}
    done = subprocess.run(["sh", "-euc", commands(heading)], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def serving(data_dir: Path, **variables: str) -> Iterator[httpx.Client]:
    data_dir.parent.mkdir(exist_ok=True)
    with (data_dir.parent / "serve.log").open("a") as log:
        process: Forked = forked(
            *("serve", "--port", "0"),
            environment=environment(data_dir, **variables),
            cwd=data_dir.parent,
            stderr=log.fileno(),
        )
    assert process.stdout
    address = process.stdout.readline().strip().rstrip("/")
    try:
        with httpx.Client(base_url=address, headers={"X-API-Key": KEY}, timeout=60) as client:
            yield client
    finally:
        process.terminate()
        assert process.wait(timeout=40) == 0


def ordered(client: httpx.Client, book: Path) -> dict[str, Any]:
    edition = client.post("/api/v1/books/import", files={"file": (book.name, book.read_bytes())}).json()["edition_id"]
    order = {"edition_id": edition, "options": {"words_per_chapter": 30}}
    answer: dict[str, Any] = client.post("/api/v1/books/process", json=order).json()
    return answer


def until(client: httpx.Client, job_id: str, least: int) -> dict[str, Any]:
    """The job when it has come so far, in per cent."""
    ends = time.monotonic() + 60
    while True:
        job: dict[str, Any] = client.get(f"/api/v1/jobs/{job_id}").json()
        if job["progress"] >= least:
            return job
        assert time.monotonic() < ends, job
        time.sleep(0.05)


def sounds(client: httpx.Client, book_id: str) -> list[bytes]:
    chapters = client.get(f"/api/v1/books/{book_id}/chapters").json()["items"]
    return [client.get(chapter["audio_url"]).content for chapter in chapters]


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
async def test_what_was_backed_up_is_all_there_again(
    database: str, tmp_path: Path, postgres: Databases, vendor: FakeVendor
) -> None:
    vendor.reset(llm_seconds=0.05, tts_seconds=0.3)
    money = {"LLM_PRICES_FILE": str(a_price_file(tmp_path)), "OPENAI_BASE_URL": vendor.base_url}
    usual = {"AUTH_MODE": "api_key", "API_KEY": KEY, "TTS_PROVIDER": "openai", "TTS_MODEL": "tts-1", **money}
    before, after, backup = tmp_path / "before/data", tmp_path / "after/data", tmp_path / "backup"
    with postgres.empty() as old, postgres.empty() as new:
        urls = ({"DATABASE_URL": old}, {"DATABASE_URL": new}) if database == "PostgreSQL" else ({}, {})
        if urls[0]:
            await migrate(Settings(data_dir=before, database_url=old))
        with serving(before, **usual, **urls[0]) as client:
            done = ordered(client, a_long_book(tmp_path, (1, 2), name="done.md"))
            assert until(client, done["job_id"], 100)["status"] == "completed"
            spoken = sounds(client, done["audio_book_id"])
            under_way = ordered(client, a_long_book(tmp_path, range(3, 23), name="under-way.md"))
            seen = until(client, under_way["job_id"], 10)
            assert seen["status"] == "processing"
            shell(f"{database}: back up", before, backup, old)
            assert client.get(f"/api/v1/jobs/{under_way['job_id']}").json()["status"] == "processing"
        shell(f"{database}: restore", after, backup, new)
        billed = len(vendor.bill())
        with serving(after, **usual, **urls[1]) as client:
            assert sounds(client, done["audio_book_id"]) == spoken
            again = ordered(client, tmp_path / "done.md")
            assert (again["job_id"], again["status"]) == (done["job_id"], "completed")
            assert until(client, under_way["job_id"], 100)["status"] == "completed"
            assert len(sounds(client, under_way["audio_book_id"])) == 20
    assert 0 < len(vendor.bill()) - billed < 20 + 21 * 2, "what was paid for before the backup is paid for again"
