"""Which kind of book a file is: its suffix says what it should be, its first bytes what it is.

A file is read only when the two agree, or when the suffix says nothing and the content is beyond doubt. Signatures are
those of the formats' own specifications, as collected in Wikipedia's "List of file signatures".
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath

from bookbytes_core.errors import UnusableBook


class BookFormat(StrEnum):
    EPUB = "an EPUB"
    TEXT = "plain text"
    MARKDOWN = "Markdown"
    PDF = "a PDF"


HEAD_BYTES = 4096
"""How much of a file ``recognise`` wants to see."""

ACCEPTED = "give an EPUB, TXT, Markdown or PDF file"

_SUFFIXES = {
    ".epub": BookFormat.EPUB,
    ".txt": BookFormat.TEXT,
    ".text": BookFormat.TEXT,
    ".md": BookFormat.MARKDOWN,
    ".markdown": BookFormat.MARKDOWN,
    ".pdf": BookFormat.PDF,
}
_OTHER_KINDS = {
    ".html": "a web page",
    ".htm": "a web page",
    ".xhtml": "a web page",
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "a rich text document",
    ".mobi": "a Kindle book",
    ".azw": "a Kindle book",
    ".azw3": "a Kindle book",
    ".fb2": "a FictionBook",
    ".djvu": "a DjVu document",
    ".cbz": "a comic archive",
    ".cbr": "a comic archive",
}
_SIGNATURES: Sequence[tuple[int, bytes, str]] = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF8", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (0, b"AT&TFORM", "a DjVu document"),
    (0, b"{\\rtf", "a rich text document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (60, b"BOOKMOBI", "a Kindle book"),
    (60, b"TPZ", "a Kindle book"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"ITSF", "a Windows help file"),
    (0, b"ID3", "a sound file"),
    (0, b"OggS", "a sound file"),
    (0, b"fLaC", "a sound file"),
    (8, b"WAVE", "a sound file"),
    (4, b"ftyp", "a sound or film file"),
    (0, b"\x1aE\xdf\xa3", "a film file"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\0", "an XZ archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"SQLite format 3\0", "a database"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90", "a program"),
    (0, b"wOF", "a font"),
)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+)?(?:<)?(html|svg|fictionbook|package|ncx)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP_KINDS = {b"html": "a web page", b"svg": "an SVG picture", b"fictionbook": "a FictionBook"}
_PDF_HEADER_WITHIN = 1024
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x7f]")
_MAX_CONTROL_SHARE = 0.02
_MIN_UTF16_ZEROS = 0.2


def recognise(name: str, head: bytes) -> BookFormat:
    """The format of the file called ``name`` that starts with ``head`` (``HEAD_BYTES`` of it, or the whole file).

    Raises ``UnusableBook`` with code ``unsupported_file_type`` and a sentence that says what the file is.
    """
    suffix = PurePath(name).suffix.lower()
    meant = _SUFFIXES.get(suffix)
    found = _content(head)
    if found == meant or (meant is BookFormat.MARKDOWN and found is BookFormat.TEXT):
        return meant
    if isinstance(found, str) and not isinstance(found, BookFormat):
        raise _unsupported(f"{shown(name)} is {found}, not a book that can be read: {ACCEPTED}.")
    if meant is not None:
        rename = "" if found is BookFormat.TEXT else f": rename it to end in {_suffix_of(found)}"
        raise _unsupported(f"{shown(name)} ends in {suffix} but is {found.value}{rename or f': {ACCEPTED}'}.")
    if suffix in _OTHER_KINDS:
        raise _unsupported(f"{shown(name)} is {_OTHER_KINDS[suffix]}: {ACCEPTED}.")
    if suffix and found is BookFormat.TEXT:
        raise _unsupported(f"{shown(name)} ends in {suffix}, which is no kind of book: {ACCEPTED}.")
    return found


def check_epub(names: Sequence[str], name: str) -> None:
    """Raises ``UnusableBook`` for a ZIP archive that is plainly no EPUB; ``names`` are its parts."""
    parts = set(names)
    if parts & {"META-INF/container.xml", "mimetype"} or any(part.endswith(".opf") for part in names):
        return
    raise _unsupported(f"{shown(name)} is {_zip_kind(names)}, not an EPUB: {ACCEPTED}.")


def shown(name: str) -> str:
    """A file's name as a sentence may show it: the last part, printable, of bearable length."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    printable = "".join(character if character.isprintable() else "?" for character in last)
    return f"“{printable[:57]}…”" if len(printable) > 60 else f"“{printable}”"  # noqa: PLR2004 - as above


def _content(head: bytes) -> BookFormat | str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return BookFormat.EPUB
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return BookFormat.PDF
    for offset, signature, kind in _SIGNATURES:
        if head.startswith(signature, offset):
            return kind
    if not _is_text(head):
        return "a binary file"
    if markup := _MARKUP.match(_without_mark(head)):
        return _MARKUP_KINDS.get(markup[1].lower(), "a part of a book")
    return BookFormat.TEXT


def _is_text(head: bytes) -> bool:
    if head.startswith(_BYTE_ORDER_MARKS):
        return True
    zeros = head.count(0)
    if zeros:
        lopsided = min(head[::2].count(0), head[1::2].count(0)) * 20 < zeros
        return lopsided and zeros >= _MIN_UTF16_ZEROS * len(head)
    return len(_CONTROL.findall(head)) <= _MAX_CONTROL_SHARE * len(head)


def _without_mark(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")


def _zip_kind(names: Sequence[str]) -> str:
    folders = {part.partition("/")[0] for part in names if "/" in part}
    for folder, kind in (("word", "a Word document"), ("xl", "a spreadsheet"), ("ppt", "a presentation")):
        if folder in folders:
            return kind
    pictures = sum(part.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif")) for part in names)
    if names and pictures * 2 > len(names):
        return "an archive of pictures"
    return "a ZIP archive"


def _suffix_of(found: BookFormat) -> str:
    return next(suffix for suffix, kind in _SUFFIXES.items() if kind is found)


def _unsupported(sentence: str) -> UnusableBook:
    return UnusableBook(sentence, code="unsupported_file_type")
