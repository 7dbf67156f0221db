"""An edition: one published form of a work, in one language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bookbytes_core.domain.isbn import Isbn, IsbnType
from bookbytes_core.domain.provider_key import ISBN, ProviderKey

_NO_YEAR = -10_000


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
    """``language`` is BCP 47; ``statement`` is the free text of the imprint ("2nd, revised"); ``contents`` is its
    printed table of contents, where that is known."""

    id: UUID
    work_id: UUID
    title: str
    isbn: Isbn | None = None
    publisher: str | None = None
    publish_year: int | None = None
    language: str = "und"
    pages: int | None = None
    statement: str | None = None
    contents: tuple[ContentsEntry, ...] = ()
    created_at: datetime
    updated_at: datetime

    @property
    def isbn_type(self) -> IsbnType | None:
        """What the canonical number is: always ISBN-13 where there is one; the older form is derived from it."""
        return IsbnType.ISBN_13 if self.isbn else None


def newest_first(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """By year, the later the earlier; those without a year come last, and ids break ties."""
    return tuple(sorted(editions, key=lambda edition: (edition.publish_year or _NO_YEAR, edition.id), reverse=True))


def latest(editions: Iterable[Edition], language: str) -> Edition | None:
    """The newest edition in that language; it stands for its work there."""
    return next((edition for edition in newest_first(editions) if edition.language == language), None)


def suggested(editions: Sequence[Edition], language: str | None = None) -> Edition | None:
    """The newest edition in ``language`` (BCP 47; "en-US" is content with "en", and the other way round), else in the
    language that most of the editions are in."""
    ordered = newest_first(editions)
    for wanted in (language, _main_language(ordered)):
        exact = latest(ordered, wanted) if wanted else None
        near = next((each for each in ordered if wanted and _primary(each.language) == _primary(wanted)), None)
        if exact or near:
            return exact or near
    return ordered[0] if ordered else None


def _main_language(ordered: Sequence[Edition]) -> str | None:
    """Of languages with equally many editions, that of the oldest edition."""
    known = [edition.language for edition in reversed(ordered) if edition.language != "und"]
    return max(known, key=known.count, default=None)


def _primary(language: str) -> str:
    return language.casefold().partition("-")[0]


def isbns_in(editions: Sequence[Edition], keys: Iterable[ProviderKey]) -> tuple[Isbn, ...]:
    """All numbers of these editions in their order, the further ones (provider ``ISBN`` among ``keys``) with them."""
    further: dict[UUID, list[Isbn]] = {}
    for key in keys:
        if key.provider == ISBN:
            further.setdefault(key.entity_id, []).append(Isbn(key.external_key))
    own = [([edition.isbn] if edition.isbn else []) + further.get(edition.id, []) for edition in editions]
    return tuple(dict.fromkeys(isbn for numbers in own for isbn in numbers))
