"""A client that a public generator makes from the document goes all the way from signing in to hearing a chapter."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbytes_http.routes import openapi
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.small_books import CHAPTERS, a_small_book
from tests.system.contract.installation import WITH_ACCOUNTS, installed

HERE = Path(__file__).parent
pytestmark = pytest.mark.fuzz


@pytest.fixture(scope="module")
def client(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the generated package ``bookbytes_client``."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(openapi())
    made = subprocess.run(
        [
            *(tool("openapi-python-client"), "generate", "--path", "openapi.json", "--meta", "none"),
            *("--config", str(HERE / "client.yml"), "--output-path", "bookbytes_client", "--fail-on-warning"),
        ],
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join([str(Path(tool("ruff")).parent), os.environ["PATH"]])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def test_a_generated_client_makes_the_journey(
    client: Path, tool: Callable[[str], str], tmp_path: Path, openlibrary: FakeOpenLibrary
) -> None:
    with installed(tmp_path, openlibrary, **WITH_ACCOUNTS) as server:
        ran = subprocess.run(
            [tool("python"), str(HERE / "journey.py"), server.address, str(a_small_book(tmp_path))],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(client), os.environ["PYTHONPATH"]])},
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout)
    assert (seen["email"], seen["chapters"]) == ("ann@example.org", list(CHAPTERS))
    assert (seen["events"][0], seen["events"][-1], seen["events"].count("end")) == ("progress", "end", 1)
    assert (seen["job"], seen["book"], seen["sounds"]) == ("completed", "completed", ["ID3"] * len(CHAPTERS))
    assert server.faults() == []
