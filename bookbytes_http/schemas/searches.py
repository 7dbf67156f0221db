"""Searches as clients send them."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, WithJsonSchema
from pydantic.config import JsonDict

from bookbytes_core.ports.metadata import WorkQuery
from bookbytes_http.schemas.bodies import LANGUAGE, VISIBLE, optional, strict

_LONGEST = 300
"""Characters; how many words may be searched for is the core's matter."""

_NOTHING: JsonDict = {"properties": {name: {"type": "null"} for name in ("title", "author", "publisher")}}

Words = Annotated[str, StringConstraints(max_length=_LONGEST, pattern=VISIBLE)]


class SearchIn(BaseModel):
    """What works are searched by: at least one of title, author and publisher."""

    model_config = strict("Words of title, author or publisher: at least one of the three.", {"not": _NOTHING})

    title: Words | None = None
    author: Words | None = None
    publisher: Words | None = None
    language: Annotated[str | None, Field(max_length=35), WithJsonSchema(optional(LANGUAGE))] = None

    def to_core(self) -> WorkQuery:
        """Raises ``InvalidInput`` (code ``invalid_search``)."""
        return WorkQuery(**self.model_dump())
