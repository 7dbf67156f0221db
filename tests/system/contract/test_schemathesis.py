"""Thousands of requests made from the document, good and bad, each judged by every check of schemathesis."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.postgres import Databases
from tests.support.small_books import MARKDOWN
from tests.system.contract.installation import KEY, WITH_A_KEY, WITH_ACCOUNTS, Installation, installed

FEWEST_CASES = 5_000
_ACCOUNTS_ALONE = (
    *("--include-path-regex", "/auth/", "--phases", "examples,coverage,fuzzing"),  # no link leads to them
    *("--exclude-checks", "ignored_auth"),
)
"""The check that is left out takes a token beside a wrong key for none; test_access_table.py has them all."""
pytestmark = [pytest.mark.fuzz, pytest.mark.timeout(3600)]


@contextmanager
def database(kind: str, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    if kind == "sqlite":
        yield {}
        return
    databases: Databases = request.getfixturevalue("postgres")
    with databases.migrated() as url:
        yield {"DATABASE_URL": url}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_request_gets_what_the_document_does_not_say(
    kind: str,
    tool: Callable[[str], str],
    tmp_path: Path,
    openlibrary: FakeOpenLibrary,
    request: pytest.FixtureRequest,
) -> None:
    with database(kind, request) as place, installed(tmp_path, openlibrary, **WITH_A_KEY, **place) as server:
        header = {"X-API-Key": KEY}
        with_a_book(server.address, header)
        ran = fuzz(tool("schemathesis"), server, header, folder=tmp_path)
    assert server.faults() == []
    counted = re.search(r"([\d,]+) generated", ran.stdout)
    assert counted is not None, ran.stdout
    assert int(counted[1].replace(",", "")) >= FEWEST_CASES
    assert ran.returncode == 0, ran.stdout


def test_nor_does_one_about_accounts(tool: Callable[[str], str], tmp_path: Path, openlibrary: FakeOpenLibrary) -> None:
    with installed(tmp_path, openlibrary, **WITH_ACCOUNTS) as server:
        header = signed_in(server.address)
        ran = fuzz(tool("schemathesis"), server, header, *_ACCOUNTS_ALONE, folder=tmp_path)
    assert server.faults() == []
    assert ran.returncode == 0, ran.stdout


def fuzz(
    program: str, server: Installation, header: dict[str, str], *more: str, folder: Path
) -> "subprocess.CompletedProcess[str]":
    ((name, value),) = header.items()
    ran = subprocess.run(
        [
            *(program, "--no-color", "--config-file", str(ROOT / "schemathesis.toml")),
            *("run", f"{server.address}/openapi.json", "--header", f"{name}: {value}", *more),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ["PYTHONPATH"]])},
        capture_output=True,
        text=True,
        check=False,
        timeout=3000,
    )
    print(ran.stdout[-2000:])
    return ran


def signed_in(address: str) -> dict[str, str]:
    person = {"email": "ann@example.org", "password": "long enough to be one"}
    httpx.post(f"{address}/api/v1/auth/register", json=person).raise_for_status()
    token = httpx.post(f"{address}/api/v1/auth/login", json=person).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def with_a_book(address: str, header: dict[str, str]) -> None:
    """One that is made, so that lists are not empty and what they name can be asked for."""
    with httpx.Client(base_url=f"{address}/api/v1", headers=header, timeout=60) as client:
        book = client.post("/books/import", files={"file": ("small.md", MARKDOWN.encode())}).json()
        job = client.post("/books/process", json={"edition_id": book["edition_id"]}).json()
        client.get(f"/jobs/{job['job_id']}/events").raise_for_status()
        client.post("/books/search", json={"title": "Salt Road"}).raise_for_status()
