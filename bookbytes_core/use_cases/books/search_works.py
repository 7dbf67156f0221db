"""Search for works: in the library, and in the outside catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from bookbytes_core.domain.book_kind import BookKind, kind_of
from bookbytes_core.domain.page import MAX_PAGE_SIZE, Page, PageRequest
from bookbytes_core.domain.provider_key import EntityType, ProviderKey
from bookbytes_core.domain.search_text import sort_key
from bookbytes_core.errors import BookBytesError, Unavailable
from bookbytes_core.ports.catalogue import MAX_RANKED, CatalogueReader, ListedWork
from bookbytes_core.ports.metadata import SEARCH_PAGE_SIZE, WorkQuery, WorkRecord
from bookbytes_core.use_cases.books.fetch_records import (
    LONGEST_SECONDS,
    PATIENCE_SECONDS,
    TROUBLE,
    FetchedWorks,
    FetchRecords,
    why_not_asked,
)

_MOST_ROUNDS = MAX_RANKED // MAX_PAGE_SIZE


@dataclass(frozen=True, slots=True)
class WorkHit:
    """``kind`` tells a book from what others wrote about one."""

    work: ListedWork
    kind: BookKind

    @property
    def is_book(self) -> bool:
        return self.kind is BookKind.BOOK


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``note`` says why the catalogue was not asked, where it was not."""

    page: Page[WorkHit]
    note: str | None = None


@dataclass(slots=True)
class _Round:
    """A hundred works of the library and a hundred of the catalogue."""

    listed: Page[ListedWork]
    fetched: FetchedWorks | None = None
    trouble: BookBytesError | None = None

    @property
    def total(self) -> int:
        return max(self.listed.total, self.fetched.found.total if self.fetched else 0)

    def is_last(self, number: int) -> bool:
        is_fetched = self.fetched is None or self.fetched.found.total <= number * SEARCH_PAGE_SIZE
        return is_fetched and self.listed.total <= number * MAX_PAGE_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWorks:
    """The works of the library and what the catalogue has besides, each once, in rounds of a hundred of each: within a
    round books before what others wrote about books, then titles that are the words, then works with many editions.
    What the catalogue tells is in the library from then on.

    A title that nobody has is looked for among the authors' names: many type those into the same box.

    While the catalogue cannot be asked, the library answers alone. Raises ``Unavailable`` (code
    ``catalogue_unavailable``) when it has nothing either.
    """

    catalogue: CatalogueReader
    records: FetchRecords

    async def __call__(self, query: WorkQuery, request: PageRequest) -> SearchResult:
        found = await self._found(query, request)
        if found.page.total or not query.title or query.author or query.publisher:
            return found
        return await self._found(WorkQuery(author=query.title, language=query.language), request)

    async def _found(self, query: WorkQuery, request: PageRequest) -> SearchResult:
        wanted = request.page * request.page_size
        hits: dict[UUID, WorkHit] = {}
        note: str | None = None
        for number in range(1, _MOST_ROUNDS + 1):
            gone_through = await self._round(query, number, ask=note is None)
            note = note or (why_not_asked(gone_through.trouble) if gone_through.trouble else None)
            merged = _merged(gone_through, self.records.provider)
            hits |= {hit.work.id: hit for hit in _ranked(merged, query) if hit.work.id not in hits}
            is_last = gone_through.is_last(number)
            if is_last or len(hits) >= wanted:
                break
        items = tuple(hits.values())[wanted - request.page_size : wanted]
        total = len(hits) if is_last else max(len(hits), gone_through.total)
        page = Page(items, total, request.page, request.page_size, total_is_minimum=not is_last)
        return SearchResult(page, note)

    async def _round(self, query: WorkQuery, number: int, *, ask: bool) -> _Round:
        request = PageRequest(number, MAX_PAGE_SIZE)
        listed = await self.catalogue.search(query, request)
        if not ask:
            return _Round(listed)
        try:
            patience = PATIENCE_SECONDS if listed.items else LONGEST_SECONDS
            fetched = await self.records.works(query, page=number, patience=patience)
        except TROUBLE as error:
            if not listed.items and number == 1:
                raise Unavailable(error.message, code="catalogue_unavailable") from error
            return _Round(listed, trouble=error)
        if fetched.has_news:  # so that the next page, and the same search again, see the same order
            listed = await self.catalogue.search(query, request)
        return _Round(listed, fetched)


def _merged(found: _Round, provider: str) -> list[WorkHit]:
    works = {work.id: work for work in found.listed.items}
    if found.fetched:
        for work_id, record in zip(found.fetched.ids, found.fetched.found.items, strict=True):
            work = works.get(work_id) or _listed(work_id, record, provider)
            works[work_id] = replace(work, edition_count=max(work.edition_count, record.edition_count or 0))
    return [WorkHit(work, kind_of(work.title, work.authors)) for work in works.values()]


def _ranked(hits: Iterable[WorkHit], query: WorkQuery) -> list[WorkHit]:
    title = sort_key(query.title or "")
    return sorted(hits, key=lambda hit: (not hit.is_book, sort_key(hit.work.title) != title, -hit.work.edition_count))


def _listed(work_id: UUID, record: WorkRecord, provider: str) -> ListedWork:
    return ListedWork(
        id=work_id,
        title=record.title,
        authors=record.authors,
        first_publish_year=record.first_publish_year,
        cover_url=record.cover_url,
        edition_count=record.edition_count or 0,
        provider_keys=(ProviderKey(EntityType.WORK, work_id, provider, record.key),),
    )
