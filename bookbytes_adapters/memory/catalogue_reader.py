"""The library of works and editions, from the last committed state."""

import difflib
from collections.abc import Iterable, Sequence
from uuid import UUID

from bookbytes_adapters.memory.catalogue import edition_by_isbn, keys_of
from bookbytes_adapters.memory.store import MemoryStore, State
from bookbytes_core.domain.edition import isbns_in, latest, newest_first
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.page import MAX_COUNTED, Page, PageRequest, Part, cursor, cursor_parts
from bookbytes_core.domain.provider_key import MERGED
from bookbytes_core.domain.search_query import Wanted, Word, respelt, wanted, widened
from bookbytes_core.domain.search_text import indexed, sort_key
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.catalogue import MAX_RANKED, CatalogueReader, EditionView, ListedWork, WorkView
from bookbytes_core.ports.metadata import WorkQuery

Place = tuple[Part, ...]


class MemoryCatalogueReader(CatalogueReader):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def works(self, request: PageRequest) -> Page[ListedWork]:
        state = self._store.state
        places: dict[Place, Work] = {(sort_key(work.title), work.id): work for work in state.works.values()}
        return _page(state, places, request, (str, UUID), MAX_COUNTED)

    async def search(self, query: WorkQuery, request: PageRequest) -> Page[ListedWork]:
        state = self._store.state
        first = wanted(query.title, query.author, query.publisher, query.language)
        found: list[Work] = []
        for attempt in (first, widened(first), _corrected(state, widened(first))):
            found = found or [work for work in state.works.values() if _fits(state, work, attempt)]
        phrase = sort_key(query.title or "")
        places: dict[Place, Work] = {_rank(state, work, phrase): work for work in found}
        return _page(state, places, request, (int, int, int, UUID), MAX_RANKED)

    async def work(self, work_id: UUID) -> WorkView:
        state = self._store.state
        merged = state.provider_keys.get((MERGED, str(work_id)))
        work = state.works.get(merged.entity_id if merged else work_id)
        if work is None:
            raise NotFound("There is no such work.", code="work_not_found")
        editions = newest_first(edition for edition in state.editions.values() if edition.work_id == work.id)
        return WorkView(
            work=work,
            editions=editions,
            isbns=isbns_in(editions, keys_of(state, [edition.id for edition in editions])),
            provider_keys=keys_of(state, [work.id]),
        )

    async def edition_by_isbn(self, isbn: Isbn) -> EditionView:
        state = self._store.state
        edition = edition_by_isbn(state, isbn)
        if edition is None:
            raise NotFound(f"No edition with ISBN {isbn} is in the library.", code="isbn_not_found")
        siblings = newest_first(
            each
            for each in state.editions.values()
            if each.work_id == edition.work_id and each.language == edition.language
        )
        further = keys_of(state, [each.id for each in siblings])
        return EditionView(
            edition=edition,
            work=state.works[edition.work_id],
            latest=latest(siblings, edition.language) or edition,
            isbns=isbns_in(siblings, further),
        )


def _page(
    state: State, places: dict[Place, Work], request: PageRequest, kinds: Sequence[type[Part]], most: int
) -> Page[ListedWork]:
    after = cursor_parts(request.after, kinds) if request.after is not None else None
    ordered = sorted(places) if most == MAX_COUNTED else sorted(places)[:most]
    rest = [place for place in ordered if after is None or place > after][request.offset :]
    shown = rest[: request.page_size]
    return Page(
        items=_listed(state, [places[place] for place in shown]),
        total=min(len(places), most),
        page=request.page,
        page_size=request.page_size,
        next=cursor(*shown[-1]) if len(rest) > len(shown) else None,
        total_is_minimum=len(places) > most,
    )


def _listed(state: State, works: Sequence[Work]) -> tuple[ListedWork, ...]:
    return tuple(
        ListedWork(
            id=work.id,
            title=work.title,
            authors=work.authors,
            first_publish_year=work.first_publish_year,
            cover_url=work.cover_url,
            edition_count=_edition_count(state, work),
            provider_keys=keys_of(state, [work.id]),
        )
        for work in works
    )


def _edition_count(state: State, work: Work) -> int:
    return sum(1 for edition in state.editions.values() if edition.work_id == work.id)


def _terms(state: State, work: Work) -> tuple[str, ...]:
    editions = [each for each in state.editions.values() if each.work_id == work.id]
    return indexed(work.title, work.authors, ((each.title, each.publisher, each.language) for each in editions)).terms


def _fits(state: State, work: Work, sought: Wanted) -> bool:
    return bool(sought) and all(_has(_terms(state, work), word) for word in sought)


def _has(found: Iterable[str], word: Word) -> bool:
    return any(term == form or (word.is_beginning and term.startswith(form)) for term in found for form in word.forms)


def _corrected(state: State, sought: Wanted) -> Wanted:
    known = list(dict.fromkeys(term[1:] for work in state.works.values() for term in _terms(state, work)))
    return respelt(
        sought, {word.text: difflib.get_close_matches(word.text, known, n=3, cutoff=0.75) for word in sought}
    )


def _rank(state: State, work: Work, phrase: str) -> Place:
    title = sort_key(work.title)
    tier = 0 if title == phrase else 1 if title.startswith(phrase) else 2
    return tier, len(title) if phrase else 0, -_edition_count(state, work), work.id
