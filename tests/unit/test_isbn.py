"""ISBNs: every spelling becomes one number, everything else is refused with its reason."""

import pytest

from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("9780306406157", "9780306406157"),
        ("978-0-306-40615-7", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),
        ("0306406152", "9780306406157"),
        ("ISBN 0-8044-2957-X", "9780804429573"),
        ("urn:isbn:9780306406157", "9780306406157"),
        ("080442957x", "9780804429573"),
        ("978\u20110\u2011306\u201140615\u20117", "9780306406157"),
        ("\uff19\uff17\uff18\uff10\uff13\uff10\uff16\uff14\uff10\uff16\uff11\uff15\uff17", "9780306406157"),
        ("979-10-90636-07-1", "9791090636071"),
    ],
)
def test_every_spelling_gives_the_same_number(text: str, digits: str) -> None:
    assert str(Isbn.parse(text)) == digits


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9780306406158", "check digit"),
        ("0306406153", "check digit"),
        ("030640615", "10 or 13 digits"),
        ("", "10 or 13 digits"),
        ("X306406152", "last digit"),
        ("97803064061X7", "no place"),
        ("9770306406158", "starts with 978 or 979"),
        ("9790060115615", "printed music"),
        ("978²306406157", "does not belong"),
        ("B0041JKFJW", "does not belong"),
        ("9780306406157' OR 1=1", "does not belong"),
    ],
)
def test_what_is_no_isbn_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as caught:
        Isbn.parse(text)
    assert caught.value.code == "invalid_isbn"


def test_only_978_numbers_have_an_older_form() -> None:
    assert Isbn.parse("9780804429573").isbn_10 == "080442957X"
    assert Isbn.parse("9791090636071").isbn_10 is None
