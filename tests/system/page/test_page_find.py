"""The search box in a real browser: type, see covers, pick; the edition to take is chosen, an older ISBN explained."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.openlibrary_records import CONTENTS_ISBN, NEW_ISBN, OLD_ISBN
from tests.support.program import start
from tests.support.small_books import a_small_book

ARTIFACTS = Path(__file__).parents[2] / "artifacts"


@pytest.fixture
def address(openlibrary: FakeOpenLibrary, tmp_path: Path) -> Iterator[str]:
    where = {"OPENLIBRARY_BASE_URL": openlibrary.address, "OPENLIBRARY_COVERS_URL": openlibrary.address}
    process = start("serve", "--port", "0", data_dir=tmp_path / "data", CONTACT="tests@example.org", **where)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def page(narrow_page: Page) -> Page:
    return narrow_page


def test_a_book_is_found_and_the_right_edition_chosen(
    page: Page, address: str, openlibrary: FakeOpenLibrary, tmp_path: Path
) -> None:
    page.goto(address)
    words = page.get_by_role("searchbox")
    words.fill("salt road")
    words.press("Enter")
    hits = page.locator("#found li")
    expect(hits.locator(".title")).to_have_text(
        ["The Salt Road", "Summary of The Salt Road by Ines Duval", "A Study Guide for Ines Duval's The Salt Road"]
    )
    expect(hits.locator(".kind")).to_have_text(["", "summary of a book", "study guide"])
    expect(hits.locator(".cover.has-picture")).to_have_count(2)
    expect(hits.nth(2).locator(".drawn")).to_have_text("A Study Guide for Ines Duval's The Salt Road")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    hits.first.get_by_role("button").press("Enter")
    chosen = page.locator("#editions li").filter(has=page.locator("input:checked"))
    expect(chosen).to_contain_text(NEW_ISBN)
    expect(chosen).to_contain_text("latest in English")
    expect(page.locator("#editions li")).to_have_count(3)
    expect(page.locator("#choice-title")).to_be_focused()
    page.get_by_role("button", name="Back to the results").click()
    expect(hits.first.get_by_role("button")).to_be_focused()

    words.fill(OLD_ISBN)
    words.press("Enter")
    why = "You asked for the 1998 edition; the latest in English is 2015."
    expect(page.locator("#choice-why")).to_contain_text(why, timeout=15_000)
    expect(chosen).to_contain_text(NEW_ISBN)
    _keep_picture(page)

    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Import this book’s file").click()
    choosing.value.set_files(a_small_book(tmp_path))
    expect(page.locator(".book .title")).to_have_text("The Small Book", timeout=30_000)
    _an_outline_is_called_one(page)
    assert openlibrary.requests("/search.json") == 1


def _keep_picture(page: Page) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / "find.png")


def _an_outline_is_called_one(page: Page) -> None:
    """Nobody has brought this book: only its table of contents is known."""
    expect(page.locator(".book .tier")).to_be_hidden()
    words = page.get_by_role("searchbox")
    words.fill(CONTENTS_ISBN)
    words.press("Enter")
    expect(page.locator("#choice-title")).to_have_text("The Lighthouse Keepers", timeout=15_000)
    page.get_by_role("button", name="Make it from what is here").click()
    outline = page.locator(".book").first
    expect(outline.locator(".title")).to_have_text("The Lighthouse Keepers", timeout=15_000)
    expect(outline.locator(".tier")).to_have_text("outline, from the table of contents alone")
    expect(page.locator("#message")).to_contain_text("Only the table of contents of this book is here")
