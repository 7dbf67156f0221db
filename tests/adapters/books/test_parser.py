"""The sandboxed parser: its contract over every format, and every kind of bad input from outside."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bookbytes_adapters.books.parser import SandboxedBookParser
from bookbytes_core.domain.book_text import BookInfo, BookText, ChapterText, Paragraph, ParsedBook
from bookbytes_core.errors import UnusableBook
from bookbytes_core.ports.book_parser import BookParser
from tests.contracts.book_parser import CHAPTERS, BookParserContract
from tests.support import harbour_books
from tests.support.broken import fails
from tests.support.refusals import refused


@pytest.fixture
def parser() -> SandboxedBookParser:
    return SandboxedBookParser()


@pytest.fixture(scope="module")
def _written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return harbour_books.write_all(tmp_path_factory.mktemp("books"))


@pytest.fixture
def books(_written: list[Path]) -> list[Path]:
    return _written


class TestSandboxedBookParser(BookParserContract):
    pass


class Careless(BookParser):
    """Breaks every promise: chapters in the wrong order, doubled, empty, different each time."""

    def __init__(self) -> None:
        self._calls = 0

    async def fingerprint(self, file: Path, *, name: str) -> str:
        return "constant"

    async def parse(self, file: Path, *, name: str) -> ParsedBook:
        self._calls += 1
        twice = Paragraph("same", " " * self._calls)
        chapters = tuple(ChapterText(n, title, (twice, twice)) for n, title in enumerate(reversed(CHAPTERS), start=1))
        return ParsedBook(BookText(BookInfo("?"), chapters))


async def test_the_contract_can_fail(books: list[Path], tmp_path: Path) -> None:
    careless, contract = Careless(), BookParserContract
    await fails(contract.test_chapters_stand_in_reading_order, contract(), careless, books)
    await fails(contract.test_every_paragraph_is_accounted_for_once, contract(), careless, books)
    await fails(contract.test_the_same_bytes_give_the_same_text, contract(), careless, books, tmp_path)
    await fails(contract.test_fingerprints_are_those_of_the_bytes, contract(), careless, books, tmp_path)
    await fails(contract.test_what_is_no_book_is_refused, contract(), b"", careless, tmp_path)
    await fails(contract.test_a_file_that_is_not_there_is_refused, contract(), careless, tmp_path)


async def test_names_need_not_be_unicode(parser: SandboxedBookParser, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"fl\xf6te.txt")
    path.write_text("A text of no importance.")

    assert (await parser.parse(path, name=path.name)).text.info.title == "fl?te"


async def test_it_works_in_a_loop_of_another_thread(parser: SandboxedBookParser, books: list[Path]) -> None:
    parsed = await asyncio.to_thread(lambda: asyncio.run(SandboxedBookParser().parse(books[0], name=books[0].name)))

    assert len(parsed.text.chapters) == 3


async def test_wall_time_is_bounded(books: list[Path]) -> None:
    with pytest.raises(UnusableBook) as caught:
        await SandboxedBookParser(wall_seconds=0.001).parse(books[0], name=books[0].name)
    assert caught.value.code == "book_too_complex"


async def test_a_reader_that_crashes_says_so(tmp_path: Path, parser: SandboxedBookParser) -> None:
    data = bytearray(harbour_books.pdf().data())
    at = data.index(b"xref")
    problem = await refused(parser, tmp_path / "odd.pdf", bytes(data[: at - 40]) + b"\0" * 40)

    assert problem.code in ("book_damaged", "book_empty")


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "device", "too long", "loop"])
async def test_what_is_no_file_is_refused(kind: str, parser: SandboxedBookParser, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "too long":
        path = tmp_path / ("x" * 5000)
    with pytest.raises(UnusableBook) as caught:
        await parser.parse(path, name="book.epub")
    assert caught.value.code == "file_not_readable"


async def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("Private.")
    path.chmod(0)
    if os.geteuid() != 0:
        assert (await refused(SandboxedBookParser(), path)).code == "file_not_readable"
        return
    program = """
import os, sys
from pathlib import Path
from bookbytes_adapters.books.intake import examine
from bookbytes_core.errors import UnusableBook
folder = os.open(sys.argv[1], os.O_RDONLY)
os.fchdir(folder)
os.setuid(65534)
try:
    examine(Path("book.txt"), "book.txt")
except UnusableBook as problem:
    print(problem.code, problem.message)
"""
    tmp_path.chmod(0o711)
    finished = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert finished.stdout.startswith("file_not_readable")


async def test_a_cancelled_call_leaves_no_process(parser: SandboxedBookParser, tmp_path: Path) -> None:
    path = tmp_path / "slow.md"
    path.write_bytes(b"[" * 200_000)
    children = Path(f"/proc/{os.getpid()}/task")
    others = _children(children)
    call = asyncio.create_task(parser.parse(path, name="slow.md"))
    while not (started := _children(children) - others):  # noqa: ASYNC110 - the kernel sends no event
        await asyncio.sleep(0.01)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert not started & _children(children)


def _children(tasks: Path) -> set[str]:
    return {child for file in tasks.glob("*/children") for child in file.read_text().split()}


async def test_books_are_read_at_the_same_time(parser: SandboxedBookParser, books: list[Path]) -> None:
    parsed = await asyncio.gather(*(parser.parse(book, name=book.name) for book in books))

    assert [len(each.text.chapters) for each in parsed] == [3] * len(books)
