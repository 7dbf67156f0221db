"""Where the EPUB reader cuts a book into chapters: reading order, tables of contents, their levels, their faults."""

from pathlib import Path

import pytest

from bookbytes_core.domain.book_text import SkipReason
from tests.support.epub_builder import EpubBuilder, a_page, chapters, prose, read, skipped, titles


def test_one_page_one_chapter(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<h1>One</h1><p>First.</p>").page("b.xhtml", "<h1>Two</h1><p>Second.</p>")
    book.contents(("One", "a.xhtml"), ("Two", "b.xhtml"))
    assert chapters(read(book, tmp_path)) == {"One": ["One", "First."], "Two": ["Two", "Second."]}


def test_the_same_with_the_ncx_of_epub_2(tmp_path: Path) -> None:
    book = EpubBuilder(version=2).page("a.xhtml", "<p>First.</p>").page("b.xhtml", "<p>Second.</p>")
    book.ncx(("One", "a.xhtml"), ("Two", "b.xhtml"))
    assert chapters(read(book, tmp_path)) == {"One": ["First."], "Two": ["Second."]}


def test_anchors_in_a_file_are_boundaries(tmp_path: Path) -> None:
    body = (
        '<h1>The Island</h1><h2 id="k1">I.</h2><p>First.</p><section id="k2"><h2>II.</h2><p>Second.</p></section>'
        '<p><a id="k3"></a></p><h2>III.</h2><p>Third.</p>'
    )
    book = EpubBuilder().page("all.xhtml", body)
    book.contents(("I.", "all.xhtml#k1"), ("II.", "all.xhtml#k2"), ("III.", "all.xhtml#k3"))
    draft = read(book, tmp_path)
    assert chapters(draft) == {"I.": ["I.", "First."], "II.": ["II.", "Second."], "III.": ["III.", "Third."]}
    assert skipped(draft) == {SkipReason.FRONT_MATTER: ["The Island"]}


def test_several_files_are_one_chapter(tmp_path: Path) -> None:
    book = EpubBuilder().page("a1.xhtml", "<h1>One</h1><p>First.</p>").page("a2.xhtml", "<p>More.</p>")
    book.page("b.xhtml", "<h1>Two</h1><p>Second.</p>").contents(("One", "a1.xhtml"), ("Two", "b.xhtml"))
    assert chapters(read(book, tmp_path)) == {"One": ["One", "First.", "More."], "Two": ["Two", "Second."]}


def test_a_chapter_may_end_on_the_page_where_the_next_begins(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<h1>One</h1><p>First.</p>")
    book.page("b.xhtml", '<p>Last words.</p><h1 id="two">Two</h1><p>Second.</p>')
    book.contents(("One", "a.xhtml"), ("Two", "b.xhtml#two"))
    assert chapters(read(book, tmp_path))["One"] == ["One", "First.", "Last words."]


def test_the_reading_order_counts_and_not_the_tables(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<p>First.</p>").page("b.xhtml", "<p>Second.</p>")
    book.contents(("Two", "b.xhtml"), ("One", "a.xhtml"))
    assert titles(book, tmp_path) == ["One", "Two"]


def test_a_page_that_repeats_is_told_once(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<p>First.</p>").page("b.xhtml", "<p>Second.</p>")
    book.item('<item id="again" href="a.xhtml#middle" media-type="application/xhtml+xml"/>')
    book.spine("a.xhtml", "again", "again", "b.xhtml", "a.xhtml").contents(("One", "a.xhtml"), ("Two", "b.xhtml"))
    draft = read(book, tmp_path)
    assert chapters(draft) == {"One": ["First."], "Two": ["Second."]}
    assert skipped(draft) == {SkipReason.DUPLICATE: ["First."]}


@pytest.mark.parametrize(
    "href",
    [
        "Text/One.xhtml",
        "text/one.xhtml",
        "one.xhtml",
        "other/one.xhtml",
        "Text/One%2Exhtml",
        "Text/one.xhtml#gone",
        "../OPS/Text/One.xhtml",
    ],
)
def test_broken_links_are_repaired_by_name(href: str, tmp_path: Path) -> None:
    book = EpubBuilder().page("Text/One.xhtml", "<p>First.</p>").page("Text/Two.xhtml", "<p>Second.</p>")
    book.contents(("The First", href), ("The Second", "Text/Two.xhtml"))
    assert titles(book, tmp_path) == ["The First", "The Second"]


def test_broken_links_are_repaired_by_fragment_or_heading(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", '<h1 id="start">Dawn</h1><p>First.</p><h1>Noon</h1><p>Second.</p>')
    book.page("b.xhtml", "<h1>Dusk</h1><p>Third.</p>")
    book.contents(("Morning", "gone.xhtml#start"), ("Noon", "a.xhtml#gone"), ("Dusk", "gone.xhtml"))
    assert titles(book, tmp_path) == ["Morning", "Noon", "Dusk"]


@pytest.mark.parametrize(
    "href",
    [
        "../../secret.xhtml",
        "%2e%2e%2f%2e%2e%2fsecret.xhtml",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.org/",
    ],
)
def test_a03_links_that_lead_outside_are_ignored(href: str, tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<h1>One</h1><p>First.</p>").contents(("One", "a.xhtml"), ("Secret", href))
    book.item(f'<item id="out" href="{href}" media-type="application/xhtml+xml"/>').spine("a.xhtml", "out")
    assert titles(book, tmp_path) == ["One"]


def test_without_any_table_the_headings_are_the_chapters(tmp_path: Path) -> None:
    book = EpubBuilder().page("front.xhtml", "<h1>The Island</h1><p>by Ada Writer</p>")
    for number, name in enumerate(("Dawn", "Noon", "Dusk"), start=1):
        book.page(
            f"c{number}.xhtml", f"<h2>CHAPTER {number}.<br/>{name}</h2><p>Text.</p><h3>A section</h3><p>More.</p>"
        )
    draft = read(book, tmp_path)
    assert list(chapters(draft)) == ["CHAPTER 1. Dawn", "CHAPTER 2. Noon", "CHAPTER 3. Dusk"]
    assert skipped(draft) == {SkipReason.FRONT_MATTER: ["The Island", "by Ada Writer"]}


def test_without_table_and_headings_the_pages_are_the_chapters(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<p>First.</p>").page("b.xhtml", "<p>Second.</p>")
    assert chapters(read(book, tmp_path)) == {"1": ["First."], "2": ["Second."]}


def test_lines_that_count_chapters_stand_in_for_headings(tmp_path: Path) -> None:
    body = "".join(f"<p>CHAPTER {number}</p><p>The Storm</p>{prose(30)}" for number in ("I", "II", "III"))
    assert titles(EpubBuilder().page("all.xhtml", body), tmp_path) == ["CHAPTER I", "CHAPTER II", "CHAPTER III"]


def test_a_table_that_leads_to_little_of_the_book_is_not_believed(tmp_path: Path) -> None:
    book = EpubBuilder().page("cover.xhtml", "<p>A cover of paper.</p>")
    for number in range(1, 4):
        a_page(book, f"c{number}.xhtml", f"Day {number}")
    book.contents(("Start", "cover.xhtml"))
    assert titles(book, tmp_path) == ["Day 1", "Day 2", "Day 3"]


def test_a_page_of_links_serves_as_table(tmp_path: Path) -> None:
    lines = "".join(f'<p><a href="c{number}.xhtml">Day {number}</a></p>' for number in range(1, 7))
    book = EpubBuilder(version=2).page("toc.xhtml", f"<h1>Days</h1>{lines}").guide("toc", "toc.xhtml")
    for number in range(1, 7):
        book.page(f"c{number}.xhtml", prose(30, seed=f"On day {number}."))
    assert titles(book, tmp_path) == [f"Day {number}" for number in range(1, 7)]


def test_a_title_missing_in_the_table_is_taken_from_the_heading(tmp_path: Path) -> None:
    book = (
        EpubBuilder()
        .page("a.xhtml", "<h1>Chapter I</h1><h2>The Storm</h2><p>First.</p>")
        .page("b.xhtml", "<p>Second.</p>")
    )
    book.contents(("", "a.xhtml"), ("", "b.xhtml"))
    assert titles(book, tmp_path) == ["Chapter I: The Storm", "2"]


def test_an_unlisted_chapter_is_found_by_its_heading(tmp_path: Path) -> None:
    book = EpubBuilder()
    for number in (1, 2, 3, 4):
        a_page(book, f"c{number}.xhtml", f"Chapter {number}")
    book.page("c4b.xhtml", f"<h2>Chapter 4</h2>{prose(20)}")
    book.contents(*((f"Chapter {number}", f"c{number}.xhtml") for number in (1, 3, 4)))
    assert titles(book, tmp_path) == ["Chapter 1", "Chapter 2", "Chapter 3", "Chapter 4"], "a running head is none"


def test_non_linear_pages(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<h1>One</h1><p>First.</p>").page("map.xhtml", "<p>A map.</p>", linear=False)
    book.page("b.xhtml", "<h1>Two</h1><p>Second.</p>", linear=False).contents(("One", "a.xhtml"), ("Two", "b.xhtml"))
    draft = read(book, tmp_path)
    assert list(chapters(draft)) == ["One", "Two"]
    assert skipped(draft) == {SkipReason.FRONT_MATTER: ["A map."]}


def test_a_line_that_leads_to_a_picture_heads_nothing(tmp_path: Path) -> None:
    book = (
        EpubBuilder().page("cover.xhtml", '<img src="c.png" alt=""/>').page("one.xhtml", "<h1>Dawn</h1><p>First.</p>")
    )
    book.page("map.xhtml", '<div id="map"><img src="m.png" alt=""/></div>').page(
        "two.xhtml", "<h1>Noon</h1><p>Next.</p>"
    )
    book.contents(("Dawn", "one.xhtml"), ("Map", "map.xhtml"), ("Map too", "map.xhtml#map"), ("Noon", "two.xhtml"))
    assert titles(book.guide("cover", "cover.xhtml"), tmp_path) == ["Dawn", "Noon"]


def test_a_heading_that_is_a_picture_heads_the_page_after_it(tmp_path: Path) -> None:
    book = EpubBuilder()
    for name in ("dawn", "noon"):
        book.page(f"{name}0.xhtml", f'<img src="{name}.png" alt=""/>').page(f"{name}.xhtml", f"<p>It is {name}.</p>")
    book.contents(("Dawn", "dawn0.xhtml"), ("Noon", "noon0.xhtml"))
    assert chapters(read(book, tmp_path)) == {"Dawn": ["It is dawn."], "Noon": ["It is noon."]}


def test_more_than_three_hundred_chapters(tmp_path: Path) -> None:
    book = EpubBuilder()
    names = [f"c{number}.xhtml" for number in range(1, 365)]
    for name in names:
        a_page(book, name, name[1:-6], words=20)
    assert len(titles(book.contents(*((name[1:-6], name) for name in names)), tmp_path)) == 364
