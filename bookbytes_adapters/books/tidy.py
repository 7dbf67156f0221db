"""The last step before a draft leaves the sandbox: only blocks with text, in characters that can be spoken."""

import re
from dataclasses import replace
from pathlib import PurePath

from bookbytes_adapters.books.draft import Draft
from bookbytes_core.domain.book_text import Block, BookInfo, Section
from bookbytes_core.errors import UnusableBook

MAX_PARAGRAPHS = 200_000
MAX_CHARACTERS = 16_000_000
"""Three times the longest novels."""
MAX_TITLE = 500
_MAX_DESCRIPTION = 20_000
_MAX_LISTED = 100

_UNSPEAKABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, surrogates, non-characters, and the invisible ones that split words (soft hyphen, zero-width
space, word joiner, byte order mark)."""


def tidy(draft: Draft, name: str) -> Draft:
    """``draft`` with white space collapsed, unspeakable characters removed, blocks and parts without text left out, and
    a title, if need be from the file's ``name``.

    Raises ``UnusableBook`` with code ``book_too_complex`` above ``MAX_PARAGRAPHS`` or ``MAX_CHARACTERS``.
    """
    sections = tuple(section for each in draft.sections if (section := _tidy_section(each)).blocks)
    paragraphs = sum(len(section.blocks) for section in sections)
    characters = sum(len(block.text) for section in sections for block in section.blocks)
    if paragraphs > MAX_PARAGRAPHS or characters > MAX_CHARACTERS:
        raise UnusableBook(
            f"The book has {paragraphs:,} paragraphs and {characters:,} characters, more than any one book: split it.",
            code="book_too_complex",
        )
    return replace(draft, info=_tidy_info(draft.info, name), sections=sections)


def clean(text: str) -> str:
    """``text`` without unspeakable characters and with each run of white space as one space."""
    return " ".join(_UNSPEAKABLE.sub("", text).split())


def has_text(text: str) -> bool:
    """Whether anything in ``text`` can be spoken: a letter or a digit of any script."""
    return any(character.isalnum() for character in text)


def title_from_name(name: str) -> str:
    """A readable title from a file's name, for books that do not tell theirs."""
    stem = PurePath(name.replace("\\", "/")).stem
    return clean(stem.replace("_", " "))[:MAX_TITLE] or "Untitled"


def _tidy_section(section: Section) -> Section:
    blocks = (Block(clean(block.text), block.kind) for block in section.blocks)
    return Section(clean(section.title)[:MAX_TITLE], tuple(b for b in blocks if has_text(b.text)), section.skip)


def _tidy_info(info: BookInfo, name: str) -> BookInfo:
    return replace(
        info,
        title=clean(info.title)[:MAX_TITLE] or title_from_name(name),
        authors=_listed(info.authors),
        publisher=info.publisher and clean(info.publisher)[:MAX_TITLE],
        description=info.description and clean(info.description)[:_MAX_DESCRIPTION],
        subjects=_listed(info.subjects),
    )


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cleaned for value in values[:_MAX_LISTED] if (cleaned := clean(value)[:MAX_TITLE]))
