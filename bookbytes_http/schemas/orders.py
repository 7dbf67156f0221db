"""Orders as clients send them."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bookbytes_core import Options
from bookbytes_core.domain.lexicon import MOST_ENTRIES


class OptionsIn(BaseModel):
    """How a book is to be told; see ``Options`` in the core for what each means."""

    model_config = ConfigDict(extra="forbid")

    minutes: float | None = None
    words_per_chapter: int | None = None
    language: Annotated[str, Field(max_length=35)] | None = None
    voice: Annotated[str, Field(max_length=100)] | None = None
    chapters: Annotated[list[int], Field(max_length=10_000)] = []
    all_matter: bool = False
    from_memory: bool = False
    max_cost_usd: Decimal | None = None
    pronunciations: Annotated[dict[str, str], Field(max_length=MOST_ENTRIES)] = {}

    def to_core(self) -> Options:
        """Raises ``InvalidInput`` (code ``invalid_options``)."""
        values = self.model_dump()
        chapters, pronunciations = tuple(sorted(set(self.chapters))), tuple(sorted(self.pronunciations.items()))
        return Options(**{**values, "chapters": chapters, "pronunciations": pronunciations})


class ProcessIn(BaseModel):
    """An edition by its id or its ISBN, one of the two."""

    model_config = ConfigDict(extra="forbid")

    edition_id: UUID | None = None
    isbn: Annotated[str, Field(max_length=64)] | None = None
    options: OptionsIn = OptionsIn()

    @model_validator(mode="after")
    def _one_of_two(self) -> "ProcessIn":
        if (self.edition_id is None) == (self.isbn is None):
            raise ValueError("give edition_id or isbn, one of the two")
        return self


class RefreshIn(BaseModel):
    """What to make again; ``options`` holds only those that are to change."""

    model_config = ConfigDict(extra="forbid")

    force: bool = False
    only_failed: bool = False
    options: OptionsIn = OptionsIn()

    def changes(self) -> dict[str, object]:
        """The options that were given, by their names in the core."""
        options = self.options.to_core()
        return {name: getattr(options, name) for name in self.options.model_fields_set}


class ResumeIn(BaseModel):
    """What the audio book may cost from now on, all that was spent on it included."""

    model_config = ConfigDict(extra="forbid")

    max_cost_usd: Decimal | None = None
