"""Text as it is to be said, and headings with their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_core.domain.openings import book_opening, chapter_opening
from bookbytes_core.domain.speech_text import speakable, spoken_heading


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("CHAPTER XIV. The Queen", "Chapter 14. The Queen"),
        ("XIV: The Queen", "14: The Queen"),
        ("I", "1"),
        ("Part II", "Part 2"),
        ("I Am a Cat", "I Am a Cat"),
        ("Mix", "Mix"),
        ("Civil", "Civil"),
    ],
)
def test_roman_numerals_in_headings_become_numbers_and_words_stay_words(title: str, spoken: str) -> None:
    assert spoken_heading(title, "en") == spoken


@pytest.mark.parametrize(
    ("number", "title", "opening"),
    [
        (1, "The Harbour", "Chapter 1. The Harbour."),
        (2, "II: The Carpetbag", "Chapter 2. The Carpetbag."),
        (3, "CHAPTER III. A Caucus-Race", "Chapter 3. A Caucus-Race."),
        (4, "IV", "Chapter 4."),
        (5, "Letter 4", "Letter 4."),
        (6, "", "Chapter 6."),
        (7, "Who Stole the Tarts?", "Chapter 7. Who Stole the Tarts?"),
    ],
)
def test_a_chapter_opens_with_its_number_and_title_once(number: int, title: str, opening: str) -> None:
    assert chapter_opening(number, title, "en") == opening


def test_the_book_opens_in_its_own_language() -> None:
    assert book_opening("The Prince", ["Machiavelli"], "en") == "An audio summary of The Prince, by Machiavelli."
    assert book_opening("Faust", ["A", "B", "C"], "de-AT") == "Eine Hörzusammenfassung von Faust, von A, B und C."


def test_abbreviations_and_signs_are_said_as_words() -> None:
    said = speakable("Mr. Ray & Dr. Fox met, e.g. in 1914-18 [12].", "en")
    assert "&" not in said
    assert "[12]" not in said
    assert "1914 to 18" in said
    assert "Mr." not in said


@given(st.text(max_size=300), st.sampled_from(["en", "de", "fr", "ja", "und"]))
def test_any_text_is_prepared_without_trouble_and_always_alike(text: str, language: str) -> None:
    assert speakable(text, language) == speakable(text, language)
    assert "\x00" not in speakable(text, language)
    spoken_heading(text, language)
