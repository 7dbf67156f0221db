"""Bytes of a text file to characters, when nobody says which encoding they are in."""

import codecs
import re

from bookbytes_core.domain.language import guess_language

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_MIN_UTF16_ZEROS = 0.2
_MAX_BROKEN = 0.02
"""Share of the non-ASCII characters that may be broken in a text that is UTF-8 all the same (cut, patched by hand)."""

_WESTERN = "cp1252"
_OTHERS = ("cp1251", "koi8-r", "iso8859-2", "cp1250", "cp1253", "cp1254")
_LANGUAGES = {
    "cp1252": ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "ca", "la"),
    "cp1251": ("ru", "uk", "bg", "sr"),
    "koi8-r": ("ru",),
    "cp1250": ("pl", "cs", "hu", "ro"),
    "iso8859-2": ("pl", "cs", "hu", "ro"),
    "cp1253": ("el",),
    "cp1254": ("tr",),
}
_UNSPACED_LANGUAGES = ("ja", "zh", "ko", "th")
_WORD = re.compile(r"[^\W\d_]+")
_CONTROL = re.compile("[\x80-\x9f]")
_MIXED = 0.8


def decode(data: bytes) -> str:
    """``data`` as text with ``\\n`` line ends. Never fails: bytes without a meaning become U+FFFD.

    In this order: a byte order mark; UTF-16 without one; UTF-8; else the encoding that makes a language of the bytes.
    """
    text = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "")


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if encoding := _utf16_by_zeros(data[:_SAMPLE]):
        return data.decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _almost_utf8(data) or _legacy(data)


def _utf16_by_zeros(sample: bytes) -> str:
    half = max(1, len(sample) // 2)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _MIN_UTF16_ZEROS and even < odd / 10:
        return "utf-16-le"
    if even > _MIN_UTF16_ZEROS and odd < even / 10:
        return "utf-16-be"
    return ""


def _almost_utf8(data: bytes) -> str:
    text = data.decode(errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(1 for character in text if character > "\x7f")
    return text if broken <= _MAX_BROKEN * beyond_ascii else ""


def _legacy(data: bytes) -> str:
    """Bytes in an encoding from before Unicode. The judge is the language: text in the wrong encoding has no common
    words. Where there is too little text for that, charset-normalizer's view of the letters counts."""
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    best = from_bytes(sample).best()
    for encoding in (_WESTERN, *([best.encoding] if best else []), *_OTHERS):
        text = sample.decode(encoding, errors="replace")
        if guess_language([text]) in _LANGUAGES.get(encoding, _UNSPACED_LANGUAGES) and not _CONTROL.search(text):
            return data.decode(encoding, errors="replace")
    western = data.decode(_WESTERN, errors="replace")
    return western if not best or _is_western(western) else data.decode(best.encoding, errors="replace")


def _is_western(text: str) -> bool:
    """Whether most letters beyond ASCII stand in words that have ASCII letters too, unlike Cyrillic or Chinese bytes
    that are read as code page 1252."""
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if not word.isascii()]
    mixed = sum(1 for word in words if len(word) == 1 or any(character.isascii() for character in word))
    return mixed >= _MIXED * len(words)
