"""Caps on what is spent, through the container, the command line and a vendor that writes its own bill."""

import asyncio
from collections import Counter
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.tables import provider_calls
from bookbytes_core import SYSTEM_USER, BookBytes, ChapterStatus, Options, Order, PageRequest, Status
from bookbytes_core.errors import InvalidInput
from bookbytes_core.use_cases.audio_books.request import Receipt
from tests.support.fake_vendor import FakeVendor
from tests.support.paid_books import A_CHAPTER, AN_OPENING, a_long_book, a_price_file
from tests.support.program import Ran, run

OTHER_OWNER = UUID(int=7)
CHAPTERS = 6


@pytest.fixture
def settings(tmp_path: Path, vendor: FakeVendor) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        app_env="test",
        llm_provider="openai",
        tts_provider="openai",
        tts_model="tts-1",
        openai_base_url=vendor.base_url,
        openai_api_key="sk-canary",  # type: ignore[arg-type]  # as the environment gives it
        llm_prices_file=a_price_file(tmp_path),
    )


async def ordered(app: BookBytes, file: Path, max_cost: Decimal | None = None, *, owner: UUID = SYSTEM_USER) -> Receipt:
    book = await app.import_book(file, name=file.name, owner=owner)
    options = Options(words_per_chapter=30, max_cost_usd=max_cost)
    return await app.request_audio_book(Order(edition_id=book.edition.id, options=options), owner=owner)


async def standing(app: BookBytes, receipt: Receipt, owner: UUID = SYSTEM_USER) -> tuple[Status, str | None, Decimal]:
    view = await app.jobs.get(receipt.job_id, owner)
    return view.job.status, view.job.error.code if view.job.error else None, view.cost_usd


async def playable(app: BookBytes, receipt: Receipt) -> list[int]:
    page = await app.books.chapters(receipt.audio_book_id, SYSTEM_USER, PageRequest(page_size=100))
    return [chapter.number for chapter in page.items if chapter.status is ChapterStatus.COMPLETED]


async def ledger_total(settings: Settings) -> Decimal:
    engine = make_engine(settings.database)
    async with engine.connect() as connection:
        total = (await connection.execute(sa.select(sa.func.sum(provider_calls.c.cost_usd)))).scalar_one()
    await engine.dispose()
    return Decimal(total)


