"""What every reader of book files promises.

Its adapters' tests provide ``parser`` and ``books``: for each format one file with the chapters "The Harbour", "The
Lighthouse" and "The School", in this order, and a page of contents or notes that is not spoken.
"""

import asyncio
from pathlib import Path

import pytest

from bookbytes_core.domain.book_text import BookText, Paragraph
from bookbytes_core.errors import BOOK_PROBLEMS, UnusableBook
from bookbytes_core.ports.book_parser import BookParser

CHAPTERS = ["The Harbour", "The Lighthouse", "The School"]


class BookParserContract:
    async def test_chapters_stand_in_reading_order(self, parser: BookParser, books: list[Path]) -> None:
        for text in await _texts(parser, books):
            assert [chapter.title for chapter in text.chapters] == CHAPTERS
            assert [chapter.number for chapter in text.chapters] == [1, 2, 3]
            assert all(chapter.paragraphs for chapter in text.chapters)
            assert text.info.language == "en"

    async def test_every_paragraph_is_accounted_for_once(self, parser: BookParser, books: list[Path]) -> None:
        for text in await _texts(parser, books):
            paragraphs = _paragraphs(text)

            assert text.coverage.paragraphs == text.coverage.in_chapters + text.coverage.skipped == len(paragraphs)
            assert text.coverage.skipped > 0
            assert len({paragraph.id for paragraph in paragraphs}) == len(paragraphs)
            assert all(any(character.isalnum() for character in each.text) for each in paragraphs)
            assert all(each.text == " ".join(each.text.split()) for each in paragraphs)

    async def test_the_same_bytes_give_the_same_text(
        self, parser: BookParser, books: list[Path], tmp_path: Path
    ) -> None:
        for book in books:
            copy = tmp_path / f"another name{book.suffix}"
            copy.write_bytes(book.read_bytes())

            first, second = await asyncio.gather(parser.parse(book, name=book.name), parser.parse(copy, name=book.name))
            assert first == second

    async def test_fingerprints_are_those_of_the_bytes(
        self, parser: BookParser, books: list[Path], tmp_path: Path
    ) -> None:
        book = books[0]
        copy = tmp_path / book.name
        copy.write_bytes(book.read_bytes())
        prints = {await parser.fingerprint(each, name=each.name) for each in (*books, copy)}

        assert len(prints) == len(books)
        assert all(len(each) == 64 and set(each) <= set("0123456789abcdef") for each in prints)

    @pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04 and then nothing"])
    async def test_what_is_no_book_is_refused(self, data: bytes, parser: BookParser, tmp_path: Path) -> None:
        file = tmp_path / "book.epub"
        file.write_bytes(data)

        with pytest.raises(UnusableBook) as caught:
            await parser.parse(file, name="book.epub")
        assert caught.value.code in BOOK_PROBLEMS
        assert caught.value.message.endswith(".")
        assert str(tmp_path) not in caught.value.message

    async def test_a_file_that_is_not_there_is_refused(self, parser: BookParser, tmp_path: Path) -> None:
        for use in (parser.parse, parser.fingerprint):
            with pytest.raises(UnusableBook) as caught:
                await use(tmp_path / "none.epub", name="none.epub")
            assert caught.value.code == "file_not_readable"

    async def test_nothing_is_left_behind(self, parser: BookParser, books: list[Path]) -> None:
        folder = books[0].parent
        before = sorted(folder.rglob("*"))
        await _texts(parser, books)

        assert sorted(folder.rglob("*")) == before


async def _texts(parser: BookParser, books: list[Path]) -> list[BookText]:
    parsed = await asyncio.gather(*(parser.parse(book, name=book.name) for book in books))
    return [each.text for each in parsed]


def _paragraphs(text: BookText) -> list[Paragraph]:
    return [paragraph for part in (*text.chapters, *text.skipped) for paragraph in part.paragraphs]
