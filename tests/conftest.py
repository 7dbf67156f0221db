"""What holds for every test: it stays on this machine, sees none of the developer's settings, and repeats exactly."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.support.fake_openlibrary import FakeOpenLibrary
    from tests.support.fake_vendor import FakeVendor
    from tests.support.postgres import Databases
    from tests.support.redis_server import RedisServer
    from tests.support.s3_server import S3Server

ROOT = Path(__file__).parents[1]
TRIPWIRE = ROOT / "tests/architecture/tripwire"

sys.path[:0] = [str(TRIPWIRE)]

import loopback_only  # noqa: E402 - its folder had to be put on the path first

from tests.chromium import find_chromium  # noqa: E402

hypothesis.settings.register_profile("house", derandomize=True, database=None, deadline=None, max_examples=40)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    loopback_only.install()
    own = Path(tempfile.mkdtemp(prefix="bookbytes-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    attempts = own / "left-loopback.txt"
    attempts.touch()
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    for name in own_variables():
        os.environ.pop(name, None)
    os.environ |= {
        loopback_only.LOG_VARIABLE: str(attempts),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(TRIPWIRE), *filter(None, inherited)])),
        "SSL_CERT_FILE": str(one_authority(own)),
        "XDG_DATA_HOME": str(own / "data"),
    }


def one_authority(folder: Path) -> Path:
    """A file with one certificate authority: nobody beyond this machine is spoken to, and to load the usual hundred and
    forty takes each client of HTTP longer than most tests take."""
    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition("-----END CERTIFICATE-----\n")
    file = folder / "authority.pem"
    file.write_text(first + end, encoding="utf-8")
    return file


def own_variables() -> list[str]:
    """The environment variables BookBytes reads: .env.example documents every one."""
    example = ROOT / ".env.example"
    text = example.read_text(encoding="utf-8") if example.exists() else ""
    return re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(ROOT / "tests/benchmarks"):
            item.add_marker(pytest.mark.bench)


@pytest.fixture
def tripwire() -> Path:
    """The file that lists every attempt of this test, or of a program it started, to leave loopback."""
    return Path(os.environ[loopback_only.LOG_VARIABLE])


@pytest.fixture(autouse=True)
def stays_on_this_machine(tripwire: Path) -> Iterator[None]:
    """Fails a test that tried to reach another machine, even if the code under test swallowed the exception."""
    yield
    attempts = tripwire.read_text(encoding="utf-8")
    tripwire.write_text("", encoding="utf-8")
    assert not attempts, f"tried to leave loopback:\n{attempts}"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program file of a Chromium for browser tests; a missing one fails, it does not skip."""
    found = find_chromium()
    assert found, "no Chromium found: run `make test`, which gets one or says how"
    return found


@pytest.fixture(scope="session")
def postgres() -> "Iterator[Databases]":
    """Databases on a real PostgreSQL, started by the first test that asks for it; one that cannot start fails."""
    from tests.support.postgres import databases

    with databases() as made:
        yield made


@pytest.fixture(scope="session")
def s3_server() -> "Iterator[S3Server]":
    """A real S3 server with a bucket, started by the first test that asks for it; one that cannot start fails."""
    from tests.support.s3_server import s3_server

    with s3_server() as server:
        yield server


@pytest.fixture
def s3(s3_server: "S3Server", monkeypatch: pytest.MonkeyPatch) -> "S3Server":
    """The same server, its credentials in the environment where boto3 finds them."""
    for name, value in s3_server.environment().items():
        monkeypatch.setenv(name, value)
    return s3_server


@pytest.fixture(scope="session")
def fake_vendor() -> "Iterator[FakeVendor]":
    """A vendor of OpenAI's protocol on a thread of this process."""
    from tests.support.fake_vendor import fake_vendor

    with fake_vendor() as vendor:
        yield vendor


@pytest.fixture
def vendor(fake_vendor: "FakeVendor") -> "FakeVendor":
    """The same vendor, with an empty bill and nothing but good answers."""
    fake_vendor.reset(llm_seconds=0.0, tts_seconds=0.0)
    return fake_vendor


@pytest.fixture(scope="session")
def fake_openlibrary() -> "Iterator[FakeOpenLibrary]":
    """A catalogue of OpenLibrary's protocol on a thread of this process."""
    from tests.support.fake_openlibrary import fake_openlibrary

    with fake_openlibrary() as catalogue:
        yield catalogue


@pytest.fixture
def openlibrary(fake_openlibrary: "FakeOpenLibrary") -> "FakeOpenLibrary":
    """The same catalogue, with nothing counted and nothing but good answers."""
    fake_openlibrary.reset()
    return fake_openlibrary


@pytest.fixture(scope="session")
def shared_redis() -> "Iterator[str]":
    """A database of a real Redis, started by the first test that asks for it; one that cannot start fails."""
    from tests.support.redis_server import a_shared_redis

    with a_shared_redis() as url:
        yield url


@pytest.fixture
def redis_url(shared_redis: str) -> str:
    """The same database, empty."""
    from tests.support.redis_server import emptied

    return emptied(shared_redis)


@pytest.fixture
def redis_server() -> "Iterator[RedisServer]":
    """A real Redis of the test's own, which it may kill, start again and configure."""
    from tests.support.redis_server import a_redis

    with a_redis() as server:
        yield server
