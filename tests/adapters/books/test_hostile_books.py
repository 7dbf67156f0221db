"""Books built to do harm, and files that are no books: each is refused in one sentence or read without harm."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbytes_adapters.books.parser import SandboxedBookParser
from bookbytes_core.domain.book_text import ParsedBook
from bookbytes_core.errors import UnusableBook
from tests.contracts.book_parser import CHAPTERS
from tests.support import harbour_books, hostile_files
from tests.support.epub_builder import EpubBuilder
from tests.support.pdf_builder import PdfBuilder
from tests.support.refusals import refused

MIB = 1024 * 1024


@pytest.fixture
def parser() -> SandboxedBookParser:
    return SandboxedBookParser()


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
    [hostile_files.billion_laughs, hostile_files.quadratic_blowup, hostile_files.deep_nesting],
    ids=["laughs", "quadratic", "deep"],
)
async def test_a04_what_explodes_is_refused(
    data: Callable[[], bytes], parser: SandboxedBookParser, tmp_path: Path
) -> None:
    assert (await refused(parser, tmp_path / "book.epub", data())).code in ("book_damaged", "book_too_complex")


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
