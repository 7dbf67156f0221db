"""The web page where people have accounts: register, see one's own shelf, sign out; a guess is told."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.program import start
from tests.support.small_books import a_small_book

SETTINGS = {"AUTH_MODE": "jwt", "JWT_SECRET_KEY": "k" * 32, "APP_ENV": "test", "BB_BCRYPT_COST": "4"}
PASSWORD = "correct horse battery"


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process = start("serve", "--port", "0", data_dir=tmp_path_factory.mktemp("accounts") / "data", **SETTINGS)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def enter(page: Page, email: str, password: str, button: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name=button).click()


def test_people_come_in_with_their_accounts_and_see_their_own(
    page: Page, address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page.goto(address)
    expect(page.locator("#key-form")).to_be_hidden()
    expect(page.locator("#email")).to_be_focused()
    enter(page, "ann@example.org", PASSWORD, "Sign in")
    expect(page.get_by_role("alert").filter(has_text="E-mail address or password is wrong.")).to_be_visible()
    page.get_by_role("button", name="Create an account").click()
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    page.locator("#file").set_input_files(a_small_book(tmp_path_factory.mktemp("book")))
    expect(page.locator(".book .title")).to_have_text("The Small Book", timeout=30_000)
    page.reload()
    expect(page.locator(".book .title")).to_have_text("The Small Book")

    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#account-form")).to_be_visible()
    assert page.context.cookies() == []
    enter(page, "ben@example.org", PASSWORD, "Create an account")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()

    page.evaluate("sessionStorage.setItem('bookbytes-token', 'no longer good')")
    page.get_by_role("searchbox").fill("anything")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#shop")).to_be_hidden()
    enter(page, "ann@example.org", PASSWORD, "Sign in")
    expect(page.locator(".book .title")).to_have_text(["The Small Book"])
