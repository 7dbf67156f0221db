"""The page's player, seen from outside."""

import pytest
from playwright.sync_api import Page


def wait_until_heard(page: Page, seconds: float) -> None:
    """The page's own policy forbids the evaluation that playwright's waiting needs, so look again and again."""
    for _ in range(200):
        if page.evaluate("document.getElementById('audio').currentTime") > seconds:
            return
        page.wait_for_timeout(100)
    pytest.fail("nothing was played")
