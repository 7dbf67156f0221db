"""Plain text: headings of many kinds, contents lists, and what lies around the chapters."""

import pytest

from bookbytes_core.domain.book_text import BlockKind, SkipReason
from tests.support.plain_books import PROSE, chapter, read, skipped, titles, words, wrapped


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
