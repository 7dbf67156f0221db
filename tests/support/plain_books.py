"""Plain-text books for tests: chapters of wrapped lines, and what a reader makes of them."""

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.plain_text import read_plain_text
from bookbytes_adapters.books.tidy import tidy
from bookbytes_core.domain.book_text import SkipReason

PROSE = (
    "The boats leave the harbour before the sun is up, and they come back at noon with herring and mackerel for the "
    "market. The women of the village wait for them on the quay, and nobody speaks until the last of the ropes is tied."
)


def wrapped(text: str, width: int = 66) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def chapter(heading: str, paragraphs: int = 3) -> str:
    return f"\n\n\n{heading}\n\n" + "\n\n".join([wrapped(PROSE)] * paragraphs)


def read(text: str | bytes, name: str = "island.txt") -> Draft:
    return tidy(read_plain_text(text.encode() if isinstance(text, str) else text, name), name)


def titles(draft: Draft) -> list[str]:
    return [section.title for section in draft.sections if section.skip is None]


def skipped(draft: Draft) -> list[tuple[str, SkipReason]]:
    return [(section.title, section.skip) for section in draft.sections if section.skip is not None]


def words(draft: Draft) -> list[str]:
    return [word for section in draft.sections for block in section.blocks for word in block.text.split()]
