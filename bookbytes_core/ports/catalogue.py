"""The library of works and editions as faces show it: read-only, shared by all users."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.page import Page, PageRequest
from bookbytes_core.domain.provider_key import ProviderKey
from bookbytes_core.domain.work import Work
from bookbytes_core.ports.metadata import WorkQuery

MAX_RANKED = 500
"""So many works that fit a search are ranked, whatever their number: the commonest word costs what a rare one does."""


@dataclass(frozen=True, slots=True)
class ListedWork:
    """A work as lists and search results show it; ``provider_keys`` are the outside ids of the work itself."""

    id: UUID
    title: str
    authors: tuple[str, ...]
    first_publish_year: int | None
    cover_url: str | None
    edition_count: int
    provider_keys: tuple[ProviderKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """A work with its ``editions``, newest first, all their numbers in that order, and the outside ids of the work
    itself."""

    work: Work
    editions: tuple[Edition, ...]
    isbns: tuple[Isbn, ...]
    provider_keys: tuple[ProviderKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """An edition with its work. ``latest`` is the newest edition of the work in the same language, often the edition
    itself; ``isbns`` are all numbers of the work in that language, those of newer editions first."""

    edition: Edition
    work: Work
    latest: Edition
    isbns: tuple[Isbn, ...]

    @property
    def is_latest(self) -> bool:
        return self.edition.id == self.latest.id


class CatalogueReader(Protocol):
    """Each call is one short look outside any unit of work.

    Every adapter promises, and ``tests/contracts/catalogue_reader.py`` checks:

    - lists are walked by ``next`` without a work left out or shown twice, and a page costs the same at any depth;
    - a search minds no case, accents or punctuation; every word must be there, the last one may be its beginning; a
      title that is the words comes before one that starts with them, and that before one that holds them;
    - at most ``MAX_RANKED`` works are ranked; where more fit, ``total_is_minimum`` says so.
    """

    @abstractmethod
    async def works(self, request: PageRequest) -> Page[ListedWork]:
        """All works by title. Counted exactly up to ``MAX_COUNTED``."""
        ...

    @abstractmethod
    async def search(self, query: WorkQuery, request: PageRequest) -> Page[ListedWork]:
        """Best first. Where nothing fits the words of a title, authors' names are looked through too, and then words
        spelt almost so."""
        ...

    @abstractmethod
    async def work(self, work_id: UUID) -> WorkView:
        """Raises ``NotFound`` (code ``work_not_found``). The id of a work that was merged gives the one it became."""
        ...

    @abstractmethod
    async def edition_by_isbn(self, isbn: Isbn) -> EditionView:
        """Raises ``NotFound`` (code ``isbn_not_found``)."""
        ...
