"""What a table of contents is made into."""

import pytest

from bookbytes_core.domain.book_text import BlockKind, BookInfo, SkipReason
from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.domain.outline import chapter_titles, known_contents, outline, without_text
from tests.support.entities import a_work, an_edition

INFO = BookInfo("The Book")
ONE, TWO = ContentsEntry("One"), ContentsEntry("Two")


def entries(*levels: int) -> tuple[ContentsEntry, ...]:
    return tuple(ContentsEntry(f"T{place}", level) for place, level in enumerate(levels))


def test_a_chapter_holds_its_title_and_a_line_for_each_entry_below() -> None:
    contents = (ONE, ContentsEntry("A storm", 1), ContentsEntry("Who goes there?", 2), TWO)
    text = outline(INFO, contents)
    assert [(chapter.number, chapter.title) for chapter in text.chapters] == [(1, "One"), (2, "Two")]
    first = text.chapters[0].paragraphs
    assert [(p.kind, p.text) for p in first] == [
        (BlockKind.HEADING, "One"),
        (BlockKind.LIST_ITEM, "A storm."),
        (BlockKind.LIST_ITEM, "Who goes there?"),
    ]
    assert outline(INFO, contents) == text
    assert without_text(INFO, chapter_titles(INFO, contents)).chapters[1].title == "Two"
    assert without_text(INFO, ["One"]).coverage.paragraphs == 0


@pytest.mark.parametrize(
    ("levels", "chapters"),
    [
        ((0, 0, 0), ["T0", "T1", "T2"]),
        ((0, 1, 1, 0), ["T0", "T3"]),
        ((0, 1, 1, 1), ["T0", "T1", "T2", "T3"]),
        ((0, 1), ["T0"]),
        ((2, 1, 1), ["T0", "T1", "T2"]),
    ],
)
def test_the_outermost_level_with_several_entries_is_that_of_chapters(levels: list[int], chapters: list[str]) -> None:
    assert list(chapter_titles(INFO, entries(*levels))) == chapters


def test_the_books_own_title_above_its_chapters_is_no_chapter() -> None:
    below = tuple(ContentsEntry(entry.title, 1) for entry in (ONE, TWO))
    assert chapter_titles(INFO, (ContentsEntry("THE BOOK"), *below)) == ("One", "Two")


def test_what_is_no_part_of_the_story_is_skipped_and_not_counted() -> None:
    contents = (ContentsEntry("Foreword"), ONE, ContentsEntry("Epilogue", label="2"), ContentsEntry("INDEX"))
    text = outline(INFO, contents)
    assert [(chapter.number, chapter.title) for chapter in text.chapters] == [(1, "One"), (2, "Epilogue")]
    assert [part.reason for part in text.skipped] == [SkipReason.FRONT_MATTER, SkipReason.INDEX]
    assert len(text.with_all_matter().chapters) == 3
    assert chapter_titles(INFO, contents) == ("One", "Epilogue")
    assert known_contents(an_edition(a_work(), contents=(contents[0], ONE, contents[3])), ()) == ()


@pytest.mark.parametrize(
    ("label", "title"),
    [
        (None, "The Lamp"),
        ("1", "The Lamp"),
        ("1.", "The Lamp"),
        ("4", "4. The Lamp"),
        ("Chapter 4:", "Chapter 4. The Lamp"),
        ("The Lamp", "The Lamp"),
    ],
)
def test_a_label_is_said_unless_it_is_the_number_that_is_said_anyway(label: str | None, title: str) -> None:
    assert chapter_titles(INFO, (ContentsEntry("The Lamp", label=label), TWO))[0] == title


def test_a_table_has_two_entries_and_another_edition_lends_its_own_in_the_same_language() -> None:
    work = a_work()
    bare, short = an_edition(work, language="en"), an_edition(work, language="en", contents=(ONE, ContentsEntry(" ")))
    english, german = [an_edition(work, language=code, contents=(ONE, TWO)) for code in ("en", "de")]
    in_one_line = an_edition(work, language="en", contents=(ONE, ContentsEntry("Chapter and verse. " * 20)))
    assert known_contents(bare, (short, german, in_one_line)) == ()
    assert known_contents(bare, (short, german, english)) == (ONE, TWO)
    assert known_contents(german, ()) == (ONE, TWO)
