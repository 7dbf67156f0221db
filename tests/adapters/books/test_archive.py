"""Archives from strangers: what is refused before a byte is unpacked, and what real books get away with."""

import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bookbytes_adapters.books.archive import MAX_ENTRIES, BookArchive
from bookbytes_core.errors import UnusableBook
from tests.support import hostile_files
from tests.support.hostile_files import BZIP2, ENCRYPTED, STORED, SYMLINK, Entry, raw_zip


def refusal(path: Path, data: bytes) -> UnusableBook:
    path.write_bytes(data)
    with pytest.raises(UnusableBook) as caught:
        BookArchive(path)
    return caught.value


@pytest.mark.parametrize("bomb", [hostile_files.zip_bomb, hostile_files.overlapping_entries], ids=["ratio", "sum"])
def test_a01_bombs_are_known_by_their_directory(bomb: Callable[[], bytes], tmp_path: Path) -> None:
    assert refusal(tmp_path / "bomb", bomb()).code == "file_too_large"


def test_a01_an_archive_within_is_bytes_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "nested"
    path.write_bytes(hostile_files.nested_bombs(width=3))

    with BookArchive(path) as archive:
        assert archive.names == ("book 0.zip", "book 1.zip", "book 2.zip")
        assert archive.read("book 0.zip").startswith(b"PK")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (hostile_files.half_overlapping_entries(), "book_damaged"),
        (raw_zip([Entry(b"a"), Entry(b"a")]), "book_damaged"),
        (raw_zip([Entry(b"a", method=BZIP2)]), "book_damaged"),
        (raw_zip([Entry(b"a", claimed_packed=1_000_000)]), "book_damaged"),
        (raw_zip([Entry(b"a", flags=ENCRYPTED)]), "book_encrypted"),
        (hostile_files.zip64_lie(), "file_too_large"),
        (raw_zip([Entry(b"a", claimed_size=1_500_000_000)]), "file_too_large"),
        (partial(hostile_files.many_entries, MAX_ENTRIES + 1), "file_too_large"),
        (hostile_files.many_entries, "file_too_large"),
        (raw_zip([Entry(b"a")])[:-30], "book_damaged"),
        (raw_zip([Entry(b"\xff\xfe not UTF-8")]), "book_damaged"),
        (b"PK\x03\x04", "book_damaged"),
    ],
    ids=["overlap", "twins", "method", "packed", "locked", "zip64", "sum", "10001", "100k", "cut", "name", "stub"],
)
def test_a02_lies_are_refused_before_reading(data: bytes | Callable[[], bytes], code: str, tmp_path: Path) -> None:
    problem = refusal(tmp_path / "lie", data if isinstance(data, bytes) else data())

    assert problem.code == code
    assert problem.message.endswith(".")


def test_a02_a_member_never_gives_more_than_it_claims(tmp_path: Path) -> None:
    path = tmp_path / "lie"
    path.write_bytes(
        raw_zip([Entry(b"small", b"a" * 1_000_000, claimed_size=10), Entry(b"large", b"a", claimed_size=99)])
    )

    with BookArchive(path) as archive:
        for name in archive.names:
            with pytest.raises(UnusableBook, match="cannot be unpacked"):
                archive.read(name)


def test_a03_hostile_names_are_not_there(tmp_path: Path) -> None:
    names = hostile_files.hostile_names()
    path = tmp_path / "slip"
    path.write_bytes(raw_zip([Entry(b"good"), Entry(b"link", b"/etc/passwd", attributes=SYMLINK), *map(Entry, names)]))

    with BookArchive(path) as archive:
        assert archive.names == ("good",)
        for name in (*names, b"link", b"outside.txt", b"%2e%2e/good"):
            assert not archive.has(name.decode())
            with pytest.raises(UnusableBook):
                archive.read(name.decode())
    assert [file.name for file in tmp_path.iterdir()] == ["slip"]


def test_limits_are_the_readers(tmp_path: Path) -> None:
    path = tmp_path / "book"
    path.write_bytes(raw_zip([Entry(b"page", b"a" * 1000)]))

    with BookArchive(path) as archive:
        assert archive.read("page", limit=1000) == b"a" * 1000
        with pytest.raises(UnusableBook) as caught:
            archive.read("page", limit=999)
    assert caught.value.code == "file_too_large"


def test_a_broken_member_spoils_only_itself(tmp_path: Path) -> None:
    data = raw_zip([Entry(b"one", b"first", STORED), Entry(b"two", b"second", STORED)])
    path = tmp_path / "book"
    path.write_bytes(data.replace(b"first", b"worst"))

    with BookArchive(path) as archive:
        assert archive.read("two") == b"second"
        with pytest.raises(UnusableBook, match="cannot be unpacked"):
            archive.read("one")


def test_names_of_other_systems_are_found(tmp_path: Path) -> None:
    path = tmp_path / "book"
    decomposed, undeclared = "u\N{COMBINING DIAERESIS}ber.xhtml", "été.xhtml".encode()
    path.write_bytes(
        raw_zip([Entry(b"Text/One.xhtml", b"1"), Entry(decomposed.encode(), b"2"), Entry(undeclared, b"3", flags=0)])
    )

    with BookArchive(path) as archive:
        assert archive.read("text/one.XHTML") == b"1"
        assert archive.read("über.xhtml") == b"2"
        assert archive.read("été.xhtml") == b"3"


def test_names_that_differ_in_case_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "book"
    path.write_bytes(raw_zip([Entry(b"page", b"small"), Entry(b"PAGE", b"large")]))

    with BookArchive(path) as archive:
        assert (archive.read("page"), archive.read("PAGE")) == (b"small", b"large")
        assert not archive.has("Page")


def test_ordinary_archives_open(tmp_path: Path) -> None:
    path = tmp_path / "book"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.mkdir("OPS")
        made.writestr("OPS/page.xhtml", "text " * 10_000)
        made.comment = b"made with love"
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())

    with BookArchive(path) as archive:
        assert archive.names == ("OPS/page.xhtml",)
        assert archive.has("OPS/page.xhtml")
        assert len(archive.read("OPS/page.xhtml")) == 50_000
