"""The pages that show the API's document, in a real browser under their own policy, with nothing from elsewhere."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.program import start

_VIEWERS_LOGO = "cdn.redoc.ly"
"""Redoc's mark in its footer is an image elsewhere: the page's policy holds it back, and the browser says so."""


@pytest.mark.docs
def test_both_pages_show_the_document(browser: Browser, tmp_path: Path) -> None:
    process = start("serve", "--port", "0", data_dir=tmp_path / "data")
    assert process.stdout
    asked: list[str] = []
    troubles: list[str] = []
    page = browser.new_page()
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    try:
        address = process.stdout.readline().partition("/#")[0]
        for viewer in ("docs", "redoc"):
            page.goto(f"{address}/{viewer}")
            expect(page.get_by_text("Order an audio book").first).to_be_visible(timeout=30_000)
    finally:
        page.close()
        process.kill()
        process.communicate()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert [trouble for trouble in troubles if _VIEWERS_LOGO not in trouble] == []
