"""The site that `make docs` built is whole, and is read without a network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.docs.blocks import ROOT, pages

pytestmark = pytest.mark.docs

DOCS = ROOT / "docs"
SITE = ROOT / "site"
_FETCHED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=["']?(?:https?:)?//[^"'> ]+""")
_IN_STYLES = re.compile(r"(?:@import|url\()[^;)]*//[^;)]+")


def test_every_page_is_in_it() -> None:
    built = {page.relative_to(SITE).with_suffix("") for page in SITE.rglob("*.html")}
    written = {page.relative_to(DOCS).with_suffix("") for page in pages() if page.is_relative_to(DOCS)}
    assert written - built == set()


def test_nothing_is_fetched_from_elsewhere() -> None:
    pattern = {".html": _FETCHED, ".css": _IN_STYLES}
    files = [file for file in SITE.rglob("*") if file.suffix in pattern]
    assert len(files) > 20
    assert [(file.name, found) for file in files for found in pattern[file.suffix].findall(_text(file))] == []


def test_it_is_read_and_searched_from_the_disk(chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        troubles: list[str] = []
        page.on("request", lambda request: troubles.append(request.url) if elsewhere(request.url) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        _read(page)
        browser.close()
    assert troubles == []


def _read(page: Page) -> None:
    page.goto(f"{SITE.as_uri()}/index.html")
    page.get_by_role("link", name="User guide").first.click()
    page.get_by_role("heading", name="Where everything lies").wait_for()
    page.get_by_placeholder("Search").fill("pronunciations")
    page.get_by_placeholder("Search").press("Enter")
    page.locator("#search-results li").first.wait_for()


def elsewhere(address: str) -> bool:
    return not address.startswith((SITE.as_uri(), "data:"))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
