"""R77 in a real browser: the page's player follows our address to the store's signed one, past the page's policy."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.listening_page import wait_until_heard
from tests.support.program import start
from tests.support.s3_server import S3Server
from tests.support.small_books import a_small_book


@pytest.fixture
def address(tmp_path: Path, s3: S3Server) -> Iterator[str]:
    storage = {"STORAGE_BACKEND": "s3", "S3_BUCKET": s3.bucket, "S3_ENDPOINT_URL": s3.endpoint_url}
    prefix = f"page/{secrets.token_hex(8)}"
    process = start("serve", "--port", "0", data_dir=tmp_path / "data", **storage, S3_PREFIX=prefix)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        _, log = process.communicate()
    assert "X-Amz" not in log
    assert s3.secret_key not in log


def test_r77_a_chapter_plays_from_the_store(page: Page, address: str, s3: S3Server, tmp_path: Path) -> None:
    heard_from: list[tuple[str, int]] = []
    page.on("response", lambda answer: heard_from.append((urlsplit(answer.url).netloc, answer.status)))
    page.goto(address)
    page.locator("#file").set_input_files(a_small_book(tmp_path))
    card = page.locator(".book")
    expect(card.locator(".facts")).to_contain_text("3 of 3 chapters", timeout=90_000)

    card.locator(".chapters button").nth(1).click()
    wait_until_heard(page, 0.5)
    page.evaluate("document.getElementById('audio').currentTime = 4")
    expect(page.locator("#now-sentence")).not_to_be_empty(timeout=20_000)
    assert (urlsplit(s3.endpoint_url).netloc, 206) in heard_from
    assert (urlsplit(address).netloc, 307) in heard_from
