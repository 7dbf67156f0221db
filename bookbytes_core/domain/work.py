"""A work: what an author wrote, whatever its editions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    id: UUID
    title: str
    authors: tuple[str, ...] = ()
    first_publish_year: int | None = None
    subjects: tuple[str, ...] = ()
    cover_url: str | None = None
    created_at: datetime
    updated_at: datetime
