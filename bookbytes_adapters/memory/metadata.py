"""A catalogue that knows what it was given."""

from collections.abc import Iterable
from dataclasses import replace

from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import BookBytesError, NotFound
from bookbytes_core.ports.metadata import (
    SEARCH_PAGE_SIZE,
    EditionRecord,
    FoundWorks,
    MetadataProvider,
    WorkQuery,
    WorkRecord,
)


class MemoryMetadata(MetadataProvider):
    """Records whose ``former_keys`` name others stand for these too. ``requests`` holds the name of each method that
    was asked; while ``trouble`` is set, it is what every request ends with."""

    def __init__(
        self, works: Iterable[WorkRecord] = (), editions: Iterable[EditionRecord] = (), *, name: str = "memory"
    ) -> None:
        self._name = name
        self._works = tuple(works)
        self._editions = tuple(editions)
        self.requests: list[str] = []
        self.trouble: BookBytesError | None = None

    @property
    def name(self) -> str:
        return self._name

    async def search(self, query: WorkQuery, *, page: int = 1) -> FoundWorks:
        self._request("search")
        found = [self._described(work) for work in self._works if self._fits(work, query)]
        start = (page - 1) * SEARCH_PAGE_SIZE
        return FoundWorks(tuple(found[start : start + SEARCH_PAGE_SIZE]), len(found))

    async def work(self, key: str) -> WorkRecord:
        self._request("work")
        return self._work(key)

    async def editions(self, work_key: str) -> tuple[EditionRecord, ...]:
        self._request("editions")
        return self._editions_of(self._work(work_key))

    async def edition_by_isbn(self, isbn: Isbn) -> EditionRecord:
        self._request("edition_by_isbn")
        for edition in self._editions:
            if isbn in edition.isbns:
                return edition
        raise NotFound(f"No edition with the ISBN {isbn} is known.", code="isbn_not_found")

    def _request(self, method: str) -> None:
        self.requests.append(method)
        if self.trouble is not None:
            raise self.trouble

    def _work(self, key: str) -> WorkRecord:
        for work in self._works:
            if key == work.key or key in work.former_keys:
                return work
        raise NotFound(f"{key[:40]!r} is no work that is known.", code="work_not_found")

    def _editions_of(self, work: WorkRecord) -> tuple[EditionRecord, ...]:
        keys = (work.key, *work.former_keys)
        return tuple(edition for edition in self._editions if edition.work_key in keys)

    def _described(self, work: WorkRecord) -> WorkRecord:
        """With what its editions tell of it."""
        editions = self._editions_of(work)
        languages = dict.fromkeys((*work.languages, *(edition.language for edition in editions)))
        count = work.edition_count if work.edition_count is not None else len(editions) or None
        return replace(work, edition_count=count, languages=tuple(each for each in languages if each != "und"))

    def _fits(self, work: WorkRecord, query: WorkQuery) -> bool:
        editions = self._editions_of(work)
        publishers = (edition.publisher or "" for edition in editions)
        languages = (*work.languages, *(edition.language for edition in editions))
        return (
            _has(query.title, (work.title,))
            and _has(query.author, work.authors)
            and _has(query.publisher, publishers)
            and (query.language is None or query.language in languages)
        )


def _has(wanted: str | None, texts: Iterable[str]) -> bool:
    """Whether all wanted words stand in one of the texts."""
    words = (wanted or "").casefold().split()
    return wanted is None or any(all(word in text.casefold() for word in words) for text in texts)
