"""Catalogue files: OpenLibrary's dumps, or any lines of its records, and tables with a column of ISBNs; gzip too."""

import asyncio
import csv
import gzip
import hashlib
import json
import zlib
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from bookbytes_adapters.metadata.openlibrary_records import (
    author_keys,
    author_name,
    edition_record,
    type_of,
    work_record,
)
from bookbytes_adapters.metadata.table_rows import columns_of, edition_of_row
from bookbytes_adapters.metadata.values import JsonObject, id_in
from bookbytes_core.errors import InvalidInput
from bookbytes_core.ports.catalogue_source import BadLine, CatalogueSource, SourceBatch
from bookbytes_core.ports.metadata import EditionRecord, WorkRecord

T = TypeVar("T")
Batches = Generator[SourceBatch, None, None]

_LONGEST_LINE = 16 * 2**20
_SAMPLE = 2**20
_DUMP_FIELDS = 5
_PASSED_OVER = {"redirect", "delete", "page", "type", "language", "list", "series", "tag", "subject", "library"}
"""Kinds of records in a dump that are no works, editions or authors."""

_TABLES = (".csv", ".tsv")


@dataclass(slots=True)
class _Draft:
    works: list[WorkRecord] = field(default_factory=list)
    editions: list[EditionRecord] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)
    author_keys: set[str] = field(default_factory=set)
    bad: list[BadLine] = field(default_factory=list)

    def batch(self, lines: int, offset: int) -> SourceBatch:
        return SourceBatch(
            works=tuple(self.works),
            editions=tuple(self.editions),
            authors=self.authors,
            author_keys=frozenset(self.author_keys),
            bad=tuple(self.bad),
            lines=lines,
            offset=offset,
        )


class CatalogueFile(CatalogueSource):
    """A file of OpenLibrary's dump format (type, key, revision, date, JSON between tabs), of bare JSON records, one a
    line, or a table (.csv, .tsv) whose first line names its columns; with .gz behind its name packed by gzip."""

    def __init__(self, file: Path, *, lines_at_once: int = 1_000) -> None:
        self._file = file
        self._lines_at_once = lines_at_once
        names = [suffix.lower() for suffix in file.suffixes]
        self._packed = names[-1:] == [".gz"]
        kind = names[-2:-1] if self._packed else names[-1:]
        self._table = next((suffix for suffix in _TABLES if kind == [suffix]), None)

    @property
    def provider(self) -> str:
        return "csv" if self._table else "openlibrary"

    async def fingerprint(self) -> str:
        """Of its length, its beginning and its end: reading a long one whole would take minutes."""
        return await asyncio.to_thread(_readable, self._fingerprint, self._file)

    async def batches(self, *, lines: int, offset: int) -> AsyncIterator[SourceBatch]:
        read = self._rows(lines, offset) if self._table else self._records(lines, offset)
        try:
            while batch := await asyncio.to_thread(_readable, lambda: next(read, None), self._file):
                yield batch
        finally:
            await asyncio.to_thread(read.close)

    def _fingerprint(self) -> str:
        with self._file.open("rb") as file:
            length = file.seek(0, 2)
            digest = hashlib.sha256(str(length).encode())
            for place in (0, max(0, length - _SAMPLE)):
                file.seek(place)
                digest.update(file.read(_SAMPLE))
        return digest.hexdigest()

    def _opened(self) -> BinaryIO:
        return cast("BinaryIO", gzip.open(self._file)) if self._packed else self._file.open("rb")

    def _records(self, lines: int, offset: int) -> Batches:
        with self._opened() as file:
            file.seek(offset)
            draft = _Draft()
            while line := _read_line(file):
                lines += 1
                _take(draft, lines, line)
                if lines % self._lines_at_once == 0:
                    yield draft.batch(lines, file.tell())
                    draft = _Draft()
            yield draft.batch(lines, file.tell())

    def _rows(self, lines: int, offset: int) -> Batches:
        with self._opened() as file:
            header = next(csv.reader([file.readline(_LONGEST_LINE).decode("utf-8-sig", "replace")], self._dialect), [])
            columns = columns_of(header)
            lines, start = (lines, offset) if lines else (1, file.tell())
            file.seek(start)
            draft, counted = _Draft(), _Counted(file, lines)
            rows = csv.reader(counted, self._dialect)
            while (row := _next_row(rows, draft, counted)) is not None:
                _take_row(draft, counted.lines, columns, row)
                if counted.lines - lines >= self._lines_at_once:
                    lines = counted.lines
                    yield draft.batch(lines, file.tell())
                    draft = _Draft()
            yield draft.batch(counted.lines, file.tell())

    @property
    def _dialect(self) -> type[csv.Dialect]:
        return csv.excel_tab if self._table == ".tsv" else csv.excel


