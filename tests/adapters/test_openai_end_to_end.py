"""A whole book through the container, with both vendors behind OpenAI's protocol; the vendor's bill is the judge."""

import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings, load_settings
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.tables import provider_calls
from bookbytes_core import SYSTEM_USER, BookBytes, Options, Order, Status
from bookbytes_core.domain.cost import CallState
from bookbytes_core.errors import InvalidInput
from bookbytes_core.use_cases.audio_books.request import Receipt
from tests.support.fake_vendor import Billed, FakeVendor, price
from tests.support.program import run
from tests.support.small_books import a_small_book

CHAPTERS = 3
SEGMENTS = 2


@pytest.fixture
def settings(tmp_path: Path, vendor: FakeVendor) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        app_env="test",
        llm_provider="openai",
        tts_provider="openai",
        openai_base_url=vendor.base_url,
        openai_api_key="sk-canary",  # type: ignore[arg-type]  # as the environment gives it
    )


async def ordered(app: BookBytes, folder: Path) -> Receipt:
    file = a_small_book(folder)
    book = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
    order = Order(edition_id=book.edition.id, options=Options(words_per_chapter=20))
    return await app.request_audio_book(order, owner=SYSTEM_USER)


async def status_of(app: BookBytes, receipt: Receipt) -> tuple[Status, str | None]:
    job = (await app.jobs.get(receipt.job_id, SYSTEM_USER)).job
    return job.status, job.error.code if job.error else None


async def ledger(settings: Settings) -> list[Any]:
    engine = make_engine(settings.database)
    async with engine.connect() as connection:
        rows = (await connection.execute(sa.select(provider_calls))).all()
    await engine.dispose()
    return list(rows)


def owed(rows: list[Any]) -> Decimal:
    """What the ledger's units cost at the vendor's prices."""
    return sum((price(row.kind.value, row.input_units, row.output_units) for row in rows), Decimal(0))


def paid(bill: list[Billed], kind: str) -> int:
    return sum(call.kind == kind and call.counted_at is not None for call in bill)


