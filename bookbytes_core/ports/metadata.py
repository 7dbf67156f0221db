"""What outside catalogues know of works and editions."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.language import is_language_tag
from bookbytes_core.errors import InvalidInput

SEARCH_PAGE_SIZE = 100
"""Works on one page of a search."""
_LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """What a work is searched by: at least one of them; ``language`` is BCP 47.

    White space around and between words says nothing and is folded. Raises ``InvalidInput`` (code ``invalid_search``).
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        for name in ("title", "author", "publisher", "language"):
            words = " ".join((getattr(self, name) or "").split())
            if len(words) > _LONGEST_WORDS:
                raise _unfit(f"{name} may have at most {_LONGEST_WORDS} characters.")
            if not _is_text(words):
                raise _unfit(f"{name} holds characters that are no text: give it as UTF-8.")
            object.__setattr__(self, name, words or None)
        if not (self.title or self.author or self.publisher):
            raise _unfit("Give a title, an author or a publisher to search for.")
        if self.language and not is_language_tag(self.language):
            raise _unfit(f"{self.language[:40]!r} is no language: give its tag, such as en or pt-BR.")


def _is_text(words: str) -> bool:
    """Not what is left of bytes that are no UTF-8 (PEP 383)."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unfit(message: str) -> InvalidInput:
    return InvalidInput(message, code="invalid_search")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRecord:
    """A work as a provider tells of it.

    ``key`` is its external key now; ``former_keys`` are others that lead to it, such as those of records merged into
    it. ``edition_count`` is None where the provider does not say.
    """

    key: str
    former_keys: tuple[str, ...] = ()
    title: str
    authors: tuple[str, ...] = ()
    first_publish_year: int | None = None
    subjects: tuple[str, ...] = ()
    cover_url: str | None = None
    description: str | None = None
    edition_count: int | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRecord:
    """An edition as a provider tells of it. ``isbns`` are all its valid numbers, its own first; ``language`` is BCP 47,
    "und" where it is unknown; ``contents`` is its table of contents."""

    key: str
    former_keys: tuple[str, ...] = ()
    work_key: str | None = None
    isbns: tuple[Isbn, ...] = ()
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    publish_year: int | None = None
    language: str = "und"
    pages: int | None = None
    statement: str | None = None
    cover_url: str | None = None
    contents: tuple[ContentsEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundWorks:
    """One page of a search; ``total`` is how many works there are on all pages."""

    items: tuple[WorkRecord, ...]
    total: int


class MetadataProvider(Protocol):
    """Tells what an outside catalogue knows.

    Every adapter promises, and ``tests/contracts/metadata.py`` checks:

    - what it does not know is ``NotFound`` (codes ``work_not_found``, ``isbn_not_found``); trouble that may pass is
      ``Unavailable``, after its own few attempts, with the pause that the vendor names; a quota that is used up, or a
      refusal of this program, is ``Refused`` (codes ``quota`` and ``vendor_refused``): the three are never taken for
      one another;
    - a search costs one request to the vendor; one that finds nothing is an empty page, not an error;
    - a key or number of a record that was merged into another gives that other one, with the old key among its
      ``former_keys``; a deleted record is not found;
    - dates, languages and names come as plain values: a year, BCP 47, names and not keys of names.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """The provider's name in ``ProviderKey``s."""
        ...

    @abstractmethod
    async def search(self, query: WorkQuery, *, page: int = 1) -> FoundWorks:
        """``SEARCH_PAGE_SIZE`` works a page, best first; pages count from 1."""
        ...

    @abstractmethod
    async def work(self, key: str) -> WorkRecord: ...

    @abstractmethod
    async def editions(self, work_key: str) -> tuple[EditionRecord, ...]:
        """All editions of the work, with all their ISBNs."""
        ...

    @abstractmethod
    async def edition_by_isbn(self, isbn: Isbn) -> EditionRecord: ...
