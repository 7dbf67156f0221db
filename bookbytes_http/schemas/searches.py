"""Searches as clients send them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bookbytes_core.ports.metadata import WorkQuery

_LONGEST = 1000
"""Characters; how many words may be searched for is the core's matter."""

Words = Annotated[str, Field(max_length=_LONGEST)]


class SearchIn(BaseModel):
    """What works are searched by: at least one of title, author and publisher."""

    model_config = ConfigDict(extra="forbid")

    title: Words | None = None
    author: Words | None = None
    publisher: Words | None = None
    language: Annotated[str, Field(max_length=35)] | None = None

    def to_core(self) -> WorkQuery:
        """Raises ``InvalidInput`` (code ``invalid_search``)."""
        return WorkQuery(**self.model_dump())
