"""What is an e-mail address and what a password."""

import unicodedata

import pytest

from bookbytes_core.domain.user import LONGEST_PASSWORD, checked_email, checked_password, email_key
from bookbytes_core.errors import InvalidInput

RIGHT = ["ann@example.org", "Ann.O'Hara+books@sub.example.co", "a@b", "x" * 64 + "@example.org", " ann@example.org\n"]
WRONG = [
    "",
    "ann",
    "@example.org",
    "ann@",
    "a@b@c",
    "ann @example.org",
    "ann@-x.org",
    "ann@example..org",
    "jörg@example.org",
]
WRONG += [
    "ann@example.org\nBcc: all@example.org",
    "ann@exa\x00mple.org",
    "x" * 65 + "@example.org",
    "a@" + "b." * 130 + "c",
]


@pytest.mark.parametrize("email", RIGHT)
def test_an_address_is_kept_as_it_is_written(email: str) -> None:
    assert checked_email(email) == email.strip()


@pytest.mark.parametrize("email", WRONG)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_email(email)
    assert caught.value.code == "invalid_email"


def test_addresses_compare_without_case() -> None:
    assert email_key("Ann@Example.ORG") == email_key("ann@example.org")


@pytest.mark.parametrize("password", ["", "seven77", "x" * (LONGEST_PASSWORD + 1)])
def test_a16_a_password_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_password(password)
    assert caught.value.code == "invalid_password"
    assert not password or password not in caught.value.message


def test_a16_the_same_letters_are_the_same_password() -> None:
    password = "überlängé"
    assert checked_password(unicodedata.normalize("NFD", password)) == checked_password(password) == password
