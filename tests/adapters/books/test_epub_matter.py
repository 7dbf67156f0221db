"""What the EPUB reader does not take for chapters: front and back matter, notes, contents, indexes, page numbers."""

from pathlib import Path

import pytest

from bookbytes_core.domain.book_text import SkipReason, assemble
from bookbytes_core.errors import UnusableBook
from tests.support.epub_builder import EpubBuilder, chapters, prose, read, skipped, texts


def with_extra(title: str, body: str, *, attributes: str = "", at_end: bool = False) -> EpubBuilder:
    """Two chapters, and before or after them a page listed as ``title``."""
    book = EpubBuilder()
    lines = [("One", "one.xhtml"), ("Two", "two.xhtml")]
    if not at_end:
        book.page("extra.xhtml", body, body_attributes=attributes)
        lines.insert(0, (title, "extra.xhtml"))
    book.page("one.xhtml", f"<h2>One</h2>{prose(40)}").page("two.xhtml", f"<h2>Two</h2>{prose(40)}")
    if at_end:
        book.page("extra.xhtml", body, body_attributes=attributes)
        lines.append((title, "extra.xhtml"))
    return book.contents(*lines)


@pytest.mark.parametrize(
    ("attributes", "at_end", "reason"),
    [
        ('epub:type="frontmatter"', False, SkipReason.FRONT_MATTER),
        ('epub:type="titlepage"', False, SkipReason.FRONT_MATTER),
        ('epub:type="copyright-page"', False, SkipReason.FRONT_MATTER),
        ('epub:type="dedication"', False, SkipReason.FRONT_MATTER),
        ('epub:type="preface"', False, SkipReason.FRONT_MATTER),
        ('epub:type="toc"', False, SkipReason.CONTENTS),
        ('role="doc-toc"', False, SkipReason.CONTENTS),
        ('role="doc-colophon"', True, SkipReason.BACK_MATTER),
        ('epub:type="backmatter copyright-page"', True, SkipReason.BACK_MATTER),
        ('epub:type="appendix"', True, SkipReason.BACK_MATTER),
        ('epub:type="endnotes"', True, SkipReason.NOTES),
        ('role="doc-endnotes"', True, SkipReason.NOTES),
        ('epub:type="index"', True, SkipReason.INDEX),
        ('role="doc-index"', True, SkipReason.INDEX),
    ],
)
def test_markup_tells_matter(attributes: str, at_end: bool, reason: SkipReason, tmp_path: Path) -> None:
    draft = read(with_extra("Something", "<p>Some words.</p>", attributes=attributes, at_end=at_end), tmp_path)
    assert list(chapters(draft)) == ["One", "Two"]
    assert skipped(draft) == {reason: ["Some words."]}


@pytest.mark.parametrize(
    "attributes",
    [
        'epub:type="prologue"',
        'epub:type="frontmatter prologue"',
        'epub:type="introduction"',
        'epub:type="bodymatter"',
        'role="doc-epilogue"',
        'epub:type="chapter"',
        'epub:type="bibliography"',
        "",
    ],
)
def test_markup_tells_chapters(attributes: str, tmp_path: Path) -> None:
    draft = read(with_extra("Something", "<p>Some words.</p>", attributes=attributes), tmp_path)
    assert list(chapters(draft)) == ["Something", "One", "Two"]


FRONT_MATTER = (
    "Cover; Title Page; COPYRIGHT; Dedication; Preface; Foreword by A. B.; Acknowledgements; About the Author; "
    "Impressum; Widmung; Vorwort; Page de titre; Préface; Mentions légales; Dedicatoria; Créditos; Frontespizio; "
    "Folha de rosto; Titelpagina; Титульный лист; "
    "Предисловие; 奥付; 版权页; זכויות יוצרים; Dramatis Personæ; Also by Ada Writer; "
    "The Project Gutenberg eBook of The Sea; Publisher’s Note"
)


