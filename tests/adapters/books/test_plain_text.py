"""Plain text: encodings, hard-wrapped lines, headings of many kinds, contents lists, Project Gutenberg's frame."""

import pytest

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.plain_text import read_plain_text
from bookbytes_adapters.books.tidy import tidy
from bookbytes_core.domain.book_text import BlockKind, SkipReason

PROSE = (
    "The boats leave the harbour before the sun is up, and they come back at noon with herring and mackerel for the "
    "market. The women of the village wait for them on the quay, and nobody speaks until the last of the ropes is tied."
)


def wrapped(text: str, width: int = 66) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def chapter(heading: str, paragraphs: int = 3) -> str:
    return f"\n\n\n{heading}\n\n" + "\n\n".join([wrapped(PROSE)] * paragraphs)


def read(text: str | bytes, name: str = "island.txt") -> Draft:
    return tidy(read_plain_text(text.encode() if isinstance(text, str) else text, name), name)


def titles(draft: Draft) -> list[str]:
    return [section.title for section in draft.sections if section.skip is None]


def skipped(draft: Draft) -> list[tuple[str, SkipReason]]:
    return [(section.title, section.skip) for section in draft.sections if section.skip is not None]


def words(draft: Draft) -> list[str]:
    return [word for section in draft.sections for block in section.blocks for word in block.text.split()]


@pytest.mark.parametrize(
    "headings",
    [
        ["CHAPTER I", "CHAPTER II", "CHAPTER III"],
        ["Chapter 1: The Sea", "Chapter 2: The Land", "Chapter 3: The Sky"],
        ["CHAPTER ONE", "CHAPTER TWO", "CHAPTER THREE"],
        ["Chapter the First", "Chapter the Second", "Chapter the Last"],
        ["I", "II", "III", "IV"],
        ["I. The Sea", "II. The Land", "III. The Sky"],
        ["1.", "2.", "3."],
        ["[ 1 ]", "[ 2 ]", "[ 3 ]"],
        ["Book the First", "Book the Second"],
        ["Letter 1", "Letter 2", "Chapter 1", "Chapter 2"],
        ["Erstes Kapitel", "Zweites Kapitel", "Drittes Kapitel"],
        ["Kapitel 1 – Das Meer", "Kapitel 2 – Das Land"],
        ["Chapitre premier", "Chapitre II", "Chapitre III"],
        ["CAPÍTULO PRIMERO", "CAPÍTULO SEGUNDO"],
        ["Глава первая", "Глава вторая"],
        ["第一章 海", "第二章 陸", "第十三章 空"],
        ["THE SEA", "THE LAND", "THE SKY"],
        ["Prologue", "Chapter 1", "Chapter 2", "Epilogue"],
        ["Introduction", "Chapter 1", "Chapter 2", "Conclusion"],
    ],
    ids=lambda headings: headings[0],
)
def test_chapters_by_their_headings(headings: list[str]) -> None:
    draft = read("".join(map(chapter, headings)))

    assert titles(draft) == headings
    assert all(section.blocks[0].kind is BlockKind.HEADING for section in draft.sections)


@pytest.mark.parametrize("line", ["=====", "-----", "~~~~~~~"])
def test_underlined_headings(line: str) -> None:
    draft = read("".join(chapter(f"{title}\n{line}") for title in ("On the sea", "On the land", "In the sky")))

    assert titles(draft) == ["On the sea", "On the land", "In the sky"]


def test_titles_below_their_numbers() -> None:
    same_paragraph = read(
        "".join(chapter(f"CHAPTER {n}\n{title}") for n, title in (("I", "The Sea"), ("II", "The Land")))
    )
    next_paragraph = read("".join(chapter(f"CHAPTER {n}.\n\n{n}eeing the Sea.") for n in ("I", "II", "III", "IV")))

    assert titles(same_paragraph) == ["CHAPTER I: The Sea", "CHAPTER II: The Land"]
    assert titles(next_paragraph)[1] == "CHAPTER II. IIeeing the Sea."


def test_a_short_first_sentence_is_no_title() -> None:
    text = (
        chapter("Chapter 1")
        + chapter("Chapter 2").replace("Chapter 2\n\n", "Chapter 2\n\nIt rained.\n\n")
        + chapter("Chapter 3")
    )

    assert titles(read(text)) == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_parts_stand_above_their_chapters() -> None:
    text = (
        chapter("PART ONE", 0)
        + chapter("Chapter 1")
        + chapter("Chapter 2")
        + chapter("PART TWO", 0)
        + chapter("Chapter 3")
    )
    draft = read(text)

    assert titles(draft) == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert [block.text for block in draft.sections[2].blocks][:2] == ["PART TWO", "Chapter 3"]


def test_numbers_start_again_in_each_part() -> None:
    text = "".join(chapter(f"BOOK {n}", 0) + chapter("CHAPTER I") + chapter("CHAPTER II") for n in ("ONE", "TWO"))

    assert titles(read(text)) == ["CHAPTER I", "CHAPTER II"] * 2


