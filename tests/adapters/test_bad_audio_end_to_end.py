"""A book whose vendor sends bad audio for one chapter after another, each in its own way."""

from collections import Counter
from pathlib import Path

import pytest

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_core import SYSTEM_USER, Chapter, ChapterStatus, Options, Order
from bookbytes_core.domain.cost import CallState
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.use_cases.audio_books.request import Receipt
from tests.adapters.test_openai_end_to_end import ledger, owed
from tests.support.fake_vendor import FakeVendor

FAULTS = ("truncated", "html", "json_error", "empty", "garbage", "silence", "doubled", "gap", "too_short", "too_long")
SOUND = "The last house is quiet, and the lamp in its window burns until the keeper has gone to bed."


@pytest.fixture
def settings(tmp_path: Path, vendor: FakeVendor) -> Settings:
    return Settings(
        data_dir=tmp_path / "data", app_env="test", tts_provider="openai", openai_tts_base_url=vendor.base_url
    )


def a_book(folder: Path) -> Path:
    """A chapter a fault, and one that the vendor speaks well."""
    tale = "the keeper trims the lamp before each tide comes up to the old quay."
    tales = [f"In house {fault} {tale}" for fault in FAULTS]
    chapters = [f"## House {place}\n{told}\n" for place, told in enumerate((*tales, SOUND), 1)]
    file = folder / "houses.md"
    file.write_text("# Houses\nby Ada Writer\n\n" + "\n".join(chapters), encoding="utf-8")
    return file


async def made(settings: Settings, file: Path, options: Options) -> tuple[Receipt, list[Chapter]]:
    async with build(settings) as app:
        book = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
        order = Order(edition_id=book.edition.id, options=options)
        receipt = await app.request_audio_book(order, owner=SYSTEM_USER)
        await app.generate_audio_book(receipt.job_id)
        page = await app.books.chapters(receipt.audio_book_id, SYSTEM_USER, PageRequest(page_size=50))
        return receipt, list(page.items)


@pytest.mark.again
async def test_v07_v08_bad_audio_is_made_again_once_then_its_chapter_fails_alone(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    for fault in FAULTS:
        vendor.script(fault=fault, times=0, kind="tts", contains=f"In house {fault} ")
    _, chapters = await made(settings, a_book(tmp_path), Options())
    assert [chapter.status for chapter in chapters] == [*[ChapterStatus.FAILED] * len(FAULTS), ChapterStatus.COMPLETED]
    assert {chapter.error.code for chapter in chapters if chapter.error} == {"bad_audio"}
    bill, rows = vendor.bill(), await ledger(settings)
    assert Counter(call.fault for call in bill if call.fault) == dict.fromkeys(FAULTS, 2)
    assert owed(rows) == vendor.cost_usd()
    failed = {row.key for row in rows if row.state is CallState.FAILED}
    assert len(failed) == 2 * len(FAULTS)
    kept = {file.name: file.read_bytes() for file in (settings.storage_path / "rejected").iterdir()}
    assert set(kept) <= failed
    assert len(kept) == 2 * (len(FAULTS) - 1), "an empty answer is not kept"
    assert any(b"Please sign in" in answer for answer in kept.values())


async def test_v08_a_second_take_that_is_sound_is_the_chapters(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    vendor.script(fault="doubled", times=1, kind="tts", contains="last house")
    _, chapters = await made(settings, a_book(tmp_path), Options(chapters=(len(FAULTS) + 1,)))
    assert [chapter.status for chapter in chapters] == [ChapterStatus.COMPLETED]
    assert sum("last house" in body["input"] for body in vendor.asked()) == 2


async def test_a_voice_that_cannot_say_the_text_its_rate_is_measured_on_ends_the_job(
    settings: Settings, vendor: FakeVendor, tmp_path: Path
) -> None:
    vendor.script(fault="silence", times=0, kind="tts")
    receipt, chapters = await made(settings, a_book(tmp_path), Options(minutes=5))
    async with build(settings) as app:
        job = (await app.jobs.get(receipt.job_id, SYSTEM_USER)).job
    assert (job.status.value, job.error and job.error.code, chapters) == ("failed", "bad_audio", [])
    assert len(vendor.bill()) == 2
