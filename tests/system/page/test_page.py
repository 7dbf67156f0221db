"""The web page in a real browser: the printed address opens without typing a key; drop, watch, listen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.listening_page import wait_until_heard
from tests.support.program import start
from tests.support.small_books import CHAPTERS, a_small_book

ARTIFACTS = Path(__file__).parents[2] / "artifacts"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "data") as address:
        yield address


@pytest.fixture(scope="module")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one for all tests that keep nothing."""
    with served(tmp_path_factory.mktemp("empty") / "data") as address:
        yield address


@contextmanager
def served(data_dir: Path) -> Iterator[str]:
    process = start("serve", "--port", "0", data_dir=data_dir)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def test_a_book_is_dropped_made_and_played(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    assert "key=" not in page.url
    page.get_by_label("Voice").select_option("espeak:en-us")
    page.get_by_role("button", name="Listen").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    page.locator("#file").set_input_files(a_small_book(tmp_path))
    card = page.locator(".book")
    expect(card.locator(".title")).to_have_text("The Small Book", timeout=30_000)
    expect(card.locator(".facts")).to_contain_text("3 of 3 chapters", timeout=90_000)
    expect(card.locator(".facts")).to_contain_text("from the book’s own text · voice espeak:en-us")
    expect(card.locator(".work")).to_be_hidden()
    expect(card.locator(".chapters .name")).to_have_text(list(CHAPTERS))

    card.locator(".chapters button").nth(1).click()
    expect(page.locator("#now-chapter")).to_have_text("2. The Lighthouse")
    wait_until_heard(page, 0.5)
    page.evaluate("document.getElementById('audio').currentTime = 4")
    expect(page.locator("#now-sentence")).not_to_be_empty(timeout=20_000)
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / "page.png")

    page.reload()
    expect(page.locator(".book .title")).to_have_text("The Small Book")


def test_a_file_that_is_no_book_is_told_and_nothing_is_kept(page: Page, empty_library: str, tmp_path: Path) -> None:
    page.goto(empty_library)
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    picture = tmp_path / "picture.epub"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    with page.expect_event("console"):
        page.locator("#file").set_input_files(picture)
    expect(page.locator("#message")).to_have_class("bad")
    expect(page.locator(".book")).to_have_count(0)


def test_without_the_key_the_page_asks_for_it(browser: Browser, empty_library: str) -> None:
    bare, _, key = empty_library.partition("#key=")
    page = browser.new_page()
    page.goto(bare)
    field = page.locator("#key")
    expect(field).to_be_visible()
    field.fill("wrong")
    field.press("Enter")
    expect(field).to_be_visible()
    field.fill(key)
    field.press("Enter")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    page.close()


def test_the_late_refusal_of_a_wrong_key_does_not_shut_the_door_behind_the_right_one(
    browser: Browser, empty_library: str
) -> None:
    bare, _, key = empty_library.partition("#key=")
    page = browser.new_page()
    page.goto(bare)
    field = page.locator("#key")
    expect(field).to_be_visible()
    slow: list[Route] = []
    page.route(
        "**/auth/session",
        lambda route: slow.append(route) if route.request.headers["x-api-key"] == "wrong" else route.continue_(),
    )
    with page.expect_request("**/auth/session"):
        field.fill("wrong")
        field.press("Enter")
    field.fill(key)
    field.press("Enter")
    page.wait_for_timeout(300)
    with page.expect_response(lambda answer: answer.status == 401):
        slow[0].continue_()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    expect(page.locator("#key-message")).to_be_hidden()
    page.close()


def test_a06_a_title_full_of_markup_is_shown_as_text(page: Page, address: str, tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    chapter = "## One <script>alert(2)</script>\n\nA sentence to speak.\n"
    text = f'---\ntitle: "{hostile}"\n---\n\n# {hostile}\n\n{chapter}'
    book = a_small_book(tmp_path, text=text)
    page.goto(address)
    page.locator("#file").set_input_files(book)
    expect(page.locator(".book")).to_have_count(1, timeout=30_000)
    expect(page.locator(".book .facts")).to_contain_text("1 of 1", timeout=60_000)
    assert page.locator(".book img, .book script").count() == 0
