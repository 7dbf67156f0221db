"""Every example of README and docs does what its page says: each page is one session of a shell."""

import doctest
import re
import socket
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, RUN, Block, blocks_of, pages
from tests.docs.session import run
from tests.support.epub_builder import EpubBuilder, prose
from tests.support.fake_openlibrary import FakeOpenLibrary

SAMPLE = next((ROOT / "bookbytes_worker/sample").glob("*.epub"))
RUN_BLOCKS = {
    page: blocks
    for page in pages()
    if (blocks := [block for block in blocks_of(page) if block.language in RUN and not block.not_run])
}
MANY = {ROOT / "docs/user-guide.md"}
"""Pages with so many commands that they are run with the sample book alone."""

LONG = [pytest.mark.timeout(600)]

_SPEAKS = re.compile(r"bookbytes make book\.epub|/books/process|generate_audio_book")


def speaks(blocks: list[Block]) -> bool:
    """Whether a page makes audio: with the sample book that takes ten times as long as all else."""
    return any(_SPEAKS.search(block.text) for block in blocks)


def cases() -> list[object]:
    """Pages that speak do it with a short book; what they show of the sample book is compared."""
    made = []
    for page, blocks in RUN_BLOCKS.items():
        name = str(page.relative_to(ROOT))
        if speaks(blocks) and page not in MANY:
            made.append(pytest.param(page, "short", id=f"{name}-short"))
        if not speaks(blocks) or any(block.language == "console" for block in blocks):
            made.append(pytest.param(page, "sample", id=name, marks=LONG if speaks(blocks) else []))
    return made


@pytest.mark.docs
@pytest.mark.parametrize(("page", "book"), cases())
def test_the_examples_of_a_page_run_as_they_stand(
    page: Path, book: str, tmp_path: Path, openlibrary: FakeOpenLibrary
) -> None:
    file = SAMPLE if book == "sample" else a_short_book(tmp_path)
    catalogue = {"OPENLIBRARY_BASE_URL": openlibrary.address, "OPENLIBRARY_COVERS_URL": openlibrary.address}
    compared = file == SAMPLE
    wrong = run(RUN_BLOCKS[page], tmp_path, book=file, port=a_free_port(), variables=catalogue, compared=compared)
    if wrong:
        pytest.fail(wrong, pytrace=False)


@pytest.mark.parametrize("page", [page for page, blocks in RUN_BLOCKS.items() if any(b.is_doctest for b in blocks)])
def test_the_dialogues_of_a_page_are_true(page: Path) -> None:
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried > 5
    assert failed == 0


def a_short_book(folder: Path) -> Path:
    """The first two chapters of the sample book in name, some sentences long."""
    book = EpubBuilder(title="Where We Put What We Know", language="en-GB", creators=("The BookBytes authors",))
    for number, title in enumerate(("A Voice", "A Witness"), start=1):
        book.page(f"{number}.xhtml", f"<h1>{title}</h1>{prose(20, seed=f'{title}.')}")
    book.contents(("A Voice", "1.xhtml"), ("A Witness", "2.xhtml"))
    return book.write(folder / "short.epub")


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
