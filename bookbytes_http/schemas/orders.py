"""Orders as clients send them."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from bookbytes_core import Options
from bookbytes_core.domain.lexicon import MOST_CHARACTERS, MOST_ENTRIES
from bookbytes_core.domain.order import MAX_COST_USD, MAX_MINUTES, MAX_WORDS
from bookbytes_http.schemas.bodies import LANGUAGE, optional, strict

_BOTH_LENGTHS: JsonDict = {
    "required": ["minutes", "words_per_chapter"],
    "properties": {"minutes": {"type": "number"}, "words_per_chapter": {"type": "integer"}},
}
_BOTH_SOURCES: JsonDict = {
    "required": ["edition_id", "isbn"],
    "properties": {"edition_id": {"type": "string"}, "isbn": {"type": "string"}},
}
_NO_SOURCE: JsonDict = {"properties": {"edition_id": {"type": "null"}, "isbn": {"type": "null"}}}
_MENDED_OTHERWISE: JsonDict = {
    "required": ["only_failed"],
    "properties": {"only_failed": {"const": True}},
    "anyOf": [
        {"required": ["force"], "properties": {"force": {"const": True}}},
        {"required": ["options"], "properties": {"options": {"minProperties": 1}}},
    ],
}
_SAYING: JsonDict = {"type": "string", "format": "saying", "minLength": 1, "maxLength": MOST_CHARACTERS}


def _exact(value: object) -> object:
    """A JSON number as it was written, where Python makes a binary one of it."""
    if isinstance(value, str | bool):
        raise ValueError("give a number")
    return Decimal(str(value)) if isinstance(value, int | float) else value


def _whole(value: object) -> object:
    """JSON knows one kind of number: 3.0 is 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
Usd = Annotated[Decimal, BeforeValidator(_exact)]
"""US dollars, as a JSON number. That they are no less than 0 the core sees to."""


class OptionsIn(BaseModel):
    """How a book is to be told. Bounds are the core's (``Options``); they stand here for the document alone."""

    model_config = strict("How a book is to be told.", {"not": _BOTH_LENGTHS})

    minutes: Annotated[
        float | None,
        Field(description="How long the whole book may be heard; not with words_per_chapter."),
        WithJsonSchema(optional({"type": "number", "exclusiveMinimum": 0, "maximum": MAX_MINUTES})),
    ] = None
    words_per_chapter: Annotated[
        Whole | None,
        Field(description="About how many words each chapter's summary may have."),
        WithJsonSchema(optional({"type": "integer", "minimum": 1, "maximum": MAX_WORDS})),
    ] = None
    language: Annotated[
        str | None,
        Field(
            max_length=35, description="Instead of the edition's or the file's own, as BCP 47; nothing is translated."
        ),
        WithJsonSchema(optional(LANGUAGE)),
    ] = None
    voice: Annotated[
        str | None,
        Field(max_length=100, description="One of GET /voices."),
        WithJsonSchema(optional({"type": "string", "format": "voice", "maxLength": 100})),
    ] = None
    chapters: Annotated[
        list[Whole],
        Field(min_length=1, max_length=10_000, description="The numbers of those to make; left out for all."),
        WithJsonSchema(
            {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 10_000}
        ),
    ] = Field(default_factory=list)
    all_matter: Annotated[bool, Field(description="Keep front and back matter.")] = False
    from_memory: Annotated[bool, Field(description="Allow a summary from a model's memory (tier C).")] = False
    max_cost_usd: Annotated[
        Usd | None,
        Field(description="The most the audio book may cost, in US dollars."),
        WithJsonSchema(optional({"type": "number", "minimum": 0, "maximum": MAX_COST_USD})),
    ] = None
    pronunciations: Annotated[
        dict[str, str],
        Field(max_length=MOST_ENTRIES, description="How words of this book are said."),
        WithJsonSchema(
            {
                "type": "object",
                "propertyNames": _SAYING,
                "additionalProperties": _SAYING,
                "maxProperties": MOST_ENTRIES,
            }
        ),
    ] = {}

    def to_core(self) -> Options:
        """Raises ``InvalidInput`` (code ``invalid_options``)."""
        values = self.model_dump()
        chapters, pronunciations = tuple(sorted(set(self.chapters))), tuple(sorted(self.pronunciations.items()))
        return Options(**{**values, "chapters": chapters, "pronunciations": pronunciations})


class ProcessIn(BaseModel):
    """An edition by its id or its ISBN, one of the two."""

    model_config = strict(
        "An edition by its id or its ISBN, one of the two.", {"not": {"anyOf": [_BOTH_SOURCES, _NO_SOURCE]}}
    )

    edition_id: UUID | None = None
    isbn: Annotated[
        str | None,
        Field(max_length=64),
        WithJsonSchema(optional({"type": "string", "format": "isbn", "maxLength": 64})),
    ] = None
    options: OptionsIn = OptionsIn()

    @model_validator(mode="after")
    def _one_of_two(self) -> "ProcessIn":
        if (self.edition_id is None) == (self.isbn is None):
            raise ValueError("give edition_id or isbn, one of the two")
        return self


class RefreshIn(BaseModel):
    """What to make again; ``options`` holds only those that are to change."""

    model_config = strict("What to make again; options are those that are to change.", {"not": _MENDED_OTHERWISE})

    force: bool = False
    only_failed: bool = False
    options: OptionsIn = OptionsIn()

    def changes(self) -> dict[str, object]:
        """The options that were given, by their names in the core."""
        options = self.options.to_core()
        return {name: getattr(options, name) for name in self.options.model_fields_set}


class ResumeIn(BaseModel):
    """What the audio book may cost from now on, all that was spent on it included."""

    model_config = strict("What the audio book may cost from now on, all that was spent on it included.")

    max_cost_usd: Annotated[
        Usd | None, WithJsonSchema(optional({"type": "number", "minimum": 0, "maximum": MAX_COST_USD}))
    ] = None
