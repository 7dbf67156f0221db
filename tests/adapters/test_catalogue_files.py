"""Catalogue files: dumps and tables become records, bad lines are named, and reading goes on from any place."""

import gzip
import json
from pathlib import Path

import pytest

from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_adapters.memory.catalogue_reader import MemoryCatalogueReader
from bookbytes_adapters.metadata.dumps import CatalogueFile
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.catalogue_source import CatalogueImport, SourceBatch
from bookbytes_core.ports.metadata import EditionRecord

AUTHOR = {"key": "/authors/OL1A", "type": {"key": "/type/author"}, "name": "Niccolò Machiavelli"}
WORK = {
    "key": "/works/OL1W",
    "type": {"key": "/type/work"},
    "title": "The Prince",
    "authors": [{"author": {"key": "/authors/OL1A"}}, {"author": {"key": "/authors/OL404A"}}],
}
EDITION = {
    "key": "/books/OL1M",
    "type": {"key": "/type/edition"},
    "title": "Il principe",
    "works": [{"key": "/works/OL1W"}],
    "isbn_13": ["9780306406157"],
    "languages": [{"key": "/languages/ita"}],
}
GONE = {"key": "/works/OL2W", "type": {"key": "/type/redirect"}, "location": "/works/OL1W"}
DUMP = "".join(
    f"{record['type']['key']}\t{record['key']}\t3\t2020-01-01T00:00:00\t{json.dumps(record)}\n"  # type: ignore[index]
    for record in (AUTHOR, WORK, EDITION, GONE)
)
LINES = f"{json.dumps(AUTHOR)}\n{json.dumps(WORK)}\n\nno record\n{json.dumps(EDITION)}\n{{}}\n[]\n{json.dumps(GONE)}"
TABLE = '''book_id,ISBN-13,isbn,Title,Authors,Publication Year,Language code
1,9780306406157,,"The Prince, ""annotated""",Niccolò Machiavelli; W. K. Marriott,1908,eng
2,9.78080E+12,080442957X,Other,Somebody,,
3,,439023483,"Two
lines",Suzanne Collins,2008.0,en-US
4,9780306406158,,Bad,X,,
5,,,No number,X,,
6,9791090636071,,,X,,
'''


GOOD_ROW = b"9783161484100,Die Leuchtturmwarte\n"
GOOD_LINE = b'{"type": {"key": "/type/edition"}, "key": "/books/OL1M", "title": "The Salt Road"}\n'


async def read(file: CatalogueFile, lines: int = 0, offset: int = 0) -> list[SourceBatch]:
    return [batch async for batch in file.batches(lines=lines, offset=offset)]


@pytest.mark.parametrize("name", ["dump.txt", "dump.txt.gz"])
async def test_a_dump_becomes_a_library(name: str, tmp_path: Path) -> None:
    world, file = MemoryWorld(), tmp_path / name
    data = DUMP.encode()
    file.write_bytes(gzip.compress(data) if name.endswith("gz") else data)

    done = await world.application().import_catalogue(CatalogueFile(file, lines_at_once=1))

    view = await MemoryCatalogueReader(world.store).edition_by_isbn(Isbn("9780306406157"))
    assert (view.work.title, view.work.authors, view.edition.language) == ("The Prince", ("Niccolò Machiavelli",), "it")
    progress = done.progress
    assert (progress.lines, progress.offset, progress.works, progress.editions) == (4, len(data), 1, 1)
    assert (progress.bad_lines, progress.finished) == (0, True)