async def test_a_book_is_made_and_the_ledger_is_the_vendors_bill(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    async with build(settings) as app:
        receipt = await ordered(app, tmp_path)
        tally = await app.generate_audio_book(receipt.job_id)
        assert await status_of(app, receipt) == (Status.COMPLETED, None)
    bill, rows = vendor.bill(), await ledger(settings)
    assert tally
    assert (tally.llm, tally.tts) == (paid(bill, "llm"), paid(bill, "tts")) == (CHAPTERS, CHAPTERS * SEGMENTS)
    assert set(Counter(call.key for call in bill).values()) == {1}
    assert len(rows) == len(bill)
    assert {(row.state, row.attempts, row.lost) for row in rows} == {(CallState.DONE, 1, 0)}
    assert owed(rows) == vendor.cost_usd() > 0

    async with build(settings) as app:
        assert (await ordered(app, tmp_path)).job_id == receipt.job_id
    assert len(vendor.bill()) == len(bill)


async def test_a_server_without_json_schema_costs_a_book_no_attempt(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    vendor.dialect(json_schema="refused")
    async with build(settings.model_copy(update={"llm_max_concurrent": 1})) as app:
        receipt = await ordered(app, tmp_path)
        await app.generate_audio_book(receipt.job_id)
        assert await status_of(app, receipt) == (Status.COMPLETED, None)
    bill, rows = vendor.bill(), await ledger(settings)
    assert [call.status for call in bill].count(400) == 1
    assert paid(bill, "llm") == CHAPTERS
    assert {(row.state, row.attempts) for row in rows} == {(CallState.DONE, 1)}
    assert owed(rows) == vendor.cost_usd()


@pytest.mark.again
async def test_v03_v08_trouble_on_the_way_is_in_both_books(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    vendor.script(fault="server_error", times=2, kind="tts", contains="Chapter 1")
    vendor.script(fault="silence", kind="tts", contains="Chapter 2")
    vendor.script(fault="refusal", kind="llm", contains="nineteen pupils")
    async with build(settings) as app:
        receipt = await ordered(app, tmp_path)
        await app.generate_audio_book(receipt.job_id)
        assert await status_of(app, receipt) == (Status.COMPLETED_WITH_ERRORS, "chapters_failed")
        rows = await ledger(settings)
        assert Counter(row.state for row in rows)[CallState.FAILED] == 2
        assert owed(rows) == vendor.cost_usd()
        asked = Counter(call.key for call in vendor.bill())
        assert sorted(asked.values())[-1] == 3

        again = await ordered(app, tmp_path)
        await app.generate_audio_book(again.job_id)
        assert await status_of(app, again) == (Status.COMPLETED, None)
    assert owed(await ledger(settings)) == vendor.cost_usd()


async def test_v02_no_money_left_parks_the_job(settings: Settings, vendor: FakeVendor, tmp_path: Path) -> None:
    vendor.script(fault="insufficient_quota", times=0, kind="tts")
    async with build(settings) as app:
        receipt = await ordered(app, tmp_path)
        await app.generate_audio_book(receipt.job_id)
        assert await status_of(app, receipt) == (Status.PAUSED, "quota")
    assert set(Counter(call.key for call in vendor.bill()).values()) == {1}


async def test_no_more_is_asked_at_once_than_the_settings_allow(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    vendor.reset(llm_seconds=0.05, tts_seconds=0.05)
    narrow = settings.model_copy(update={"llm_max_concurrent": 1, "tts_max_concurrent": 2})
    async with build(narrow) as app:
        receipt = await ordered(app, tmp_path)
        await app.generate_audio_book(receipt.job_id)
    assert vendor.most_at_once() == {"llm": 1, "tts": 2}


async def test_a_paid_call_takes_two_statements(settings: Settings, vendor: FakeVendor, tmp_path: Path) -> None:
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "provider_calls" in statement:
            heard.append(statement.split(maxsplit=1)[0])

    event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        async with build(settings) as app:
            receipt = await ordered(app, tmp_path)
            heard.clear()
            await app.generate_audio_book(receipt.job_id)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", hear)
    in_the_claim = ["UPDATE"]
    assert heard == in_the_claim + ["INSERT"] * 2 * CHAPTERS * (1 + SEGMENTS)


class TestSettings:
    @pytest.mark.parametrize(
        ("given", "llm", "tts"),
        [
            ({}, "extractive", "local"),
            ({"OPENAI_API_KEY": "sk-x"}, "openai", "openai"),
            ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, "openai", "local"),
            ({"OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, "openai", "local"),
            ({"OPENAI_API_KEY": "sk-x", "LLM_PROVIDER": "extractive", "TTS_PROVIDER": "local"}, "extractive", "local"),
            ({"OPENAI_TTS_BASE_URL": "http://127.0.0.1:1/v1", "TTS_PROVIDER": "openai"}, "extractive", "openai"),
        ],
    )
    def test_a_key_or_an_address_chooses_the_vendor(
        self, given: dict[str, str], llm: str, tts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        settings = load_settings()
        assert (settings.llm_provider, settings.tts_provider) == (llm, tts)
        assert "sk-x" not in repr(settings)

    @pytest.mark.parametrize("name", ["LLM_PROVIDER", "TTS_PROVIDER"])
    def test_openai_without_key_and_address_is_refused(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv(name, "openai")
        with pytest.raises(InvalidInput) as caught:
            load_settings()
        assert caught.value.message.startswith(f"{name}: 'openai' will not do: openai needs OPENAI_API_KEY")

    def test_the_command_line_exits_with_2(self, tmp_path: Path) -> None:
        done = run("make", a_small_book(tmp_path), data_dir=tmp_path / "data", TTS_PROVIDER="openai")
        assert done.code == 2
        assert "OPENAI_API_KEY" in done.err


def test_the_embedded_default_loads_no_vendor(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys, pathlib\n"
        "from bookbytes_adapters import build\n"
        "from bookbytes_adapters.settings import Settings\n"
        "async def look():\n"
        "    async with build(Settings(data_dir=pathlib.Path(sys.argv[1]))):\n"
        "        print([name for name in ('openai', 'httpx2', 'httpx') if name in sys.modules])\n"
        "asyncio.run(look())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "data")], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_vendor_is_also_a_process_of_its_own() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.fake_vendor", "--tts-seconds", "0.01"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        vendor = FakeVendor(process.stdout.readline().strip())
        vendor.script(fault="server_error")
        assert vendor.bill() == []
    finally:
        process.kill()
        process.communicate()
