"""Project Gutenberg's frame around a text: the header with the facts about the book, and the licence at its end.

The frame's wording since 1991: https://www.gutenberg.org/policy/license.html and the files themselves.
"""

import re
from dataclasses import dataclass

from bookbytes_core.domain.book_text import BookInfo

_START = re.compile(
    r"^[ \t]*\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG.*?\*{3}[ \t]*$", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
_END = re.compile(
    r"^[ \t]*(?:\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg)",
    re.IGNORECASE | re.MULTILINE,
)
_SMALL_PRINT_END = re.compile(r"^\*{1,3}END\*{0,2} ?THE SMALL PRINT!.*$", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(
    r"^(?P<name>Title|Author|Authors|Language|Translator|Editor):[ \t]*(?P<value>.*(?:\n[ \t]+\S.*)*)", re.MULTILINE
)
_FIRST_LINE = re.compile(
    r"Project Gutenberg(?:'s|’s)?(?: EBook| Etext)?(?: of)?,? (?P<title>[^#]+?)(?: #\d.*?)?,? by (?P<author>[^\n*#]+)",
    re.IGNORECASE,
)
_LANGUAGES = {
    "english": "en",
    "french": "fr",
    "german": "de",
    "finnish": "fi",
    "dutch": "nl",
    "italian": "it",
    "spanish": "es",
    "portuguese": "pt",
    "chinese": "zh",
    "greek": "el",
    "swedish": "sv",
    "hungarian": "hu",
    "esperanto": "eo",
    "latin": "la",
    "danish": "da",
    "tagalog": "tl",
    "catalan": "ca",
    "polish": "pl",
    "japanese": "ja",
    "norwegian": "no",
    "welsh": "cy",
    "czech": "cs",
    "russian": "ru",
    "icelandic": "is",
}
_HEADER_WITHIN = 40_000
_FULL_LINE = 55


@dataclass(frozen=True, slots=True)
class Framed:
    """A text taken out of the frame; ``header`` and ``licence`` are empty where there was none."""

    header: str
    body: str
    licence: str


def unframe(text: str) -> Framed:
    """``text`` without Project Gutenberg's header and licence, which are kept beside it."""
    if "Project Gutenberg" not in text[:_HEADER_WITHIN] and "PROJECT GUTENBERG" not in text[:_HEADER_WITHIN]:
        return Framed("", text, "")
    begin = _end_of(_SMALL_PRINT_END, text) or _end_of(_START, text)
    licence = _END.search(text, begin)
    end = licence.start() if licence else len(text)
    return Framed(text[:begin], text[begin:end], text[end:])


def header_info(header: str) -> BookInfo:
    """What a header says of the book; title "" and language "und" where it says nothing."""
    fields = {found["name"]: _one_line(found["value"]) for found in _FIELD.finditer(header)}
    first_line = _FIRST_LINE.search(" ".join(header[:400].partition("\n\n")[0].split()))
    title = fields.get("Title") or (first_line["title"] if first_line else "")
    author = fields.get("Author") or fields.get("Authors") or (first_line["author"] if first_line else "")
    authors = tuple(name.strip() for name in re.split(r"\s+and\s+|;|&", author) if name.strip())
    return BookInfo(title.strip(), authors, _LANGUAGES.get(fields.get("Language", "").lower(), "und"))


def _one_line(value: str) -> str:
    """A second line is a subtitle, unless the first was full."""
    first, *rest = (line.strip() for line in value.split("\n"))
    subtitle = " ".join(rest)
    if not subtitle:
        return first
    return f"{first} {subtitle}" if len(first) >= _FULL_LINE or first[-1:] in ":;,—-" else f"{first}: {subtitle}"


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text, 0, _HEADER_WITHIN)
    return found.end() if found else 0
