"""The sandboxed parser: its contract over every format, and every kind of bad input from outside."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbytes_adapters.books.parser import SandboxedBookParser
from bookbytes_core.domain.book_text import BookInfo, BookText, ChapterText, Paragraph, ParsedBook
from bookbytes_core.errors import BOOK_PROBLEMS, UnusableBook
from bookbytes_core.ports.book_parser import BookParser
from tests.contracts.book_parser import CHAPTERS, BookParserContract
from tests.support import harbour_books, hostile_files
from tests.support.broken import fails
from tests.support.epub_builder import EpubBuilder
from tests.support.pdf_builder import PdfBuilder

MIB = 1024 * 1024


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
    await fails(contract.test_paragraphs_are_never_empty, contract(), careless, books)
    await fails(contract.test_the_same_bytes_give_the_same_text, contract(), careless, books, tmp_path)
    await fails(contract.test_the_language_is_known, contract(), careless, books)
    await fails(contract.test_fingerprints_are_those_of_the_bytes, contract(), careless, books, tmp_path)
    await fails(contract.test_what_is_no_book_is_refused, contract(), b"", careless, tmp_path)
    await fails(contract.test_a_file_that_is_not_there_is_refused, contract(), careless, tmp_path)


async def refused(parser: SandboxedBookParser, path: Path, data: bytes | None = None) -> UnusableBook:
    """The refusal of ``data`` in a file at ``path``: one sentence, one of the known codes, nothing left behind."""
    if data is not None:
        path.write_bytes(data)
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(UnusableBook) as caught:
        await parser.parse(path, name=path.name)
    assert caught.value.code in BOOK_PROBLEMS
    assert caught.value.message.endswith(".")
    assert len(caught.value.message) < 250
    assert "Traceback" not in caught.value.message
    assert str(path.parent) not in caught.value.message
    assert sorted(path.parent.rglob("*")) == before
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.epub", hostile_files.zip_bomb, "file_too_large"),
        ("nested.epub", hostile_files.nested_bombs, "unsupported_file_type"),
        ("overlap.epub", hostile_files.overlapping_entries, "file_too_large"),
        ("cut.epub", harbour_books.epub().bytes()[:-200], "book_damaged"),
        ("cut.pdf", harbour_books.pdf().data()[:100], "book_damaged"),
        ("locked.pdf", PdfBuilder(encrypted=True).page("x").data(), "book_encrypted"),
        ("scanned.pdf", PdfBuilder().page().page().data(), "book_empty"),
        ("comic.epub", EpubBuilder().page("1.xhtml", "<img src='1.png' alt=''/>").bytes(), "book_empty"),
        ("blank.txt", b"\n \t\n" * 100, "book_empty"),
        ("rule.md", b"---\n\n***\n", "book_empty"),
        ("word.epub", hostile_files.raw_zip([hostile_files.Entry(b"word/document.xml")]), "unsupported_file_type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_bad_files_are_refused(
    name: str, data: bytes | Callable[[], bytes], code: str, parser: SandboxedBookParser, tmp_path: Path
) -> None:
    made = data if isinstance(data, bytes) else data()
    assert (await refused(parser, tmp_path / name, made)).code == code


async def test_a01_memory_of_parent_and_child_stays_small(tmp_path: Path) -> None:
    """64 MiB above the process before the call, for the worst of files."""
    files = {
        "bomb.epub": hostile_files.zip_bomb(),
        "many.epub": hostile_files.many_entries(),
        "laughs.epub": hostile_files.billion_laughs(),
        "blowup.epub": hostile_files.quadratic_blowup(),
        "deep.epub": hostile_files.deep_nesting(),
        "tags.epub": hostile_files.many_tags(1_000_000),
        "cover.epub": _with_cover(hostile_files.png(60_000, 60_000)).bytes(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    program = """
