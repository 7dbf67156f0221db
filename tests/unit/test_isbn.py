"""ISBNs: every spelling becomes one number, everything else is refused with its reason."""

import csv
import json
from pathlib import Path

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


DATA = Path(__file__).parents[3] / "shared" / "data"
at_hand = pytest.mark.skipif(not DATA.is_dir(), reason="the lists of real numbers are not beside this checkout")


@at_hand
def test_every_odd_spelling_is_read_or_refused_as_it_should() -> None:
    cases = json.loads((DATA / "isbn_edge_cases.json").read_text(encoding="utf-8"))["cases"]

    assert len(cases) == 77
    for case in cases:
        wanted = (case["isbn13"], case["isbn10"]) if case["valid"] else None
        assert _read(case["input"]) == wanted, case


@at_hand
def test_real_pairs_are_one_number_each() -> None:
    pairs = _rows("isbn_pairs_goodbooks.csv")

    assert len(pairs) == 9277
    for pair in pairs:
        assert _read(pair["isbn13"]) == _read(pair["isbn10"]) == (pair["isbn13"], pair["isbn10"])


@at_hand
def test_real_mistakes_are_refused() -> None:
    mistakes = _rows("isbn_bad_goodbooks.csv")

    assert len(mistakes) == 23
    assert [row for row in mistakes if _read(row["isbn_as_found"]) or _read(row["isbn13_as_found"])] == []


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / "catalogue" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read(text: str) -> tuple[str, str | None] | None:
    try:
        isbn = Isbn.parse(text)
    except InvalidInput:
        return None
    return isbn.digits, isbn.isbn_10