@pytest.mark.parametrize("title", FRONT_MATTER.split("; "))
def test_titles_tell_front_matter(title: str, tmp_path: Path) -> None:
    draft = read(with_extra(title, "<p>Some words.</p>"), tmp_path)
    assert list(chapters(draft)) == ["One", "Two"]
    assert skipped(draft) == {SkipReason.FRONT_MATTER: ["Some words."]}


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Contents", SkipReason.CONTENTS),
        ("Inhaltsverzeichnis", SkipReason.CONTENTS),
        ("Table des matières", SkipReason.CONTENTS),
        ("目次", SkipReason.CONTENTS),
        ("Содержание", SkipReason.CONTENTS),
        ("List of Illustrations", SkipReason.CONTENTS),
        ("NOTES.", SkipReason.NOTES),
        ("Anmerkungen", SkipReason.NOTES),
        ("Index", SkipReason.INDEX),
        ("索引", SkipReason.INDEX),
        ("Appendix B. Tables", SkipReason.BACK_MATTER),
        ("Anhang", SkipReason.BACK_MATTER),
        ("Colophon", SkipReason.BACK_MATTER),
        ("THE FULL PROJECT GUTENBERG LICENSE", SkipReason.BACK_MATTER),
        ("Bibliografía", SkipReason.BACK_MATTER),
        ("参考文献", SkipReason.BACK_MATTER),
    ],
)
def test_titles_tell_the_rest(title: str, reason: SkipReason, tmp_path: Path) -> None:
    draft = read(with_extra(title, "<p>Some words.</p>", at_end=True), tmp_path)
    assert list(chapters(draft)) == ["One", "Two"]
    assert skipped(draft) == {reason: ["Some words."]}


@pytest.mark.parametrize(
    "title",
    [
        "Introduction",
        "Prologue",
        "Einleitung",
        "Notes from the Sea",
        "The Title Deed",
        "The Preface Writer",
        "Indexing",
    ],
)
def test_titles_that_only_sound_like_matter(title: str, tmp_path: Path) -> None:
    assert list(chapters(read(with_extra(title, "<p>Some words.</p>"), tmp_path))) == [title, "One", "Two"]


def test_markup_comes_before_titles(tmp_path: Path) -> None:
    draft = read(with_extra("Dedication", "<p>A poem.</p>", attributes='epub:type="bodymatter"'), tmp_path)
    assert list(chapters(draft)) == ["Dedication", "One", "Two"]


def test_guide_and_landmarks_tell_matter(tmp_path: Path) -> None:
    book = with_extra("Something", "<p>Some words.</p>").guide("copyright-page", "extra.xhtml")
    assert list(chapters(read(book, tmp_path))) == ["One", "Two"]
    book = EpubBuilder().page("a.xhtml", "<p>Some words.</p>").page("b.xhtml", prose(30))
    book.contents(
        ("Thanks", "a.xhtml"),
        ("One", "b.xhtml"),
        landmarks='<li><a epub:type="acknowledgments" href="a.xhtml">x</a></li>',
    )
    assert list(chapters(read(book, tmp_path))) == ["One"]