def test_sections_stay_inside_their_chapter() -> None:
    text = "".join(chapter(f"Chapter {n}") + chapter("I") + chapter("II") for n in (1, 2))

    assert titles(read(text)) == ["Chapter 1", "Chapter 2"]


@pytest.mark.parametrize("heading", ["CONTENTS\n\n", ""])
@pytest.mark.parametrize("leader", ["", "  12", " ........ 12", "\t12"])
def test_a_contents_list_is_skipped_and_believed(heading: str, leader: str) -> None:
    names = ["The Sea", "The Land", "The Sky", "The Fire"]
    listed = "\n".join(
        f"  {roman}. {name}{leader}" for roman, name in zip(["I", "II", "III", "IV"], names, strict=True)
    )
    body = "".join(
        chapter(f"ADVENTURE {n}. {name.upper()}" if n < 3 else f"{n}. {name}") for n, name in enumerate(names, start=1)
    )
    draft = read(f"The Island\n\n\n\n{heading}{listed}\n{body}")

    assert [title.partition(". ")[2].title() for title in titles(draft)] == names
    assert SkipReason.CONTENTS in dict(map(reversed, skipped(draft)))


def test_contents_over_many_paragraphs_in_parts() -> None:
    listed = "BOOK ONE\n\nCHAPTER I\n\nCHAPTER II\n\nBOOK TWO\n\nCHAPTER I\n\nCHAPTER II"
    body = "".join(chapter(f"BOOK {n}", 0) + chapter("CHAPTER I") + chapter("CHAPTER II") for n in ("ONE", "TWO"))
    draft = read(f"THE ISLAND\n\n\n\nCONTENTS\n\n{listed}\n{body}")

    assert titles(draft) == ["CHAPTER I", "CHAPTER II"] * 2
    assert [reason for _, reason in skipped(draft)] == [SkipReason.FRONT_MATTER, SkipReason.CONTENTS]


def test_titles_without_numbers_are_found_by_the_contents_list() -> None:
    names = ["Of Boats", "Of Nets", "Of Weather"]
    text = "Contents\n\n" + "\n".join(names) + "".join(map(chapter, names))

    assert titles(read(text)) == names


def test_matter_around_the_chapters() -> None:
    text = "The Island\n\nby Ada Writer" + "".join(
        map(chapter, ["PREFACE", "Chapter 1", "Chapter 2", "NOTES", "Bibliography", "INDEX"])
    )
    draft = read(text)

    assert titles(draft) == ["Chapter 1", "Chapter 2"]
    assert [reason for _, reason in skipped(draft)] == [
        SkipReason.FRONT_MATTER,
        SkipReason.FRONT_MATTER,
        SkipReason.NOTES,
        SkipReason.BACK_MATTER,
        SkipReason.INDEX,
    ]


def test_footnotes_and_pictures_between_paragraphs() -> None:
    text = (
        chapter("Chapter 1")
        + "\n\n[Illustration: A boat]\n\n[Footnote 1: So they say\n\nat least.]\n\nAnd so it ended."
        + chapter("Chapter 2")
    )
    draft = read(text)

    assert [(section.title, len(section.blocks)) for section in draft.sections if section.skip is SkipReason.NOTES] == [
        ("Chapter 1", 2)
    ]
    assert [block.kind for block in draft.sections[0].blocks][-2:] == [BlockKind.CAPTION, BlockKind.PROSE]


def test_page_numbers_are_accounted_for() -> None:
    pages = "".join(f"\n\n{wrapped(PROSE)}\n\n{page}" for page in range(3, 40))
    draft = read(chapter("CHAPTER I") + pages + chapter("CHAPTER II"))

    assert titles(draft) == ["CHAPTER I", "CHAPTER II"]
    assert [len(section.blocks) for section in draft.sections if section.skip is SkipReason.PAGE_NUMBER] == [37]


def test_no_word_is_lost() -> None:
    text = "The Island\n\nCONTENTS\n\nChapter 1\n\nChapter 2\n\nChapter 3" + "".join(
        map(chapter, ["Chapter 1", "Chapter 2", "Chapter 3", "INDEX"])
    )

    assert sorted(words(read(text))) == sorted(text.split())


def test_without_headings_the_book_is_one_chapter() -> None:
    draft = read(f"The Island\n\n{wrapped(PROSE)}\n\n{wrapped(PROSE)}")

    assert titles(draft) == ["The Island"]
    assert draft.info.title == "The Island"


def test_a_long_book_without_headings_is_told_in_portions() -> None:
    draft = read("\n\n".join([wrapped(PROSE)] * 900))
    sizes = [sum(len(block.text.split()) for block in section.blocks) for section in draft.sections]

    assert titles(draft)[:2] == ["island, 1", "island, 2"]
    assert all(4000 < size < 6000 for size in sizes)


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
