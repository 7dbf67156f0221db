"""The library of works and editions: lists, searches and single ones, each call one transaction that only reads."""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bookbytes_adapters.sql import listing, search, spelling
from bookbytes_adapters.sql.engine import begun, for_looking
from bookbytes_adapters.sql.indexing import listed
from bookbytes_adapters.sql.rows import catalogue as rows
from bookbytes_adapters.sql.tables import editions, provider_keys, works
from bookbytes_core.domain.edition import isbns_in, latest, newest_first
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.page import MAX_COUNTED, Page, PageRequest, Part, cursor, cursor_parts
from bookbytes_core.domain.provider_key import ISBN, MERGED, ProviderKey
from bookbytes_core.domain.search_query import Wanted, respelt, wanted, whole, widened
from bookbytes_core.domain.search_text import sort_key
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.catalogue import MAX_RANKED, CatalogueReader, EditionView, ListedWork, WorkView
from bookbytes_core.ports.metadata import WorkQuery

Rows = Sequence[Mapping[Any, Any]]
Places = Sequence[sa.Row[Any]]

_COUNTED_AGAIN_SECONDS = 60.0
_ENOUGH = 100
"""Where so many works have the very words, those that have longer ones are not looked for: there are pages of hits, and
gathering all that begins with a common word is what costs."""


class SqlCatalogueReader(CatalogueReader):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._looking = for_looking(engine)
        self._many_until = 0.0

    async def works(self, request: PageRequest) -> Page[ListedWork]:
        values: dict[str, Any] = {"size": request.page_size + 1, "skip": request.offset}
        if request.after is not None:
            sort_key, work_id = cursor_parts(request.after, (str, UUID))
            values |= {"sort_key": sort_key, "work_id": work_id}
        read = await listing.read(self._looking, values, walking=request.after is not None)
        total = await self._count()
        shown = read[: request.page_size]
        place = (shown[-1][1], shown[-1][0]) if len(read) > len(shown) else None
        items = [listed(work_id, edition_count, shown) for work_id, _, edition_count, shown in shown]
        return _page(items, request, place, total, MAX_COUNTED)

    async def search(self, query: WorkQuery, request: PageRequest) -> Page[ListedWork]:
        first = wanted(query.title, query.author, query.publisher, query.language)
        is_by_title = not (query.author or query.publisher or query.language)
        phrase = sort_key(query.title or "") if is_by_title else ""
        async with begun(self._looking) as connection:
            read, total = await _found(connection, first, phrase, request)
        shown = read[: request.page_size]
        last = shown[-1] if len(read) > len(shown) else None
        place = (last.tier, last.length, last.editions, last.work_id) if last else None
        items = [listed(row.work_id, -row.editions, row.shown) for row in shown]
        return _page(items, request, place, total, MAX_RANKED)

    async def work(self, work_id: UUID) -> WorkView:
        async with begun(self._engine) as connection:
            row = next(iter(await _all(connection, _WORK, {"id": work_id, "merged": str(work_id)})), None)
            if row is None:
                raise NotFound("There is no such work.", code="work_not_found")
            found = await _all(connection, _EDITIONS, {"id": row[works.c.id]})
            further = await _all(connection, _FURTHER, {"id": row[works.c.id]})
            keys = await _all(connection, _KEYS, {"id": row[works.c.id]})
        editions = newest_first(rows.edition(each) for each in found)
        return WorkView(
            work=rows.work(row),
            editions=editions,
            isbns=isbns_in(editions, _keys(further)),
            provider_keys=_keys(keys),
        )

    async def edition_by_isbn(self, isbn: Isbn) -> EditionView:
        async with begun(self._engine) as connection:
            row = next(iter(await _all(connection, _BY_ISBN, {"isbn": isbn.digits})), None)
            if row is None:
                raise NotFound(f"No edition with ISBN {isbn} is in the library.", code="isbn_not_found")
            edition = rows.edition(row)
            siblings = {"id": edition.work_id, "language": edition.language}
            found = await _all(connection, _IN_LANGUAGE, siblings)
            keys = await _all(connection, _FURTHER_IN_LANGUAGE, siblings)
        in_language = newest_first(rows.edition(each) for each in found)
        return EditionView(
            edition=edition,
            work=rows.work(row),
            latest=latest(in_language, edition.language) or edition,
            isbns=isbns_in(in_language, _keys(keys)),
        )

    async def _count(self) -> int:
        """A library with more works than are counted is not counted again with every page of it."""
        if time.monotonic() < self._many_until:
            return MAX_COUNTED + 1
        async with begun(self._looking) as connection:
            counted = await connection.scalar(listing.count()) or 0
        if counted > MAX_COUNTED:
            self._many_until = time.monotonic() + _COUNTED_AGAIN_SECONDS
        return counted


