"""The block of facts that may stand before a Markdown text, between two lines of ``---``.

It is YAML, of which books use little: ``key: value``, ``key: [a, b]``, and a list or indented text on the lines below.
Only that is read; anything else is passed over, as a full YAML reader is more than untrusted text needs.
"""

import re
from collections.abc import Mapping

from bookbytes_core.domain.book_text import BookInfo
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import InvalidInput

_BLOCK = re.compile(
    r"\A---[ \t]*\n(?=[A-Za-z][\w-]*[ \t]*:)(?P<facts>(?:(?!(?:---|\.\.\.)[ \t]*$).*\n){1,200}?)"
    r"(?:---|\.\.\.)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_KEY = re.compile(r"(?P<key>[A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?[ \t]*")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BLOCK_TEXT = ("|", ">", "|-", ">-")


def split_front_matter(text: str) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """The facts, by lower-case key, and the text below them."""
    found = _BLOCK.match(text)
    if not found:
        return {}, text
    facts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in found["facts"].split("\n"):
        key = _KEY.fullmatch(line)
        if key:
            current = facts.setdefault(key["key"].lower(), [])
            current += _values(key["value"] or "")
        elif line[:1] in " \t-" and line.strip():
            current.append(_plain(line.strip().removeprefix("-").strip().removeprefix("name:").strip()))
    return {key: tuple(filter(None, values)) for key, values in facts.items()}, text[found.end() :]


def info_from(facts: Mapping[str, tuple[str, ...]]) -> BookInfo:
    """What the facts say; title "" and language "und" where they do not."""

    def first(*keys: str) -> str:
        return next((" ".join(facts[key]) for key in keys if facts.get(key)), "")

    def every(*keys: str) -> tuple[str, ...]:
        return next((facts[key] for key in keys if facts.get(key)), ())

    language, year = first("language", "lang"), _YEAR.search(first("date", "year", "published"))
    return BookInfo(
        title=first("title"),
        authors=every("authors", "author", "creator", "by"),
        language=language if _LANGUAGE.fullmatch(language) else "und",
        isbn=_isbn(first("isbn", "identifier")),
        publisher=first("publisher") or None,
        publish_year=int(year[0]) if year else None,
        description=first("description", "abstract", "summary") or None,
        subjects=every("subjects", "subject", "tags", "keywords"),
    )


def _values(value: str) -> list[str]:
    value = value.strip()
    if value in _BLOCK_TEXT or value.startswith("#"):
        return []
    if value.startswith("[") and value.endswith("]"):
        return [_plain(item) for item in value[1:-1].split(",")]
    return [_plain(value)]


def _plain(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _isbn(text: str) -> str | None:
    try:
        return str(Isbn.parse(text)) if text else None
    except InvalidInput:
        return None
