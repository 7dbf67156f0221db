"""What answers of every kind are made of, for the OpenAPI document. The answers themselves are written by
``answers.py`` and ``works.py``; a test holds both against each other."""

from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

T = TypeVar("T")

Id = Annotated[UUID, Field(examples=["0198c0de-0000-7000-8000-000000000001"])]
Language = Annotated[str, Field(description="BCP 47; `und` where it is unknown.", examples=["en"])]
Count = Annotated[int, Field(ge=0)]
Usd = Annotated[float, Field(ge=0, description="US dollars.")]


class AnswerModel(BaseModel):
    """Every field is named; more may come in later versions, which clients should ignore."""


class Problem(AnswerModel):
    """`code` is for programs and never changes, `message` is one sentence for people."""

    code: Annotated[str, Field(examples=["book_not_found"])]
    message: Annotated[str, Field(examples=["There is no such book."])]
    request_id: Annotated[str, Field(description="Also in X-Request-ID, and in the log.")]
    details: Annotated[dict[str, object], Field(description="What programs may need; depends on the code.")] = {}


class ErrorAnswer(AnswerModel):
    """The one shape of every error."""

    error: Problem


class Failure(AnswerModel):
    """Why work did not end well."""

    code: Annotated[str, Field(examples=["vendor_refused"])]
    message: str


class PageOf(AnswerModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    total: Annotated[Count, Field(description="Exact up to 10,000.")]
    page: Annotated[int, Field(ge=1)]
    page_size: Annotated[int, Field(ge=1, le=100)]
    next: Annotated[str, Field(description="The `after` of the page that follows; missing on the last one.")] = ""
    total_is_minimum: Annotated[bool, Field(description="There are at least `total` items.")] = False
