"""PDF: chapters by the outline or by headings, paragraphs rebuilt from lines of print, page furniture set apart."""

from pathlib import Path

import pytest

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.pdf import read_pdf
from bookbytes_adapters.books.tidy import tidy
from bookbytes_core.domain.book_text import BlockKind, SkipReason
from bookbytes_core.errors import UnusableBook
from tests.support.pdf_builder import MARGIN, TOP, PdfBuilder, Text

LINES = (
    "The boats leave the harbour before the sun is up, and they come back",
    "at noon with herring and mackerel for the market. The women of the",
    "village wait for them on the quay.",
)


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def] - a function of one line
    def run(book: PdfBuilder) -> Draft:
        return tidy(read_pdf(book.write(tmp_path / "a_fine_book.pdf"), "a_fine_book.pdf"), "a_fine_book.pdf")

    return run


def titles(draft: Draft) -> list[str]:
    return [section.title for section in draft.sections if section.skip is None]


def texts(draft: Draft) -> list[str]:
    return [block.text for section in draft.sections if section.skip is None for block in section.blocks]


def chapters(*names: str, level: int = 0) -> PdfBuilder:
    book = PdfBuilder(title="The Island", author="Ada Writer; Ben Author")
    for page, name in enumerate(names):
        book.page(name, "", *LINES).bookmark(name, page=page, level=level)
    return book


def test_chapters_by_the_outline(read) -> None:  # type: ignore[no-untyped-def]
    draft = read(chapters("The Sea", "The Land", "The Sky"))

    assert titles(draft) == ["The Sea", "The Land", "The Sky"]
    assert (draft.info.title, draft.info.authors, draft.info.language) == (
        "The Island",
        ("Ada Writer", "Ben Author"),
        "en",
    )
    assert texts(draft)[:2] == ["The Sea", " ".join(LINES)]
    assert draft.sections[0].blocks[0].kind is BlockKind.HEADING


