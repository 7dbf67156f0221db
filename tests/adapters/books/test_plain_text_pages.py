"""Plain text: paragraphs, encodings, Project Gutenberg's frame, titles and authors."""

import pytest

from bookbytes_core.domain.book_text import BlockKind, SkipReason
from tests.support.plain_books import PROSE, chapter, read, skipped, titles, words, wrapped


@pytest.mark.parametrize(
    "lines",
    [
        "The oldest\nboat is\n\nmended.",
        "  The oldest\nboat is\n  mended.\nAnd so\non it goes.\n",
        "The oldest boat is " + "very " * 30 + "old.\nIt was mended.\n",
    ],
    ids=["blank lines", "indented", "one a line"],
)
def test_paragraphs_however_they_are_marked(lines: str) -> None:
    assert len(read(lines).sections[0].blocks) == 2


def test_wrapped_lines_are_joined() -> None:
    first = "He was a well-\nknown man--\nor so\n_they_ said--and the fish-\nerman was =bold=."
    text = f"{first}\n\nThe fisherman left. snake_case stays."
    blocks = [block.text for block in read(text).sections[0].blocks]

    assert blocks[0] == "He was a well-known man--or so they said--and the fisherman was bold."
    assert blocks[1].endswith("snake_case stays.")


def test_verse_is_told_from_prose() -> None:
    verse = "The sea was calm,\nthe boats were home,\nthe lamp was lit."
    draft = read(f"{wrapped(PROSE)}\n\n{verse}\n\n{wrapped(PROSE)}")

    assert [block.kind for block in draft.sections[0].blocks] == [BlockKind.PROSE, BlockKind.VERSE, BlockKind.PROSE]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Größe – “quoted”"),
        ("utf-8-sig", "Größe – “quoted”"),
        ("utf-16", "Größe – “quoted” and more of it"),
        ("utf-16-le", "Größe – “quoted” and more of it"),
        ("utf-16-be", "Größe – “quoted” and more of it"),
        ("utf-32", "Größe – “quoted” and more of it"),
        ("cp1252", "Größe – “quoted” über Fluß und Wälder"),
        ("latin-1", "L'été où la forêt brûla était très sèche"),
        ("cp1251", "Это был лучший день, который он видел в доме у моря, и она не была с ним, но это не так. " * 5),
        ("cp1250", "Byl to nejlepší den, který v domě u moře viděl, a ona s ním nebyla, protože o tom nevěděla. " * 5),
        ("shift_jis", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" * 5),
        ("gb18030", "道可道,非常道。名可名,非常名。无名天地之始;有名万物之母。" * 5),
    ],
)
def test_encodings(encoding: str, text: str) -> None:
    block = read(text.encode(encoding)).sections[0].blocks[0]

    assert block.text == " ".join(text.split())


def test_a_damaged_character_does_not_change_the_encoding() -> None:
    text = ("Größe über alles. " * 50).encode()

    assert "Größe" in read(text[:-5] + b"\xc3").sections[0].blocks[0].text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends(ends: str) -> None:
    assert titles(read((chapter("Chapter 1") + chapter("Chapter 2")).replace("\n", ends))) == ["Chapter 1", "Chapter 2"]


GUTENBERG = f"""The Project Gutenberg EBook of The Island, by Ada Writer

This eBook is for the use of anyone anywhere.

Title: The Island
       A Tale

Author: Ada Writer and Ben Author

Language: French

*** START OF THIS PROJECT GUTENBERG EBOOK THE ISLAND ***

Produced by nobody in particular
{chapter("CHAPTER I")}{chapter("CHAPTER II")}

*** END OF THIS PROJECT GUTENBERG EBOOK THE ISLAND ***

Section 1. General Terms of Use
"""


def test_project_gutenbergs_frame() -> None:
    draft = read(GUTENBERG)

    assert (draft.info.title, draft.info.authors) == ("The Island: A Tale", ("Ada Writer", "Ben Author"))
    assert draft.info.language == "fr"
    assert titles(draft) == ["CHAPTER I", "CHAPTER II"]
    assert [reason for _, reason in skipped(draft)] == [SkipReason.FRONT_MATTER] * 2 + [SkipReason.BACK_MATTER]
    assert sorted(words(draft)) == sorted(word for word in GUTENBERG.split())


def test_project_gutenbergs_old_frame() -> None:
    header = (
        "The Project Gutenberg Etext of The Island, by Ada Writer\n\nlegal\n\n*END THE SMALL PRINT! FOR ETEXTS*END*"
    )
    text = f"{header}\n{chapter('I')}{chapter('II')}\n\nEnd of the Project Gutenberg Etext"
    draft = read(text)

    assert (draft.info.title, draft.info.authors) == ("The Island", ("Ada Writer",))
    assert titles(draft) == ["I", "II"]


@pytest.mark.parametrize(
    ("text", "title", "authors"),
    [
        ("The Island\n\nby Ada Writer\n\n", "The Island", ("Ada Writer",)),
        ("THE ISLAND\n\nA Tale\n\nWritten by Ada Writer.\n\n", "THE ISLAND A Tale", ("Ada Writer",)),
        ("The Island\n\n", "The Island", ()),
        ("Chapter 1\n\n", "a fine book", ()),
        ("", "a fine book", ()),
    ],
)
def test_titles_and_authors(text: str, title: str, authors: tuple[str, ...]) -> None:
    info = read(f"{text}{wrapped(PROSE)}", "a_fine_book.txt").info

    assert (info.title, info.authors) == (title, authors)
