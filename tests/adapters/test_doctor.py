"""The doctor: all that is well is said to be, and every failure comes with what to do about it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bookbytes_adapters.doctor import Check, examine
from bookbytes_adapters.settings import Settings
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.fake_vendor_http import Reply, Request, serve
from tests.support.server_thread import on_a_thread

NOBODY = "http://127.0.0.1:9"


@contextmanager
def a_catalogue(status: int, clock: datetime) -> Iterator[str]:
    """The address of a catalogue with a clock of its own."""

    async def answer(_: Request) -> Reply:
        return Reply(status, b"{}", headers={"Date": format_datetime(clock, usegmt=True)})

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, answer)

    with on_a_thread(asyncio.start_server(connection, "127.0.0.1", 0)) as address:
        yield address


def by_name(checks: tuple[Check, ...]) -> dict[str, Check]:
    return {check.name: check for check in checks}


async def test_it_finds_everything_well_and_leaves_nothing(tmp_path: Path, openlibrary: FakeOpenLibrary) -> None:
    settings = Settings(data_dir=tmp_path / "data", app_env="test", openlibrary_base_url=openlibrary.address)
    checks = await examine(settings)
    assert [check.name for check in checks if not check.ok] == []
    assert {check.remedy for check in checks} == {""}
    assert [file for file in settings.storage_path.rglob("*") if file.is_file()] == []


async def test_every_failure_comes_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    sick = Settings(
        data_dir=tmp_path / "file/data",
        redis_url="redis://:canary-one@127.0.0.1:9",
        cache_redis_url="redis://:canary-two@127.0.0.1:9",
        openai_base_url=NOBODY,
        openai_api_key="canary-three",
        tts_provider="openai",
        openlibrary_base_url=NOBODY,
    )
    checks = by_name(await examine(sick, least_free_bytes=10**18))
    failed = {name for name, check in checks.items() if not check.ok}
    assert failed == {"database", "storage", "queue", "cache", "summaries", "voice", "catalogue", "disk"}
    assert [name for name in failed if not checks[name].remedy] == []
    assert "canary" not in str(checks)


@pytest.mark.parametrize(
    ("status", "ahead", "catalogue", "clock"), [(200, 0, True, True), (404, 3600, True, False), (403, 0, False, True)]
)
async def test_clocks_are_compared(tmp_path: Path, status: int, ahead: int, *, catalogue: bool, clock: bool) -> None:
    with a_catalogue(status, datetime.now(UTC) - timedelta(seconds=ahead)) as address:
        checks = by_name(await examine(Settings(data_dir=tmp_path, openlibrary_base_url=address)))
    assert (checks["catalogue"].ok, checks["clock"].ok) == (catalogue, clock)
    if not clock:
        assert checks["clock"].finding.endswith("s ahead of that of OpenLibrary")
        assert "time server" in checks["clock"].remedy