async def test_bad_lines_are_counted_and_named(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text(LINES, encoding="utf-8")

    done = await MemoryWorld().application().import_catalogue(CatalogueFile(file))

    assert [bad.number for bad in done.bad] == [4, 6, 7]
    assert (done.progress.works, done.progress.editions, done.progress.bad_lines) == (1, 1, 3)


@pytest.mark.parametrize("name", ["huge.csv", "huge.jsonl"])
async def test_a_line_without_an_end_is_one_bad_line(name: str, tmp_path: Path) -> None:
    table = name.endswith(".csv")
    good = GOOD_ROW if table else GOOD_LINE
    file = tmp_path / name
    file.write_bytes((b"isbn,title\n" if table else b"") + b'"' + b"x" * 20_000_000 + b"\n" + good)
    (batch,) = await read(CatalogueFile(file))
    first = 2 if table else 1
    assert [bad.number for bad in batch.bad] == [first]
    assert (batch.lines, len(batch.editions)) == (first + 1, 1)


@pytest.mark.parametrize("row", ["9780306406157,Smörgås\n".encode("latin-1"), b"9780306406157,Nul\0Title\n"])
async def test_a_row_that_is_no_text_is_a_bad_line(row: bytes, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(b"isbn,title\n" + row + GOOD_ROW)
    (batch,) = await read(CatalogueFile(file))
    assert [bad.number for bad in batch.bad] == [2]
    assert (batch.lines, len(batch.editions)) == (3, 1)


async def test_rows_of_a_table_are_editions(tmp_path: Path) -> None:
    file = tmp_path / "books.csv"
    file.write_text("\ufeff" + TABLE, encoding="utf-8")

    batch = (await read(CatalogueFile(file)))[0]

    assert batch.editions == (
        EditionRecord(
            key="9780306406157",
            isbns=(Isbn("9780306406157"),),
            title='The Prince, "annotated"',
            authors=("Niccolò Machiavelli", "W. K. Marriott"),
            publish_year=1908,
            language="en",
        ),
        EditionRecord(key="9780804429573", isbns=(Isbn("9780804429573"),), title="Other", authors=("Somebody",)),
        EditionRecord(
            key="9780439023481",
            isbns=(Isbn("9780439023481"),),
            title="Two lines",
            authors=("Suzanne Collins",),
            publish_year=2008,
            language="en-US",
        ),
    )
    assert [(bad.number, bad.reason.split(":")[-1].strip()) for bad in batch.bad] == [
        (6, "its check digit is wrong."),
        (7, "There is no ISBN in this row."),
        (8, "ISBN 9791090636071 has no title."),
    ]


@pytest.mark.parametrize(("name", "text"), [("x.jsonl", LINES), ("x.csv", TABLE), ("x.csv.gz", TABLE)])
async def test_reading_goes_on_behind_any_batch(name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    whole = await read(CatalogueFile(file, lines_at_once=1))

    assert len(whole) > 6
    for place, batch in enumerate(whole[:-1]):
        assert await read(CatalogueFile(file, lines_at_once=1), batch.lines, batch.offset) == whole[place + 1 :]


async def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path: Path) -> None:
    world, file = MemoryWorld(), tmp_path / "books.csv"
    file.write_text(TABLE, encoding="utf-8")

    def end(progress: CatalogueImport) -> None:
        if progress.editions == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await world.application().import_catalogue(CatalogueFile(file, lines_at_once=1), shown=end)
    done = await world.application().import_catalogue(CatalogueFile(file, lines_at_once=1))
    again = await world.application().import_catalogue(CatalogueFile(file))

    assert (done.resumed_at, done.progress.editions, done.progress.bad_lines) == (3, 3, 3)
    assert (again.resumed_at, again.progress) == (8, done.progress)
    assert (await MemoryCatalogueReader(world.store).works(PageRequest())).total == 3


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.csv", b"title,author\nA,B\n", "no column named isbn"),
        ("x.csv", b"", "no column named isbn"),
        ("x.jsonl.gz", b"not packed at all", "cannot be read"),
        ("x.jsonl.gz", gzip.compress(LINES.encode() * 900)[:-20], "cut off"),
        ("missing", None, "No such file"),
    ],
)
async def test_a_file_that_cannot_be_used_is_told(name: str, data: bytes | None, why: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)

    with pytest.raises(InvalidInput, match=why) as caught:
        await MemoryWorld().application().import_catalogue(CatalogueFile(tmp_path / name))
    assert caught.value.code == "catalogue_file_unusable"