import asyncio, resource, sys
from pathlib import Path
from bookbytes_adapters.books.parser import SandboxedBookParser
from bookbytes_core.errors import UnusableBook
async def main():
    parser = SandboxedBookParser()
    await parser.parse(Path(sys.argv[1]), name="warm.txt")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for file in sys.argv[2:]:
        try:
            await parser.parse(Path(file), name=file)
        except UnusableBook:
            pass
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(grown + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
asyncio.run(main())
"""
    warm = tmp_path / "warm.txt"
    warm.write_text("A text of no importance.")
    arguments = [sys.executable, "-c", program, str(warm), *(str(tmp_path / name) for name in files)]
    finished = await asyncio.to_thread(subprocess.run, arguments, capture_output=True, check=True)

    assert int(finished.stdout) < 64 * 1024, "KiB at the peak"


def _with_cover(picture: bytes) -> EpubBuilder:
    return harbour_books.epub().file("cover.png", picture, media_type="image/png", properties="cover-image")


@pytest.mark.parametrize(
    "page",
    [
        hostile_files.page_with_entities('<!ENTITY x SYSTEM "{canary}">', "<p>&x;</p>"),
        hostile_files.page_with_entities('<!ENTITY x SYSTEM "{address}">', "<p>&x;</p>"),
        hostile_files.page_with_entities('<!ENTITY % x SYSTEM "{address}"> %x;', "<p>Text.</p>"),
        b'<!DOCTYPE html SYSTEM "{address}"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Text.</p></body></html>',
        (
            b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xi="http://www.w3.org/2001/XInclude"><body><p>Text.</p>'
            b'<xi:include href="{canary}" parse="text"/></body></html>'
        ),
    ],
    ids=["file", "address", "parameter", "dtd", "xinclude"],
)
async def test_a04_nothing_outside_is_looked_at(page: bytes, parser: SandboxedBookParser, tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("the canary sings")
    connections: list[object] = []
    server = await asyncio.start_server(lambda *connection: connections.append(connection), "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    book = tmp_path / "book.epub"
    filled = page.replace(b"{canary}", canary.as_uri().encode()).replace(b"{address}", address.encode())
    book.write_bytes(hostile_files.epub_with_page(filled))
    async with server:
        outcome = (await asyncio.gather(parser.parse(book, name="book.epub"), return_exceptions=True))[0]
    assert isinstance(outcome, ParsedBook | UnusableBook)
    assert "sings" not in repr(outcome)
    assert not connections


@pytest.mark.parametrize(
    "data",
    [hostile_files.billion_laughs(), hostile_files.quadratic_blowup(), hostile_files.deep_nesting()],
    ids=["laughs", "quadratic", "deep"],
)
async def test_a04_what_explodes_is_refused(data: bytes, parser: SandboxedBookParser, tmp_path: Path) -> None:
    assert (await refused(parser, tmp_path / "book.epub", data)).code in ("book_damaged", "book_too_complex")


@pytest.mark.parametrize(
    "picture",
    [
        hostile_files.png(60_000, 60_000),
        hostile_files.SCRIPTED_SVG,
        b"",
        b"GIF89a/*",
        b"<html><script>1</script></html>",
    ],
    ids=["huge", "svg", "empty", "polyglot", "html"],
)
async def test_a05_a_bad_cover_costs_the_cover_only(
    picture: bytes, parser: SandboxedBookParser, tmp_path: Path
) -> None:
    parsed = await parser.parse(_with_cover(picture).write(tmp_path / "book.epub"), name="book.epub")

    assert parsed.cover is None
    assert [chapter.title for chapter in parsed.text.chapters] == CHAPTERS


async def test_a05_a_good_cover_comes_encoded_anew(parser: SandboxedBookParser, tmp_path: Path) -> None:
    book = _with_cover(hostile_files.white_png(300, 400) + b"<script>")
    parsed = await parser.parse(book.write(tmp_path / "book.epub"), name="book.epub")

    assert parsed.cover is not None
    assert parsed.cover.media_type == "image/jpeg"
    assert parsed.cover.data.startswith(b"\xff\xd8\xff")
    assert b"script" not in parsed.cover.data


async def test_a06_scripts_are_not_text(parser: SandboxedBookParser, tmp_path: Path) -> None:
    page = "<h1>One <svg><script>alert(1)</script></svg></h1><p onclick='alert(2)'>Text.</p><script>alert(3)</script>"
    book = EpubBuilder(title="<script>alert(4)</script>").page(
        "1.xhtml", page + "<p><a href='javascript:alert(5)'>A link.</a></p>"
    )
    (tmp_path / "book.md").write_text(
        "# One\n\nText.<script>alert(6)</script>\n\n<script>\nalert(7)\n</script>\n\n[A link.](javascript:alert(8))\n"
    )
    for path in (book.write(tmp_path / "book.epub"), tmp_path / "book.md"):
        text = (await parser.parse(path, name=path.name)).text
        spoken = [paragraph.text for chapter in text.chapters for paragraph in chapter.paragraphs]

        assert [each for each in spoken if each != "One"] == ["Text.", "A link."]
    assert text.info.title == "One"


@pytest.mark.parametrize("suffix", [".txt", ".md"])
async def test_a30_fifty_mebibytes_in_one_line_are_not_opened(
    suffix: str, parser: SandboxedBookParser, tmp_path: Path
) -> None:
    path = tmp_path / f"line{suffix}"
    with path.open("wb") as file:
        file.write(b"word ")
        file.truncate(50 * MIB)
    assert (await refused(parser, path)).code in ("file_too_large", "unsupported_file_type")


async def test_a30_ten_million_tags_are_refused(parser: SandboxedBookParser, tmp_path: Path) -> None:
    assert (await refused(parser, tmp_path / "tags.epub", hostile_files.many_tags(10_000_000))).code == "file_too_large"


async def test_a30_processor_time_is_bounded(tmp_path: Path) -> None:
    brackets = b"[" * 200_000
    problem = await refused(SandboxedBookParser(cpu_seconds=1), tmp_path / "slow.md", brackets)

    assert problem.code == "book_too_complex"


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
    call = asyncio.create_task(parser.parse(path, name="slow.md"))
    children = Path(f"/proc/{os.getpid()}/task")
    while not (started := _children(children)):  # noqa: ASYNC110 - the kernel sends no event
        await asyncio.sleep(0.01)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert not started & _children(children)


def _children(tasks: Path) -> set[str]:
    return {child for file in tasks.glob("*/children") for child in file.read_text().split()}


async def test_books_are_read_at_the_same_time(parser: SandboxedBookParser, books: list[Path]) -> None:
    parsed = await asyncio.gather(*(parser.parse(book, name=book.name) for book in books * 2))

    assert [len(each.text.chapters) for each in parsed] == [3] * 2 * len(books)
