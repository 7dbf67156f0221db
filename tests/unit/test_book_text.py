"""The parsed book: ids that stay, and a ledger that always adds up."""

import pytest

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.book_text import Block, BookInfo, BookText, Section, SkipReason, assemble
from bookbytes_core.errors import InvalidInput

INFO = BookInfo("A Book", ("An Author",), "en")


def section(title: str, *texts: str, skip: SkipReason | None = None) -> Section:
    return Section(title, tuple(Block(text) for text in texts), skip)


def a_book() -> BookText:
    return assemble(
        INFO,
        [
            section("Title page", "A Book", skip=SkipReason.FRONT_MATTER),
            section("One", "First.", "Second."),
            section("Notes", "A note.", skip=SkipReason.NOTES),
            section("Two", "Third one here."),
            section("Colophon", "Set in type.", skip=SkipReason.BACK_MATTER),
        ],
    )


def test_chapters_are_numbered_and_every_paragraph_is_accounted_for() -> None:
    book = a_book()
    assert [(c.number, c.title, c.word_count) for c in book.chapters] == [(1, "One", 2), (2, "Two", 3)]
    assert (book.coverage.paragraphs, book.coverage.in_chapters, book.coverage.skipped) == (6, 3, 3)


def test_ids_are_unique_and_do_not_move_when_another_chapter_comes() -> None:
    book = a_book()
    longer = assemble(INFO, [section("New", "Something new."), section("One", "First.", "Second.")])
    assert book.chapters[0].paragraphs == longer.chapters[1].paragraphs
    twins = assemble(INFO, [section("One", "First."), section("One", "First.")])
    assert twins.chapters[0].paragraphs[0].id != twins.chapters[1].paragraphs[0].id


def test_all_matter_makes_chapters_of_front_and_back_but_not_of_notes() -> None:
    book = a_book().with_all_matter()
    assert [c.title for c in book.chapters] == ["Title page", "One", "Two", "Colophon"]
    assert [c.number for c in book.chapters] == [1, 2, 3, 4]
    assert [p.reason for p in book.skipped] == [SkipReason.NOTES]
    assert book.coverage == a_book().coverage.__class__(6, 5, 1)


def test_what_was_not_chosen_stays_in_the_ledger() -> None:
    book = a_book().choosing([2])
    assert [c.number for c in book.chapters] == [2]
    assert book.coverage.paragraphs == 6
    assert SkipReason.NOT_CHOSEN in [p.reason for p in book.skipped]


def test_a_chapter_that_is_not_there_cannot_be_chosen() -> None:
    with pytest.raises(InvalidInput, match="no chapter 7: this book has 2"):
        a_book().choosing([1, 7])


def test_a_stored_text_is_read_back_as_it_was() -> None:
    assert json_codec.load(BookText, json_codec.dump(a_book())) == a_book()
