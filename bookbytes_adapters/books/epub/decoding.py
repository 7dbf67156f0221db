"""From bytes to text: byte order marks, declared encodings, and what to do when they lie."""

import codecs
import re

from bookbytes_core.errors import UnusableBook

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding\s*=\s*|<meta[^>]{0,200}?charset\s*=\s*)["']?([A-Za-z0-9._:-]{2,40})"""
)
_BOOKISH = ("ascii", "big5", "cp", "euc", "gb", "iso8859", "iso2022", "koi8", "mac", "shift_jis", "tis", "utf-8")
"""Prefixes of the codecs that book files are written in, as Python names them."""
_HEAD = 4096


def decode(data: bytes) -> str:
    """The text of an XML or HTML document: by its byte order mark, its declaration, or as UTF-8.

    Raises ``UnusableBook`` (``book_damaged``) for UTF-7, which can hide markup from every check.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if data[:2] in (b"<\0", b"\0<"):
        return data.decode("utf-16-le" if data[0] else "utf-16-be", errors="replace")
    for encoding in (_declared(data), "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace")


def looks_like_markup(text: str) -> bool:
    """Whether ``text`` begins as a document does, a few stray signs aside, and not as random or encrypted bytes do, of
    which a tenth are control characters."""
    head = text[:_HEAD]
    controls = sum(character < " " and not character.isspace() for character in head)
    return "<" in head and controls <= max(4, len(head) // 50)


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data, 0, _HEAD)
    if not found:
        return "utf-8"
    name = found.group(1).decode()
    if name.lower().replace("_", "-") in ("utf-7", "utf7", "unicode-1-1-utf-7"):
        raise UnusableBook(
            "The book is damaged: a part of it is written in UTF-7, which books do not use. Get the file again.",
            code="book_damaged",
        )
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    return encoding if encoding.startswith(_BOOKISH) else "utf-8"