class _Counted:
    """Lines of text, counted as a reader of rows takes them: a row may be several."""

    def __init__(self, file: BinaryIO, lines: int) -> None:
        self._file = file
        self.lines = lines

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        line = _read_line(self._file)
        if not line:
            raise StopIteration
        self.lines += 1
        if b"\0" in line or len(line) >= _LONGEST_LINE:
            raise csv.Error("a NUL in it, or no end")
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            raise csv.Error("its text is not UTF-8") from error


def _read_line(file: BinaryIO) -> bytes:
    """The next line, b"" after the last. Of one that is too long the beginning is given and the rest passed over."""
    line = file.readline(_LONGEST_LINE)
    part = line
    while len(part) >= _LONGEST_LINE and not part.endswith(b"\n"):
        part = file.readline(_LONGEST_LINE)
    return line


def _next_row(rows: "Iterator[list[str]]", draft: _Draft, counted: _Counted) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        why = "a field of it is too long" if "field limit" in str(error) else error
        draft.bad.append(BadLine(counted.lines, f"no row of a table: {why}"))
        return []


def _take_row(draft: _Draft, number: int, columns: Mapping[str, int], row: list[str]) -> None:
    if not any(row):
        return
    try:
        draft.editions.append(edition_of_row(columns, row))
    except InvalidInput as error:
        draft.bad.append(BadLine(number, error.message))


def _take(draft: _Draft, number: int, line: bytes) -> None:
    if not line.strip():
        return
    try:
        record = _record(line)
        kind = type_of(record)
    except (ValueError, RecursionError):
        draft.bad.append(BadLine(number, "no JSON of a record, nor a line of a dump"))
        return
    if kind in _PASSED_OVER:
        return
    if not _TAKERS.get(kind, _nothing)(draft, record):
        draft.bad.append(BadLine(number, f"a record of type {kind or 'unknown'!r} without the key or title of one"))


def _record(line: bytes) -> JsonObject:
    """Of a dump's line or of a bare one. Raises ``ValueError``."""
    parts = line.split(b"\t", _DUMP_FIELDS - 1)
    record = json.loads(parts[-1] if len(parts) == _DUMP_FIELDS else line)
    if not isinstance(record, dict):
        raise ValueError("no object")
    return record


def _take_work(draft: _Draft, record: JsonObject) -> bool:
    work = work_record(record, _KEYS_AS_NAMES)
    if work:
        draft.works.append(work)
        draft.author_keys.update(author_keys(record))
    return work is not None


def _take_edition(draft: _Draft, record: JsonObject) -> bool:
    edition = edition_record(record, _KEYS_AS_NAMES)
    if edition:
        draft.editions.append(edition)
        draft.author_keys.update(author_keys(record))
    return edition is not None


def _take_author(draft: _Draft, record: JsonObject) -> bool:
    name = author_name(record)
    if name:
        draft.authors[id_in(record)] = name
    return bool(name)


def _nothing(draft: _Draft, record: JsonObject) -> bool:
    return False


_TAKERS: Mapping[str, Callable[[_Draft, JsonObject], bool]] = {
    "work": _take_work,
    "edition": _take_edition,
    "author": _take_author,
}


class _KeysAsNames(dict[str, str]):
    """Lets records keep the keys of their authors until their names are looked up."""

    def get(self, key: str, default: object = None) -> str:
        return key


_KEYS_AS_NAMES = _KeysAsNames()


def _readable(read: Callable[[], T], file: Path) -> T:
    try:
        return read()
    except OSError as error:  # BadGzipFile is one
        raise _unusable(file, error.strerror or str(error)) from error
    except (EOFError, zlib.error) as error:
        raise _unusable(file, "its packed data is damaged or cut off; what came before is imported") from error


def _unusable(file: Path, why: str) -> InvalidInput:
    return InvalidInput(f"{file} cannot be read: {why}.", code="catalogue_file_unusable")
