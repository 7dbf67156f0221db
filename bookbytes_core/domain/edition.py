"""An edition: one published form of a work, in one language."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bookbytes_core.domain.isbn import Isbn, IsbnType


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of a printed table of contents. ``level`` 0 is the outermost; ``label`` is what stands before the title
    ("Chapter 3"), ``page`` what stands after it ("xii")."""

    title: str
    level: int = 0
    label: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """``language`` is BCP 47; ``statement`` is the free text of the imprint ("2nd, revised")."""

    id: UUID
    work_id: UUID
    title: str
    isbn: Isbn | None = None
    publisher: str | None = None
    publish_year: int | None = None
    language: str = "und"
    pages: int | None = None
    statement: str | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def isbn_type(self) -> IsbnType | None:
        """What the canonical number is: always ISBN-13 where there is one; the older form is derived from it."""
        return IsbnType.ISBN_13 if self.isbn else None
