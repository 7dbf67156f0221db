"""A ZIP archive from a stranger, read without trusting what it says about itself.

The whole directory is checked before any member is read: Python 3.11's ``zipfile`` itself would follow overlapping
entries, any ratio and any number of entries. Members are read one at a time, by exact name, into memory, up to a limit;
nothing is ever extracted. Field names follow PKWARE's APPNOTE 6.3.10; EPUB allows the methods "stored" and "deflated"
only (EPUB 3.3, OCF ZIP container).
"""

import io
import stat
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bookbytes_core.errors import UnusableBook

MIB = 1024 * 1024
MAX_TEXT_MEMBER = 16 * MIB
"""Bytes of one unpacked member, unless the reader asks for another limit."""
MAX_ENTRIES = 10_000
MAX_UNPACKED = 1024 * MIB
"""Bytes of all members together: a book with its own recorded audio stays below."""
MAX_RATIO = 200
"""Text packs about 3 to 10 times, an empty vector drawing 100 times; deflate ends at 1,032."""
RATIO_MATTERS_FROM = 4 * MIB
"""Unpacked bytes of one member; below, a high ratio does no harm (a page of blanks)."""

_MAX_DIRECTORY = 2 * MIB
_LOCAL_HEADER = 30
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DAMAGE = (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, OverflowError, RuntimeError, zlib.error)
"""What ``zipfile`` raises for archives that are broken or lie (``struct.error`` it turns into ``BadZipFile`` itself;
``UnicodeDecodeError`` is a ``ValueError``)."""


class BookArchive:
    """The members of the ZIP file at ``path``; a context manager.

    Raises ``UnusableBook`` when it is opened: ``book_damaged`` (no directory, overlapping or doubled entries, sizes
    that lie), ``book_encrypted`` (any entry with a password), ``file_too_large`` (too many entries, too large unpacked,
    packed too well). Folders, symbolic links and names that point outside the archive are not in ``names``.
    """

    def __init__(self, path: Path) -> None:
        self._file = _CappedReader(path.open("rb", buffering=0))
        try:
            self._zip = ZipFile(self._file)
            _check(self._zip)
        except UnusableBook:
            self._file.close()
            raise
        except _DAMAGE as error:
            self._file.close()
            raise _damaged("its list of contents cannot be read") from error
        self._members = {_name(info): info for info in self._zip.infolist() if _is_plain_file(info)}
        self._by_folded_name = _unambiguous(self._members)
        self.names: tuple[str, ...] = tuple(self._members)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    def has(self, name: str) -> bool:
        """Whether ``read(name)`` would find a member."""
        return self._find(name) is not None

    def read(self, name: str, *, limit: int = MAX_TEXT_MEMBER) -> bytes:
        """The member's bytes. A name that is nowhere is also looked for without regard to case and Unicode composition
        (books packed on other systems), where that is unambiguous.

        Raises ``UnusableBook``: ``file_too_large`` above ``limit`` bytes, ``book_damaged`` for a member that is
        missing, cut short, or not what its checksum says.
        """
        info = self._find(name)
        if info is None:
            raise _damaged(f"the part {_shown(name)} is missing")
        if info.file_size > limit:
            raise UnusableBook(
                f"The part {_shown(name)} of the book unpacks to {info.file_size // MIB} MiB, more than the "
                f"{limit // MIB} MiB that are read: split the book or use another edition.",
                code="file_too_large",
            )
        try:
            return self._unpack(info)
        except _DAMAGE as error:
            raise _damaged(f"the part {_shown(name)} cannot be unpacked") from error

    def _find(self, name: str) -> ZipInfo | None:
        return self._members.get(name) or self._by_folded_name.get(_folded(name))

    def _unpack(self, info: ZipInfo) -> bytes:
        # zipfile hands out file_size bytes at most, whatever the packed data holds, and then checks the CRC.
        unpacked = io.BytesIO()
        with self._zip.open(info) as member:
            while chunk := member.read(_CHUNK):
                unpacked.write(chunk)
        if unpacked.tell() != info.file_size:
            raise BadZipFile("cut short")
        return unpacked.getvalue()


class _CappedReader(io.BufferedReader):
    """Refuses to read more than a directory's worth at once: ``zipfile`` loads the directory in one piece, as large as
    the file claims it to be."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = _MAX_DIRECTORY + 1 if size is None or size < 0 else min(size, _MAX_DIRECTORY + 1)
        data = super().read(wanted)
        if len(data) > _MAX_DIRECTORY:
            raise _too_many()
        return data


def _check(archive: ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _too_many()
    if any(info.flag_bits & _ENCRYPTED for info in entries):
        raise UnusableBook(
            "The book is locked with a password: remove the protection and try again.", code="book_encrypted"
        )
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in entries):
        raise _damaged("it is packed by a method that books do not use")
    if len({info.orig_filename for info in entries}) < len(entries):
        raise _damaged("it holds two parts of the same name")
    _check_sizes(entries)
    _check_places(entries, archive.start_dir)


def _check_sizes(entries: Iterable[ZipInfo]) -> None:
    unpacked = packed = 0
    for info in entries:
        unpacked += info.file_size
        packed += info.compress_size
        if info.file_size > RATIO_MATTERS_FROM and info.file_size > MAX_RATIO * info.compress_size:
            raise _bomb()
    if unpacked > MAX_UNPACKED or unpacked > max(4 * RATIO_MATTERS_FROM, MAX_RATIO * packed):
        raise _bomb()


def _check_places(entries: list[ZipInfo], directory_start: int) -> None:
    """Each entry's header and data lie before the next entry's header, the last one's before the directory."""
    in_file = sorted(entries, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in in_file[1:]), directory_start]
    for info, end in zip(in_file, ends, strict=True):
        shortest = _LOCAL_HEADER + len(info.orig_filename) + info.compress_size
        if info.header_offset < 0 or info.header_offset + shortest > end:
            raise _damaged("its parts overlap or lie outside of it")


def _is_plain_file(info: ZipInfo) -> bool:
    name = _name(info)
    unix_mode = info.external_attr >> 16
    if name.endswith("/") or stat.S_ISLNK(unix_mode):
        return False
    if "\\" in name or "\0" in info.orig_filename or name.startswith("/") or name[1:2] == ":":
        return False
    return not any(part in ("", ".", "..") for part in name.split("/"))


def _name(info: ZipInfo) -> str:
    """The name in Unicode. Many packers write UTF-8 without saying so; ``zipfile`` then takes it for code page 437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _unambiguous(members: Mapping[str, ZipInfo]) -> dict[str, ZipInfo]:
    count = Counter(_folded(name) for name in members)
    return {_folded(name): info for name, info in members.items() if count[_folded(name)] == 1}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _shown(name: str) -> str:
    return repr(name[-60:])


def _damaged(what: str) -> UnusableBook:
    return UnusableBook(f"The book is damaged: {what}. Get the file again.", code="book_damaged")


def _bomb() -> UnusableBook:
    return UnusableBook(
        "The book unpacks to far more than a book may hold, so it was not opened: use another edition.",
        code="file_too_large",
    )


def _too_many() -> UnusableBook:
    return UnusableBook(
        f"The file holds more than {MAX_ENTRIES:,} parts, more than any book: use another edition.",
        code="file_too_large",
    )
