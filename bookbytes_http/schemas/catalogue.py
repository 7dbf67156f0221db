"""Works and editions, for the OpenAPI document; see ``works.py`` for how they are written."""

from typing import Annotated

from pydantic import Field

from bookbytes_core.domain.book_kind import BookKind
from bookbytes_http.schemas.common import AnswerModel, Count, Id, Language, PageOf

Note = Annotated[str, Field(description="Why the outside catalogue was not asked, where it was not.")]
CoverUrl = Annotated[str | None, Field(description="An address of this API.")]
Isbn13 = Annotated[str, Field(pattern=r"^97[89][0-9]{10}$", examples=["9780306406157"])]


class OutsideId(AnswerModel):
    """What another catalogue calls it."""

    provider: Annotated[str, Field(examples=["openlibrary"])]
    external_key: Annotated[str, Field(examples=["OL110W"])]


class ListedWork(AnswerModel):
    """A work as lists and searches show it."""

    id: Id
    provider_keys: list[OutsideId]
    title: str
    authors: list[str]
    first_publish_year: int | None
    cover_url: CoverUrl
    edition_count: Count
    kind: Annotated[BookKind, Field(description="A book, or what others wrote about one.")]


class Works(PageOf[ListedWork]):
    """One page of works."""


class FoundWorks(PageOf[ListedWork]):
    """One page of what a search found."""

    note: Note = ""


class Edition(AnswerModel):
    """One published form of a work, in one language."""

    id: Id
    isbn: Isbn13 | None
    isbn_10: str | None
    isbn_13: Isbn13 | None
    title: str
    publisher: str | None
    publish_year: int | None
    language: Language
    pages: int | None


class ShortWork(AnswerModel):
    """The work that an audio book tells."""

    id: Id
    title: str
    authors: list[str]


class NamedWork(ShortWork):
    """The work of an edition."""

    cover_url: CoverUrl


class ContentsLine(AnswerModel):
    """A line of a printed table of contents."""

    title: str
    level: Annotated[int, Field(ge=0, description="0 is the outermost.")]
    label: str | None
    page: str | None


class FoundEdition(Edition):
    """The edition that has a number; `latest` is the one to take, and `message` says so where it is another."""

    work: NamedWork
    contents: list[ContentsLine]
    is_latest: bool
    latest: Edition
    message: str | None
    isbns: Annotated[list[Isbn13], Field(description="All numbers of the work in this language.")]
    note: Note = ""


class Work(NamedWork):
    """A work with its editions, newest first."""

    provider_keys: list[OutsideId]
    first_publish_year: int | None
    subjects: list[str]
    kind: BookKind
    editions: list[Edition]
    edition_count: Count
    isbns: list[Isbn13]
    suggested_edition: Edition | None
    note: Note = ""


class EditionOfBook(Edition):
    """The edition of an audio book."""

    work: ShortWork
