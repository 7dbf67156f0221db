"""Words that are said otherwise than they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_core.domain.lexicon import Lexicon, Pronunciation, check_pronunciations, read_pronunciations
from bookbytes_core.domain.order import Options
from bookbytes_core.errors import InvalidInput

LEXICON = Lexicon(
    (
        ("Cato", "Kayto"),
        ("Cato the Elder", "Kayto the older one"),
        ("reading", "reeding"),
        ("Reading", "Redding"),
        ("quay", "key"),
        ("C++", "see plus plus"),
        ("灯", "ひ"),
    )
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Cato spoke.", "Kayto spoke."),
        ("Cato the  Elder spoke.", "Kayto the older one spoke."),
        ("Catos and cato and CATO stay.", "Catos and cato and CATO stay."),
        ("He was reading in Reading. READING!", "He was reeding in Redding. reeding!"),
        ("The quay, the Quay-side, the quays.", "The key, the key-side, the quays."),
        ("C++ is a language.", "see plus plus is a language."),
        ("電灯がつく。", "電ひがつく。"),
        ("", ""),
    ],
)
def test_whole_words_are_said_the_longest_first(text: str, said: str) -> None:
    assert LEXICON.said(text) == said


def test_what_was_replaced_is_not_looked_at_again() -> None:
    assert Lexicon((("one", "two"), ("two", "one"))).said("one two") == "two one"


def test_a_books_own_win_over_those_of_its_language() -> None:
    both = Lexicon((("Cato", "Kayto"),)).over((("cato", "Cahto"), ("quay", "key")))
    assert both.said("Cato on the quay; cato.") == "Kayto on the key; cato."


@given(st.text(max_size=200))
def test_an_empty_lexicon_says_what_is_written_and_no_text_breaks_a_full_one(text: str) -> None:
    assert Lexicon().said(text) == text
    LEXICON.said(text)


def test_a_file_is_read_line_by_line() -> None:
    text = "# Names\n\n Cato  the Elder = Kayto = the older\nquay=key\n"
    assert read_pronunciations(text, "en.txt") == (("Cato the Elder", "Kayto = the older"), ("quay", "key"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("quay = key\nCato\n", "en.txt, line 2: the pronunciation of 'Cato' is missing"),
        ("quay =", "en.txt, line 1: the pronunciation of 'quay' lacks a word"),
        ("= key", "line 1: the pronunciation of '' lacks a word"),
        ("a = b\n\na = c", "line 3: the pronunciation of 'a' is given twice"),
        (f"{'x' * 101} = b", "more than 100 characters"),
        ("a = b\x00", "cannot be printed"),
        ("\n".join(f"word{number} = w" for number in range(501)), "at most 500"),
    ],
)
def test_a_fault_in_a_file_is_named_by_its_line(text: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_pronunciations(text, "en.txt")
    assert problem in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "entries",
    [
        tuple((f"w{number}", "x") for number in range(501)),
        (("", "x"),),
        (("x", " "),),
        (("x" * 101, "y"),),
        (("x", "y" * 101),),
        (("x", "y"), ("x", "z")),
    ],
)
def test_an_order_takes_no_pronunciations_that_cannot_be_meant(entries: tuple[Pronunciation, ...]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Options(pronunciations=entries)
    assert caught.value.code == "invalid_options"
    check_pronunciations((("x", "y"),))