def test_chapters_within_one_page(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder().page("The Sea", "", LINES[2], "", "", "The Land", "", LINES[2])
    draft = read(book.bookmark("The Sea", page=0, y=520).bookmark("The Land", page=0, y=460))

    assert titles(draft) == ["The Sea", "The Land"]
    assert texts(draft) == ["The Sea", LINES[2], "The Land", LINES[2]]


def test_chapters_where_the_outline_points_without_a_title(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder()
    for page in range(3):
        book.page(f"{page} mornings ago. {LINES[0]}", *LINES[1:]).bookmark(f"Entry {page}", page=page)

    assert titles(read(book)) == ["Entry 0", "Entry 1", "Entry 2"]


def test_a_number_above_the_title_belongs_to_it(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder()
    for page, name in enumerate(("The Sea", "The Land")):
        book.page(*[""] * 4, f"CHAPTER {page + 1}", "", name, "", *LINES).bookmark(name, page=page, y=430)

    assert texts(read(book))[:2] == ["CHAPTER 1", "The Sea"]


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        ([("A", 0), ("A.1", 1), ("A.2", 1), ("B", 0), ("B.1", 1)], ["A", "B"]),
        ([("The Book", 0), ("A", 1), ("B", 1), ("C", 1)], ["A", "B", "C"]),
        (
            [("Part I", 0), ("Chapter 1", 1), ("Chapter 2", 1), ("Part II", 0), ("Chapter 3", 1)],
            ["Chapter 1", "Chapter 2", "Chapter 3"],
        ),
        (
            [("Earth", 0), ("1. A", 1), ("2. B", 1), ("Water", 0), ("3. C", 1), ("4. D", 1)],
            ["1. A", "2. B", "3. C", "4. D"],
        ),
        ([("Part One", 0), ("A", 1), ("A.1", 2), ("Part Two", 0), ("B", 1)], ["A", "B"]),
        (
            [("Introduction", 0), ("Part One", 0), ("A", 1), ("B", 1), ("Epilogue", 0)],
            ["Introduction", "A", "B", "Epilogue"],
        ),
    ],
    ids=["sections", "title", "parts", "counting on", "three levels", "mixed"],
)
def test_the_level_of_chapters(outline: list[tuple[str, int]], expected: list[str], read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder()
    for page, (name, level) in enumerate(outline):
        holds = page + 1 < len(outline) and outline[page + 1][1] > level
        book.page(name, "", *([] if holds else LINES)).bookmark(name, page=page, level=level)

    assert titles(read(book)) == expected


def test_matter_in_the_outline_is_skipped(read) -> None:  # type: ignore[no-untyped-def]
    names = ["Copyright", "Contents", "The Sea", "The Land", "Notes", "General Index"]
    draft = read(chapters(*names))

    assert titles(draft) == ["The Sea", "The Land"]
    assert [section.skip for section in draft.sections if section.skip] == [
        SkipReason.FRONT_MATTER,
        SkipReason.CONTENTS,
        SkipReason.NOTES,
        SkipReason.INDEX,
    ]


def test_without_an_outline_headings_in_the_text_divide(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder()
    for number in (1, 2, 3):
        book.page(f"CHAPTER {number}", "", "", *LINES, "", *LINES)

    assert titles(read(book)) == ["CHAPTER 1", "CHAPTER 2", "CHAPTER 3"]


def test_without_an_outline_large_letters_divide(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder(title="The Island")
    for name in ("The Sea", "The Land", "The Sky"):
        book.page(Text(name, MARGIN, 540, 18), "", "", *LINES, *[line for n in range(5) for line in ("", *LINES)])

    assert titles(read(book)) == ["The Sea", "The Land", "The Sky"]


def test_without_any_division_there_is_one_chapter(read) -> None:  # type: ignore[no-untyped-def]
    draft = read(PdfBuilder().page(*LINES).page(*LINES))

    assert titles(draft) == ["a fine book"]


def test_page_furniture_is_set_apart(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder()
    for page in range(6):
        book.page(f"Page {page} has a text of its own.", *LINES, head="The Running Title", foot=f"– {page + 1} –")
    draft = read(book)
    furniture = [section for section in draft.sections if section.skip is SkipReason.PAGE_NUMBER]

    assert len(furniture[0].blocks) == 12
    assert "Running" not in " ".join(texts(draft))


def test_a_chapters_number_at_the_top_of_its_page_is_no_page_number(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder()
    for page in range(8):
        opening = [["I", ""], [], ["II", ""], [], [], ["III", ""], [], []][page]
        book.page(*opening, *LINES, foot=str(page + 1))
    for title, page in (("I", 0), ("II", 2), ("III", 5)):
        book.bookmark(title, page=page)

    assert [section.blocks[0].text for section in read(book).sections[:3]] == ["I", "II", "III"]


def test_paragraphs_are_rebuilt(read) -> None:  # type: ignore[no-untyped-def]
    book = PdfBuilder().page(
        *LINES,
        "",
        "After a gap comes a paragraph whose word is bro-",
        "ken at the end of a line, as in well-known and well-",
        "known books, and that goes on over the end of the",
    )
    book.page("page to be told as one.", Text("Indented lines begin another one, and they go", MARGIN + 15, TOP - 12))
    first, second, third = texts(read(book))

    assert first == " ".join(LINES)
    assert "whose word is broken at the end of a line, as in well-known and well-known books" in second
    assert second.endswith("over the end of the page to be told as one.")
    assert third.startswith("Indented lines")


def test_footnotes_in_small_print_are_notes(read) -> None:  # type: ignore[no-untyped-def]
    note = Text("1 So they say at least.", MARGIN, 80, 7)
    draft = read(PdfBuilder().page(*LINES, "", *LINES, note))

    assert [
        block.text for section in draft.sections if section.skip is SkipReason.NOTES for block in section.blocks
    ] == [note.text]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("The Island", "The Island"),
        ("", "a fine book"),
        ("Microsoft Word - island.doc", "a fine book"),
        ("untitled", "a fine book"),
    ],
)
def test_titles(said: str, title: str, read) -> None:  # type: ignore[no-untyped-def]
    assert read(PdfBuilder(title=said).page(*LINES)).info.title == title


def test_a_title_in_large_letters_is_taken_from_the_first_page(read) -> None:  # type: ignore[no-untyped-def]
    assert read(PdfBuilder().page(Text("The Island", MARGIN, 500, 24)).page(*LINES)).info.title == "The Island"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"%PDF-1.4 and nothing more", "book_damaged"), (PdfBuilder(encrypted=True).page("x").data(), "book_encrypted")],
)
def test_what_cannot_be_opened_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(data)
    with pytest.raises(UnusableBook) as caught:
        read_pdf(path, "book.pdf")
    assert caught.value.code == code
