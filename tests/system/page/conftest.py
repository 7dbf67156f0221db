"""One browser for all tests of the page, each with cookies and a cache of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with without_troubles(browser, width=900, height=1000) as page:
        yield page


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """As wide as a phone."""
    with without_troubles(browser, width=390, height=900) as page:
        yield page


@contextmanager
def without_troubles(browser: Browser, *, width: int, height: int) -> Iterator[Page]:
    """A page that must not have told of an error when it is closed."""
    page = browser.new_page(viewport={"width": width, "height": height}, locale="en-US")
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert [trouble for trouble in troubles if not trouble.startswith("Failed to load resource")] == []
