"""Reading one line as a heading: label, number and title, or nothing at all."""

import pytest

from bookbytes_adapters.books.headings import Rank, is_plain_heading, number_value, read_heading
from bookbytes_core.domain.book_text import SkipReason


@pytest.mark.parametrize(
    ("text", "rank", "label", "number", "title"),
    [
        ("CHAPTER I. Down the River", Rank.CHAPTER, "chapter", 1, "Down the River"),
        ("Chapter 12", Rank.CHAPTER, "chapter", 12, ""),
        ("Chapter Twenty-Three: Home", Rank.CHAPTER, "chapter", 23, "Home"),
        ("CHAPTER XIV How the wolf came", Rank.CHAPTER, "chapter", 14, "How the wolf came"),
        ("Chapter the Last", Rank.CHAPTER, "chapter", None, ""),
        ("STAVE ONE. The Ghost", Rank.CHAPTER, "stave", 1, "The Ghost"),
        ("Act III", Rank.CHAPTER, "act", 3, ""),
        ("Scene 2", Rank.SECTION, "scene", 2, ""),
        ("Book the Second—The Thread", Rank.PART, "book", 2, "The Thread"),
        ("THE FIRST BOOK", Rank.PART, "book", 1, ""),
        ("PART IV", Rank.PART, "part", 4, ""),
        ("Erstes Kapitel", Rank.CHAPTER, "kapitel", 1, ""),
        ("Première partie", Rank.PART, "partie", 1, ""),
        ("Dix-septième chapitre", Rank.CHAPTER, "chapitre", None, ""),
        ("CAPÍTULO PRIMERO", Rank.CHAPTER, "capitulo", 1, ""),
        ("Глава третий", Rank.CHAPTER, "глава", 3, ""),
        ("第二十三回", Rank.CHAPTER, "回", 23, ""),
        ("第一百零五章　海", Rank.CHAPTER, "章", 105, "海"),
        ("IV", Rank.SECTION, "", 4, ""),
        ("12. The Return", Rank.SECTION, "", 12, "The Return"),
        ("— II —", Rank.SECTION, "", 2, ""),
    ],
)
def test_headings(text: str, rank: Rank, label: str, number: int | None, title: str) -> None:
    heading = read_heading(text)

    assert heading is not None
    assert (heading.rank, heading.label, heading.number, heading.title) == (rank, label, number, title)


@pytest.mark.parametrize(
    ("text", "skip"),
    [
        ("PREFACE", SkipReason.FRONT_MATTER),
        ("Contents", SkipReason.CONTENTS),
        ("Table of Contents.", SkipReason.CONTENTS),
        ("Inhaltsverzeichnis", SkipReason.CONTENTS),
        ("Notes", SkipReason.NOTES),
        ("INDEX", SkipReason.INDEX),
        ("About the Author", SkipReason.BACK_MATTER),
        ("Epilogue", None),
        ("Introduction: Why we sleep", None),
    ],
)
def test_parts_known_by_name(text: str, skip: SkipReason | None) -> None:
    heading = read_heading(text)

    assert heading is not None
    assert heading.named
    assert heading.skip is skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Part of me wanted to go.",
        "Part one of the story was over",
        "Part Time",
        "The Island Book",
        "Letter from home",
        "book two of the three",
        "Notes on the text",
        "I am here.",
        "I went. He stayed",
        "12. he went away.",
        "1812",
        "mix",
        "Civil engineering",
        "introduction",
        "C" * 200,
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert read_heading(text) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The Sea", True),
        ("THE SEA.", True),
        ("It rained.", False),
        ("“Who is there?”", False),
        ("the sea", False),
        ("The sea,", False),
        ("***", False),
        ("", False),
        ("T" * 100, False),
    ],
)
def test_plain_headings(text: str, plain: bool) -> None:
    assert is_plain_heading(text) is plain


def test_roman_numerals_are_read_as_they_are_printed() -> None:
    values = [
        number_value(numeral)
        for numeral in ("I", "iv", "IX", "XL", "XIX", "CXXXV", "IIII", "CCCXCIX", "IC", "VX", "MCM")
    ]

    assert values == [1, 4, 9, 40, 19, 135, 4, 399, None, None, None]
