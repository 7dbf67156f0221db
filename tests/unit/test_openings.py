"""What is said before a chapter: its number and title once, and what this is."""

import pytest

from bookbytes_core.domain.openings import book_opening, chapter_opening, source_note
from bookbytes_core.domain.tier import Tier


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


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh"])
def test_each_language_says_what_a_book_is_told_from(language: str) -> None:
    openings = {book_opening("Faust", ["Goethe"], language, tier) for tier in (Tier.TEXT, Tier.CONTENTS)}
    notes = [source_note(tier, language) for tier in (Tier.CONTENTS, Tier.MEMORY)]
    assert len(openings) == 2
    assert source_note(Tier.TEXT, language) == ()
    assert len({note for (note,) in notes}) == 2
    assert (notes == [source_note(tier, "en") for tier in (Tier.CONTENTS, Tier.MEMORY)]) is (language == "en")


def test_what_is_no_text_is_not_called_a_summary_of_one() -> None:
    assert book_opening("Faust", ["Goethe"], "en", Tier.CONTENTS) == "An outline of Faust, by Goethe."
    assert "from memory" not in " ".join(source_note(Tier.CONTENTS, "en"))
    assert "may be wrong" in source_note(Tier.MEMORY, "und")[0]
