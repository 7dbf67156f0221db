"""What is said before a chapter: its number and title once, and what this is."""

import pytest

from bookbytes_core.domain.openings import book_opening, chapter_opening


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