@pytest.mark.again
async def test_v12_a_cap_in_the_middle_of_chapter_4_leaves_3_and_after_it_is_raised_the_rest_is_paid(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    cap = A_CHAPTER * Decimal("3.5") + AN_OPENING
    async with build(settings) as app:
        receipt = await ordered(app, a_long_book(tmp_path, range(1, CHAPTERS + 1)), cap)
        await app.generate_audio_book(receipt.job_id)
        status, error, cost = await standing(app, receipt)
        assert (status, error) == (Status.PAUSED, "budget")
        assert await playable(app, receipt) == [1, 2, 3]
        assert cost == vendor.cost_usd() <= cap
        asked = len(vendor.bill())

        await app.resume_job(receipt.job_id, owner=SYSTEM_USER)
        await app.generate_audio_book(receipt.job_id)
        assert (await standing(app, receipt))[:2] == (Status.PAUSED, "budget")
        assert len(vendor.bill()) == asked

        await app.resume_job(receipt.job_id, owner=SYSTEM_USER, max_cost_usd=A_CHAPTER * 20)
        tally = await app.generate_audio_book(receipt.job_id)
        assert await standing(app, receipt) == (Status.COMPLETED, None, vendor.cost_usd())
    assert tally
    assert tally.cost_usd == vendor.cost_usd() - cost
    assert (
        await ledger_total(settings)
        == vendor.cost_usd()
        == pytest.approx(A_CHAPTER * CHAPTERS + AN_OPENING, rel=Decimal("0.02"))
    )
    assert len({call.key for call in vendor.bill()}) == len(vendor.bill())


async def test_two_processes_never_pass_one_cap_together(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    """Each has a database engine, limits and an owner of its own, as two processes do; answers are lost besides."""
    vendor.reset(llm_seconds=0.01, tts_seconds=0.02)
    vendor.script(fault="cut_after", times=2, kind="tts")
    cap = A_CHAPTER * Decimal("2.5")
    capped = settings.model_copy(update={"max_cost_usd_per_installation_month": cap})

    async def spend(first: int, owner: UUID) -> tuple[Status, str | None, Decimal]:
        async with build(capped) as app:
            file = a_long_book(tmp_path, range(first, first + 3), name=f"{first}.md")
            receipt = await ordered(app, file, owner=owner)
            await app.generate_audio_book(receipt.job_id)
            return await standing(app, receipt, owner)

    ended = await asyncio.gather(spend(1, SYSTEM_USER), spend(5, OTHER_OWNER))
    assert {each[:2] for each in ended} == {(Status.PAUSED, "budget")}
    assert A_CHAPTER < vendor.cost_usd() <= cap


async def test_v14_a_model_without_a_price_is_refused_when_a_book_is_ordered(
    settings: Settings, tmp_path: Path
) -> None:
    own = settings.model_copy(update={"openai_base_url": "", "llm_model": "gpt-9", "llm_prices_file": None})
    async with build(own) as app:
        with pytest.raises(InvalidInput) as caught:
            await ordered(app, a_long_book(tmp_path))
        assert caught.value.code == "price_unknown"
        assert "LLM_PRICES_FILE" in caught.value.message
        assert (await app.jobs.page(SYSTEM_USER, PageRequest())).total == 0


async def test_v14_elsewhere_a_model_without_a_price_costs_nothing(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    async with build(settings.model_copy(update={"llm_prices_file": None, "max_cost_usd_per_job": Decimal(0)})) as app:
        receipt = await ordered(app, a_long_book(tmp_path, (1, 2)))
        await app.generate_audio_book(receipt.job_id)
        assert await standing(app, receipt) == (Status.COMPLETED, None, Decimal(0))
    assert vendor.bill()


@pytest.mark.again
def test_make_again_with_a_higher_cap_goes_on(settings: Settings, vendor: FakeVendor, tmp_path: Path) -> None:
    book = a_long_book(tmp_path, (1,))
    vendors = {"OPENAI_BASE_URL": vendor.base_url, "TTS_PROVIDER": "openai", "TTS_MODEL": "tts-1"}

    def make(most: str) -> Ran:
        return run(
            *("make", book, "--words", "30", "--json", "--max-cost", most, "--out", tmp_path / "out"),
            data_dir=settings.data_dir,
            LLM_PRICES_FILE=str(settings.llm_prices_file),
            **vendors,
        )

    stopped = make("0.001")
    assert (stopped.code, stopped.out) == (1, "")
    assert "may cost is 0.0010 US dollars" in stopped.err
    assert vendor.cost_usd() < Decimal("0.001")

    done = make("1")
    assert done.code == 0, done.err
    manifest = done.json
    assert Decimal(str(manifest["cost_usd"])) == vendor.cost_usd()
    assert 0 < manifest["cost_this_run_usd"] <= manifest["cost_usd"]


async def test_with_caps_a_paid_call_takes_one_statement_more(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "provider_calls" in statement:
            heard.append(statement.split(maxsplit=1)[0])

    event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        async with build(settings.model_copy(update={"max_cost_usd_per_installation_month": Decimal(9)})) as app:
            receipt = await ordered(app, a_long_book(tmp_path, (1,)))
            heard.clear()
            await app.generate_audio_book(receipt.job_id)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", hear)
    calls, looks_before_chapters = len(vendor.bill()), 1
    assert Counter(heard) == {"UPDATE": 1, "INSERT": 2 * calls, "SELECT": calls + looks_before_chapters}
