"""Markdown: chapters by level, blocks by kind, and nothing of the markup left in the text."""

import pytest

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.markdown import read_markdown
from bookbytes_adapters.books.tidy import tidy
from bookbytes_core.domain.book_text import Block, BlockKind, SkipReason

SENTENCE = "The boats leave the harbour before the sun is up and come back at noon. "


def read(text: str) -> Draft:
    return tidy(read_markdown(text.encode(), "a_fine_book.md"), "a_fine_book.md")


def titles(draft: Draft) -> list[str]:
    return [section.title for section in draft.sections if section.skip is None]


def blocks(text: str) -> list[Block]:
    return [block for section in read(text).sections for block in section.blocks]


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


@pytest.mark.parametrize(
    ("text", "title", "chapters"),
    [
        ("# Book\n\n## One\n\nA.\n\n## Two\n\nB.", "Book", ["One", "Two"]),
        ("# One\n\nA.\n\n# Two\n\nB.", "a fine book", ["One", "Two"]),
        (
            "# Part One\n\n## One\n\nA.\n\n## Two\n\nB.\n\n# Part Two\n\n## Three\n\nC.",
            "a fine book",
            ["One", "Two", "Three"],
        ),
        ("# One\n\n## 1.1\n\nA.\n\n# Two\n\n## 2.1\n\nB.", "a fine book", ["One", "Two"]),
        ("## One\n\nA.\n\n### Section\n\nB.\n\n## Two\n\nC.", "a fine book", ["One", "Two"]),
        ("Book\n====\n\nOne\n---\n\nA.\n\nTwo\n---\n\nB.", "Book", ["One", "Two"]),
        ("# Book\n\nA.\n\nB.", "Book", ["Book"]),
        ("A.\n\nB.", "a fine book", ["a fine book"]),
        (SENTENCE, "a fine book", ["a fine book"]),
    ],
)
def test_levels(text: str, title: str, chapters: list[str]) -> None:
    draft = read(text)

    assert (draft.info.title, titles(draft)) == (title, chapters)


def test_a_part_is_told_with_its_first_chapter() -> None:
    draft = read("# Part One\n\n## One\n\nA.\n\n# Part Two\n\n## Two\n\nB.")

    assert [[block.text for block in section.blocks] for section in draft.sections] == [
        ["Part One", "One", "A."],
        ["Part Two", "Two", "B."],
    ]


def test_matter_is_skipped() -> None:
    names = ["Contents", "Preface", "One", "Two", "Bibliography", "Index"]
    draft = read("# Book\n\nBy me.\n\n" + "\n\n".join(f"## {name}\n\nText." for name in names))

    assert titles(draft) == ["One", "Two"]
    assert [section.skip for section in draft.sections if section.skip] == [
        SkipReason.FRONT_MATTER,
        SkipReason.CONTENTS,
        SkipReason.FRONT_MATTER,
        SkipReason.BACK_MATTER,
        SkipReason.INDEX,
    ]


def test_a_long_opening_is_a_chapter() -> None:
    assert titles(read(f"# Book\n\n{SENTENCE * 20}\n\n## One\n\nA.\n\n## Two\n\nB.")) == ["Book", "One", "Two"]


def test_kinds_of_blocks() -> None:
    lists = "> A quote.\n\n- An item\n- Another\n\n  with more\n\n1. Third\n\n"
    text = f"{lists}| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\ncode()\n```\n\n    indented()\n"

    assert [(block.text, block.kind) for block in blocks(text)] == [
        ("A quote.", BlockKind.QUOTE),
        ("An item", BlockKind.LIST_ITEM),
        ("Another", BlockKind.LIST_ITEM),
        ("with more", BlockKind.LIST_ITEM),
        ("Third", BlockKind.LIST_ITEM),
        ("a, b", BlockKind.TABLE_ROW),
        ("1, 2", BlockKind.TABLE_ROW),
        ("code()", BlockKind.CODE),
        ("indented()", BlockKind.CODE),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It is *very* **good** `code` and \\*plain\\*.", "It is very good code and *plain*."),
        ("A [link](http://x.example 'title') and <http://y.example>.", "A link and http://y.example."),
        ("A [far link][1].\n\n[1]: http://x.example", "A far link."),
        ("Before ![a picture](x.png) after.", "Before after."),
        ("One<br>line &amp; a <b>bold</b> word<!-- unsaid -->.", "One line & a bold word."),
        ("Two\nlines  \nof text.", "Two lines of text."),
        ("A remark.[^1]\n\n[^1]: The note.", "A remark."),
        ("<div align='center'>Inside <i>HTML</i><style>p {}</style></div>", "Inside HTML"),
    ],
)
def test_markup_is_read_and_not_said(text: str, said: str) -> None:
    assert texts(text)[0] == said


def test_notes_are_notes() -> None:
    draft = read("# One\n\nA remark.[^1]\n\n[^1]: The note.\n")

    assert [section.skip for section in draft.sections] == [None, SkipReason.NOTES]


def test_link_addresses_reach_across_a_long_book() -> None:
    text = (
        "\n\n".join([SENTENCE * 10] * 300)
        + "\n\nSee [the end][end].\n\n"
        + "\n\n".join([SENTENCE * 10] * 300)
        + "\n\n[end]: #end\n"
    )

    assert "See the end." in texts(text)


def test_code_is_never_cut_in_two() -> None:
    text = "\n\n".join([SENTENCE * 10] * 200) + "\n\n```\n" + "\n\n# no heading\n" * 3000 + "```\n"

    assert blocks(text)[-1].kind is BlockKind.CODE
    assert len(read(text).sections) == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("title: The Island\nauthor: Ada Writer\nlang: en-GB", ("The Island", ("Ada Writer",), "en-GB")),
        (
            "title: 'The Island'\nauthor:\n  - Ada Writer\n  - name: Ben Author",
            ("The Island", ("Ada Writer", "Ben Author"), "und"),
        ),
        (
            'title: "The: Island"\nauthors: [Ada Writer, "Ben Author"]\nlanguage: de',
            ("The: Island", ("Ada Writer", "Ben Author"), "de"),
        ),
        ("title: >\n  The\n  Island\nlanguage: ???", ("The Island", (), "und")),
    ],
)
def test_facts_before_the_text(facts: str, said: tuple[object, ...]) -> None:
    info = read(f"---\n{facts}\n---\n\nText.").info

    assert (info.title, info.authors, info.language) == said


def test_more_facts() -> None:
    info = read(
        "---\nisbn: 0-306-40615-2\ndate: 2021-04-01\npublisher: A House\ntags: [sea, boats]\nsummary: Short.\n---\n"
    ).info

    assert (info.isbn, info.publish_year, info.publisher) == ("9780306406157", 2021, "A House")
    assert (info.subjects, info.description) == (("sea", "boats"), "Short.")


def test_a_rule_is_no_block_of_facts() -> None:
    assert texts("---\n\nText: more.\n\n---\n\nEnd.") == ["Text: more.", "End."]