def test_short_pages_before_the_named_beginning(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<p>To the sea!</p>").page("b.xhtml", prose(200)).page("c.xhtml", prose(60))
    book.contents(("For Bo", "a.xhtml"), ("How it began", "b.xhtml"), ("One", "c.xhtml")).guide("text", "c.xhtml")
    assert list(chapters(read(book, tmp_path))) == ["How it began", "One"]


def test_the_title_page_is_known_by_what_it_says(tmp_path: Path) -> None:
    draft = read(with_extra("The Island", "<h1>The Island</h1><p>Ada Writer, London</p>"), tmp_path)
    assert list(chapters(draft)) == ["One", "Two"]


def test_pages_before_the_first_line_of_the_table(tmp_path: Path) -> None:
    book = EpubBuilder().page("motto.xhtml", "<p>To the sea!</p>").page("long.xhtml", f"<h1>Before</h1>{prose(250)}")
    book.page("one.xhtml", prose(50)).contents(("One", "one.xhtml"))
    draft = read(book, tmp_path)
    assert list(chapters(draft)) == ["Before", "One"], "what is long enough is no title page"
    assert skipped(draft) == {SkipReason.FRONT_MATTER: ["To the sea!"]}


def test_a_list_of_links_is_contents_wherever_it_stands(tmp_path: Path) -> None:
    lines = "".join(f'<li><a href="one.xhtml#s{number}">Section {number}</a></li>' for number in range(6))
    book = EpubBuilder().page("index.xhtml", f"<h1>Welcome</h1><p>Version 2</p><ul>{lines}</ul>")
    book.page("one.xhtml", f"<h1>One</h1>{prose(30)}").contents(("Welcome", "index.xhtml"), ("One", "one.xhtml"))
    draft = read(book, tmp_path)
    assert list(chapters(draft)) == ["One"]
    assert len(skipped(draft)[SkipReason.CONTENTS]) == 6
    assert skipped(draft)[SkipReason.FRONT_MATTER] == ["Welcome", "Version 2"]


def test_the_navigation_document_in_the_reading_order(tmp_path: Path) -> None:
    book = EpubBuilder().contents(("One", "one.xhtml"), in_spine=True).page("one.xhtml", "<h1>One</h1><p>First.</p>")
    draft = read(book, tmp_path)
    assert chapters(draft) == {"One": ["One", "First."]}
    assert skipped(draft) == {SkipReason.CONTENTS: ["Contents", "One"]}


def test_an_introduction_beside_unnamed_parts_is_about_the_book(tmp_path: Path) -> None:
    def book(part: str) -> EpubBuilder:
        made = (
            EpubBuilder().page("i.xhtml", prose(90)).page("p1.xhtml", f"<h1>{part} 1</h1>").page("c1.xhtml", prose(50))
        )
        made.page("p2.xhtml", f"<h1>{part} 2</h1>").page("c2.xhtml", prose(50))
        below = [
            (f"{part} {number}", f"p{number}.xhtml", [(f"Test {number}", f"c{number}.xhtml")]) for number in (1, 2)
        ]
        return made.contents(("Introduction", "i.xhtml"), *below)

    assert list(chapters(read(book("Sound"), tmp_path))) == ["Test 1", "Test 2"]
    assert list(chapters(read(book("Part"), tmp_path))) == ["Introduction", "Test 1", "Test 2"]


def test_kept_matter_is_chapters_too(tmp_path: Path) -> None:
    book = with_extra("Preface", "<p>Some words.</p>").page("notes.xhtml", "<h2>Notes</h2><p>A note.</p>")
    draft = read(book, tmp_path)
    whole = assemble(draft.info, draft.sections).with_all_matter()
    assert [chapter.title for chapter in whole.chapters] == ["Preface", "One", "Two"]
    assert {part.reason for part in whole.skipped} == {SkipReason.NOTES}


def test_every_block_is_in_exactly_one_section(tmp_path: Path) -> None:
    book = EpubBuilder().page("cover.xhtml", "<p>b1</p>").page("toc.xhtml", "<h1>b2</h1><nav><p>b3</p></nav>")
    book.page("one.xhtml", '<p>b4</p><h1 id="x">b5</h1><p>b6</p><aside epub:type="footnote">b7</aside><p>b8</p>')
    book.page("two.xhtml", '<p>b9</p><div epub:type="pagebreak">10</div>').page("map.xhtml", "<p>b11</p>", linear=False)
    book.page("end.xhtml", "<p>b12</p>", body_attributes='epub:type="backmatter"')
    draft = read(book.contents(("Cover", "cover.xhtml"), ("One", "one.xhtml#x"), ("Two", "two.xhtml")), tmp_path)
    found = sorted(text for section in draft.sections for text in texts(section))
    assert found == sorted(["10", *(f"b{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12))])
    coverage = assemble(draft.info, draft.sections).coverage
    assert coverage.paragraphs == coverage.in_chapters + coverage.skipped == 12


def test_a_book_of_pictures_is_empty(tmp_path: Path) -> None:
    book = EpubBuilder()
    for number in range(5):
        book.page(f"p{number}.xhtml", f'<img src="p{number}.png" alt="Page {number}"/>')
    book.page("imprint.xhtml", "<p>Copyright 2020</p>").contents(("Imprint", "imprint.xhtml"))
    with pytest.raises(UnusableBook) as caught:
        read(book, tmp_path)
    assert caught.value.code == "book_empty"
    assert "no text" in caught.value.message


def test_a_book_with_nothing_but_headings_still_opens(tmp_path: Path) -> None:
    book = EpubBuilder().page("a.xhtml", "<h1>Chapter 1</h1>").contents(("Chapter 1", "a.xhtml"))
    assert chapters(read(book, tmp_path)) == {"The Island": ["Chapter 1"]}