async def _found(connection: AsyncConnection, first: Wanted, phrase: str, request: PageRequest) -> tuple[Places, int]:
    """Places, one more than the page holds, and the number of candidates: of the first attempt that has any."""
    found, total = await _places(connection, whole(first), phrase, request)
    if total >= _ENOUGH or not first:
        return found, total
    settled, missing = await spelling.unknown(connection, first)
    wider = widened(settled)
    if missing:
        corrected = respelt(wider, await spelling.spellings(connection, missing))
        return ((), 0) if corrected == wider else await _places(connection, corrected, phrase, request)
    if settled != whole(first):
        found, total = await _places(connection, settled, phrase, request)
    if total or wider == settled:
        return found, total
    return await _places(connection, wider, phrase, request)


async def _places(connection: AsyncConnection, sought: Wanted, phrase: str, request: PageRequest) -> tuple[Places, int]:
    if not sought:
        return (), 0
    walking, by_title, name = request.after is not None, bool(phrase), connection.dialect.name
    values = {"size": request.page_size + 1, "skip": request.offset, **search.values(name, sought, phrase)}
    if request.after is not None:
        tier, length, edition_count, work_id = cursor_parts(request.after, (int, int, int, UUID))
        values |= {"after_tier": tier, "after_length": length, "after_editions": edition_count}
        values |= {"after_work_id": work_id}
    found = (await connection.execute(search.ranked(name, by_title=by_title, walking=walking), values)).all()
    if found or not (walking or request.offset):
        return found, found[0].total if found else 0
    return (), await connection.scalar(search.count(name, by_title=by_title), values) or 0


async def _all(connection: AsyncConnection, select: sa.Select[Any], values: Mapping[str, Any]) -> Rows:
    found: Rows = (await connection.execute(select, values)).mappings().all()
    return found


def _page(
    items: Sequence[ListedWork], request: PageRequest, place: tuple[Part, ...] | None, total: int, most: int
) -> Page[ListedWork]:
    return Page(
        items=tuple(items),
        total=min(total, most),
        page=request.page,
        page_size=request.page_size,
        next=cursor(*place) if place else None,
        total_is_minimum=total > most,
    )


def _keys(found: Rows) -> tuple[ProviderKey, ...]:
    return tuple(sorted((rows.provider_key(row) for row in found), key=lambda key: (key.provider, key.external_key)))


_MERGED = sa.select(provider_keys.c.entity_id).where(
    provider_keys.c.provider == MERGED, provider_keys.c.external_key == sa.bindparam("merged")
)
_WORK = sa.select(works).where(
    works.c.id.in_(sa.union_all(sa.select(sa.bindparam("id", type_=sa.Uuid)), _MERGED).scalar_subquery())
)
_EDITIONS = sa.select(editions).where(editions.c.work_id == sa.bindparam("id"))
_KEYS = sa.select(provider_keys).where(provider_keys.c.entity_id == sa.bindparam("id"))
_FURTHER_ISBN = sa.select(provider_keys.c.entity_id).where(
    provider_keys.c.provider == ISBN, provider_keys.c.external_key == sa.bindparam("isbn")
)
_BY_ISBN = (
    sa.select(editions, works)
    .join(works, works.c.id == editions.c.work_id)
    .where(
        editions.c.id.in_(
            sa.union_all(sa.select(editions.c.id).where(editions.c.isbn == sa.bindparam("isbn")), _FURTHER_ISBN)
        )
    )
    .order_by(editions.c.isbn != sa.bindparam("isbn"))
)
_IN_LANGUAGE = _EDITIONS.where(editions.c.language == sa.bindparam("language"))
_FURTHER = (
    sa.select(provider_keys)
    .join(editions, editions.c.id == provider_keys.c.entity_id)
    .where(provider_keys.c.provider == ISBN, editions.c.work_id == sa.bindparam("id"))
)
_FURTHER_IN_LANGUAGE = _FURTHER.where(editions.c.language == sa.bindparam("language"))
