"""Look at a book file without keeping anything of it."""

from dataclasses import dataclass
from pathlib import Path

from bookbytes_core.domain.book_text import BookText
from bookbytes_core.ports.book_parser import BookParser


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectBook:
    """The chapters as they would be spoken and what would be skipped. Raises ``UnusableBook``."""

    parser: BookParser

    async def __call__(self, file: Path, *, name: str, all_matter: bool = False) -> BookText:
        parsed = await self.parser.parse(file, name=name)
        return parsed.text.with_all_matter() if all_matter else parsed.text
