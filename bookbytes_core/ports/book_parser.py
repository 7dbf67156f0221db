"""From a file to a book's text."""

from abc import abstractmethod
from pathlib import Path
from typing import Protocol

from bookbytes_core.domain.book_text import ParsedBook


class BookParser(Protocol):
    """Reads a book file into its real chapters.

    Every adapter promises, and ``tests/contracts/book_parser.py`` checks:

    - chapters come from the book's own structure and stand in reading order; there is at least one, and none is empty;
    - every paragraph of the file is in exactly one chapter or one skipped part;
    - the same bytes give the same text, ids included;
    - a file that cannot be used raises ``UnusableBook`` with one of ``BOOK_PROBLEMS``; memory and time stay bounded
      whatever the file holds, and nothing is left on disk.
    """

    @abstractmethod
    async def fingerprint(self, file: Path, *, name: str) -> str:
        """SHA-256 of the file's bytes, as hexadecimal digits. Raises ``UnusableBook`` for what cannot be a book at all:
        no file, not readable, empty, too large, of another kind."""
        ...

    @abstractmethod
    async def parse(self, file: Path, *, name: str) -> ParsedBook:
        """The book in ``file``; ``name`` is what the user calls the file, and its suffix tells the format."""
        ...
