"""The doctor asks the vendors that are set up whether they are there, and pays for nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bookbytes_adapters import examine
from bookbytes_adapters.doctor import Check
from bookbytes_adapters.settings import Settings
from tests.support.fake_vendor import FakeVendor
from tests.support.fake_vendor_http import Reply, Request, serve
from tests.support.server_thread import on_a_thread

NOBODY = "http://127.0.0.1:9"


@contextmanager
def answering(status: int) -> Iterator[str]:
    """The address of a server that answers everything so."""

    async def answer(_: Request) -> Reply:
        return Reply(status)

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer, answer)

    with on_a_thread(asyncio.start_server(connection, "127.0.0.1", 0)) as address:
        yield address


async def examined(folder: Path, **given: Any) -> dict[str, Check]:
    settings = Settings(data_dir=folder, app_env="test", openlibrary_base_url=NOBODY, **given)
    return {check.name: check for check in await examine(settings)}


async def test_it_names_those_that_answer(tmp_path: Path, vendor: FakeVendor) -> None:
    checks = await examined(tmp_path, openai_base_url=vendor.base_url, tts_provider="openai")
    assert checks["summaries"].finding == f"openai (gpt-4o-mini): {vendor.base_url} answers"
    assert checks["voice"].finding == "openai: alloy for English, 13 voices in all; its server answers"
    assert checks["summaries"].ok
    assert checks["voice"].ok
    assert vendor.bill() == []


@pytest.mark.parametrize(("status", "ok"), [(404, True), (401, False), (503, False)])
async def test_a_no_to_the_key_and_trouble_are_told(tmp_path: Path, status: int, ok: bool) -> None:
    with answering(status) as address:
        checks = await examined(tmp_path, openai_base_url=address, openai_api_key="sk-canary", tts_provider="openai")
    assert [checks[name].ok for name in ("summaries", "voice")] == [ok, ok]
    assert "sk-canary" not in str(checks)


async def test_nobody_there_is_told_with_what_to_do(tmp_path: Path, vendor: FakeVendor) -> None:
    checks = await examined(
        tmp_path, openai_base_url=vendor.base_url, openai_tts_base_url=NOBODY, tts_provider="openai"
    )
    assert checks["summaries"].ok
    assert not checks["voice"].ok
    assert "cannot be reached" in checks["voice"].finding
    assert "OPENAI_TTS_BASE_URL" in checks["voice"].remedy


async def test_google_translate_is_asked_for_nothing(tmp_path: Path) -> None:
    with answering(405) as address:
        there = await examined(tmp_path, tts_provider="gtts", gtts_base_url=address)
    away = await examined(tmp_path, tts_provider="gtts", gtts_base_url=NOBODY)
    assert [checks["voice"].ok for checks in (there, away)] == [True, False]
    assert "GTTS_BASE_URL" in away["voice"].remedy
