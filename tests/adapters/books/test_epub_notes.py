"""Notes, page numbers and licences that the EPUB reader sets aside inside the pages of a book."""

from pathlib import Path

import pytest

from bookbytes_core.domain.book_text import SkipReason
from tests.support.epub_builder import EpubBuilder, chapters, read, skipped


@pytest.mark.parametrize(
    "notes",
    [
        '<aside epub:type="footnote" id="n1"><p>A note.</p></aside>',
        '<aside role="doc-footnote"><p>A note.</p></aside>',
        '<section epub:type="endnotes"><p>A note.</p></section>',
        '<section epub:type="rearnotes"><aside epub:type="note"><p>A note.</p></aside></section>',
        '<ol><li epub:type="endnote"><p>A note.</p></li></ol>',
        '<div class="footnotes"><p>A note.</p></div>',
        '<p class="footnote">A note.</p>',
        "<h3>Footnotes</h3><p>A note.</p>",
        '<p><a href="#ref1">[1]</a> A note.</p>',
    ],
)
def test_notes_in_a_chapter_are_set_aside(notes: str, tmp_path: Path) -> None:
    book = (
        EpubBuilder()
        .page("one.xhtml", f"<h1>One</h1><p>First.</p><p>Second.</p><p>Third.</p>{notes}")
        .contents(("One", "one.xhtml"))
    )
    draft = read(book, tmp_path)
    assert chapters(draft) == {"One": ["One", "First.", "Second.", "Third."]}
    assert skipped(draft)[SkipReason.NOTES][-1] == "A note."


def test_an_aside_that_is_no_note_stays(tmp_path: Path) -> None:
    book = (
        EpubBuilder()
        .page("one.xhtml", '<h1>One</h1><p>First.</p><aside epub:type="sidebar"><p>Box.</p></aside>')
        .contents(("One", "one.xhtml"))
    )
    assert chapters(read(book, tmp_path)) == {"One": ["One", "First.", "Box."]}


def test_numbered_paragraphs_are_no_notes(tmp_path: Path) -> None:
    verses = "".join(
        f'<p><a href="index.xhtml#v{number}">{number}</a> And it came to pass.</p>' for number in range(1, 9)
    )
    book = EpubBuilder().page("one.xhtml", f"<h1>One</h1>{verses}").contents(("One", "one.xhtml"))
    assert len(chapters(read(book, tmp_path))["One"]) == 9


def test_page_numbers_of_their_own(tmp_path: Path) -> None:
    body = '<h1>One</h1><p>First.</p><div epub:type="pagebreak">17</div><p class="pagenum">[18]</p><p>Second.</p>'
    draft = read(EpubBuilder().page("one.xhtml", body).contents(("One", "one.xhtml")), tmp_path)
    assert chapters(draft) == {"One": ["One", "First.", "Second."]}
    assert skipped(draft) == {SkipReason.PAGE_NUMBER: ["17", "[18]"]}


def test_the_licence_around_a_gutenberg_text(tmp_path: Path) -> None:
    begin = "<p>This ebook is for the use of anyone.</p><p>*** START OF THE PROJECT GUTENBERG EBOOK THE ISLAND ***</p>"
    end = "<p>*** END OF THE PROJECT GUTENBERG EBOOK THE ISLAND ***</p><p>Section 1. General Terms</p>"
    book = (
        EpubBuilder()
        .page("a.xhtml", f"{begin}<h1>One</h1><p>First.</p>")
        .page("b.xhtml", f"<h1>Two</h1><p>Second.</p>{end}")
    )
    draft = read(book.contents(("One", "a.xhtml"), ("Two", "b.xhtml")), tmp_path)
    assert chapters(draft) == {"One": ["One", "First."], "Two": ["Two", "Second."]}
    assert len(skipped(draft)[SkipReason.FRONT_MATTER]) == len(skipped(draft)[SkipReason.BACK_MATTER]) == 2


def test_boilerplate_by_the_classes_of_tool_chains(tmp_path: Path) -> None:
    body = '<section class="pg-boilerplate" id="pg-header"><p>Licence.</p></section><h1>One</h1><p>First.</p>'
    body += '<div class="related"><h3>Navigation</h3><ul><li>next</li></ul></div>'
    draft = read(EpubBuilder().page("one.xhtml", body).contents(("One", "one.xhtml")), tmp_path)
    assert chapters(draft) == {"One": ["One", "First."]}


def test_an_appendix_of_a_chapter_is_part_of_it(tmp_path: Path) -> None:
    body = '<h1>One</h1><p>First.</p><section class="appendix"><h2>Schema</h2><p>Lines.</p></section>'
    draft = read(EpubBuilder().page("one.xhtml", body).contents(("One", "one.xhtml")), tmp_path)
    assert chapters(draft) == {"One": ["One", "First.", "Schema", "Lines."]}
