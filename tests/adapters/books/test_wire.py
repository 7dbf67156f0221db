"""What the child of the sandbox says and the parent believes."""

import io

import pytest

from bookbytes_adapters.books import wire
from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.tidy import MAX_CHARACTERS, MAX_PARAGRAPHS, clean, tidy
from bookbytes_adapters.books.wire import BrokenWire
from bookbytes_core.domain.book_text import Block, BlockKind, BookInfo, Cover, ParsedBook, Section, SkipReason, assemble
from bookbytes_core.errors import UnusableBook

DRAFT = Draft(
    BookInfo("Tïtle “1”", ("A", "B"), "en", "9780306406157", "House", 1999, "About.", ("x",)),
    (
        Section("Front", (Block("By me."),), SkipReason.FRONT_MATTER),
        Section("One", tuple(Block(f"{kind} \u2028 日本", kind) for kind in BlockKind)),
        Section("Two", (Block("Text."),)),
    ),
)
COVER = Cover(bytes(range(256)), "image/jpeg")


def said(draft: Draft = DRAFT, cover: Cover | None = COVER) -> bytes:
    out = io.BytesIO()
    wire.write_text(out, draft)
    wire.write_cover(out, cover)
    return out.getvalue()


def test_a_book_comes_through_unchanged() -> None:
    assert wire.load(io.BytesIO(said())) == ParsedBook(assemble(DRAFT.info, DRAFT.sections), COVER)


def test_a_book_without_cover_comes_through() -> None:
    assert wire.load(io.BytesIO(said(cover=None))).cover is None


def test_a_refusal_comes_through() -> None:
    out = io.BytesIO()
    wire.write_error(out, UnusableBook("It is broken.", code="book_damaged"))
    with pytest.raises(UnusableBook, match="It is broken") as caught:
        wire.load(io.BytesIO(out.getvalue()))
    assert caught.value.code == "book_damaged"


def test_a_refusal_after_some_text_counts() -> None:
    out = io.BytesIO()
    wire.write_error(out, UnusableBook("It is too much.", code="book_too_complex"))
    whole = said()
    with pytest.raises(UnusableBook, match="too much"):
        wire.load(io.BytesIO(whole[: whole.index(b'{"complete"')] + out.getvalue()))


def test_a_child_that_dies_at_the_cover_costs_the_cover_only() -> None:
    whole = said()
    for length in (whole.index(b'{"cover"'), len(whole) - 10):
        assert wire.load(io.BytesIO(whole[:length])) == ParsedBook(assemble(DRAFT.info, DRAFT.sections))


def test_a_text_that_is_cut_short_is_no_book() -> None:
    whole = said()
    for length in range(0, whole.index(b'{"complete"') + 5, 7):
        with pytest.raises(BrokenWire):
            wire.load(io.BytesIO(whole[:length]))


@pytest.mark.parametrize(
    "line", [b"[]\n", b"null\n", b'{"info": 1}\n', b'{"infos": {}}\n', b'{"info": {"title": "x"}}\n[]\n']
)
def test_another_shape_is_no_book(line: bytes) -> None:
    with pytest.raises(BrokenWire):
        wire.load(io.BytesIO(line))


def test_only_what_can_be_spoken_is_kept() -> None:
    blocks = ("  two\n spaces ", "***", "", "so\u00adft\u200b hy\ufeffphen", "nul\0l \ud800", "…", "第一")
    section = Section(" A\ntitle ", tuple(map(Block, blocks)))
    tidied = tidy(Draft(BookInfo(" \0 "), (section, Section("None", (Block("* * *"),)))), "the_file.epub")

    assert [block.text for block in tidied.sections[0].blocks] == ["two spaces", "soft hyphen", "null", "第一"]
    assert [each.title for each in tidied.sections] == ["A title"]
    assert tidied.info.title == "the file"


def test_facts_are_kept_short() -> None:
    info = BookInfo(
        "t" * 9999, tuple("a b" for _ in range(9999)), description="d" * 99_999, publisher="", subjects=("", "x")
    )
    tidied = tidy(Draft(info, DRAFT.sections), "x").info

    assert (len(tidied.title), len(tidied.authors), len(tidied.description or "")) == (500, 100, 20_000)
    assert tidied.subjects == ("x",)


@pytest.mark.parametrize(
    "blocks",
    [(Block("a"),) * (MAX_PARAGRAPHS + 1), (Block("a" * (MAX_CHARACTERS // 2)),) * 3],
    ids=["paragraphs", "characters"],
)
def test_a30_too_much_text_is_refused(blocks: tuple[Block, ...]) -> None:
    with pytest.raises(UnusableBook) as caught:
        tidy(Draft(BookInfo("t"), (Section("s", blocks),)), "x")
    assert caught.value.code == "book_too_complex"


def test_clean_is_stable() -> None:
    assert clean(clean(" a\u00a0 b\t\x07c ")) == clean(" a\u00a0 b\t\x07c ") == "a b c"
