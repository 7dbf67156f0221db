"""What works are listed, shown and found by, made from their own rows and all that hangs on them.

A page of a list reads one row for each work it shows, and a search ranks by these rows alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import upsert
from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import editions, provider_keys, search_words, work_index, works
from bookbytes_core.domain.provider_key import EntityType, ProviderKey
from bookbytes_core.domain.search_text import Indexed, indexed
from bookbytes_core.ports.catalogue import ListedWork

SHORTEST_RESPELT = 4
"""Shorter words are not corrected: too many others are spelt almost so."""

_AT_ONCE = 500


class WorkIndex:
    """The index within a unit of work, renewed once for all that it wrote, just before it commits."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._outdated: set[UUID] = set()
        statements.before_commit.append(self._renew)

    def outdated(self, work_ids: Iterable[UUID]) -> None:
        """Something of these works was written."""
        self._outdated |= set(work_ids)

    async def forget(self, work_ids: Sequence[UUID]) -> None:
        """These works are about to be removed."""
        self._outdated -= set(work_ids)
        await self._statements.run(sa.delete(work_index).where(work_index.c.work_id.in_(work_ids)))

    async def _renew(self) -> None:
        """Four statements for every five hundred works."""
        distinct = sorted(self._outdated)
        for start in range(0, len(distinct), _AT_ONCE):
            some = {"work_ids": distinct[start : start + _AT_ONCE]}
            documents = _documents(await self._statements.all(_WORKS, some), await self._statements.all(_KEYS, some))
            for statement, values in _writes(self._statements.dialect, documents):
                await self._statements.run(statement, values)
        self._outdated.clear()


def index_all(connection: sa.Connection) -> None:
    """Index every work anew, for migrations."""
    last = UUID(int=0)
    while ids := connection.scalars(_FOLLOWING, {"last": last}).all():
        last, some = ids[-1], {"work_ids": ids}
        found = (connection.execute(statement, some).mappings().all() for statement in (_WORKS, _KEYS))
        for statement, values in _writes(connection.dialect.name, _documents(*found)):
            connection.execute(statement, values)


def listed(work_id: UUID, edition_count: int, shown: Sequence[Any]) -> ListedWork:
    """The work that a row of the index shows."""
    title, authors, year, cover_url, keys = shown
    of_work = tuple([ProviderKey(EntityType.WORK, work_id, provider, key) for provider, key in keys])
    return ListedWork(work_id, title, tuple(authors), year, cover_url, edition_count, of_work)


@dataclass(frozen=True, slots=True)
class _Document:
    work_id: UUID
    edition_count: int
    shown: Sequence[object]
    indexed: Indexed

    @property
    def row(self) -> Values:
        return {
            "work_id": self.work_id,
            "sort_key": self.indexed.sort_key,
            "edition_count": self.edition_count,
            "shown": self.shown,
            "terms": " ".join(self.indexed.terms),
        }


_IDS: sa.BindParameter[Any] = sa.bindparam("work_ids", expanding=True)
_FOLLOWING = (
    sa.select(works.c.id).where(works.c.id > sa.bindparam("last", type_=sa.Uuid)).order_by(works.c.id).limit(_AT_ONCE)
)
_WORKS = (
    sa.select(
        *(works.c[name] for name in ("id", "title", "authors", "first_publish_year", "cover_url")),
        *(editions.c[name] for name in ("title", "publisher", "language")),
    )
    .outerjoin(editions, editions.c.work_id == works.c.id)
    .where(works.c.id.in_(_IDS))
    .order_by(works.c.id, editions.c.id)
)
_KEYS = sa.select(provider_keys).where(provider_keys.c.entity_id.in_(_IDS))


def _documents(found: Sequence[Row], keys: Sequence[Row]) -> list[_Document]:
    w, e, k = works.c, editions.c, provider_keys.c
    of_works: dict[UUID, list[tuple[str, str]]] = {}
    for row in keys:
        of_works.setdefault(row[k.entity_id], []).append((row[k.provider], row[k.external_key]))
    documents = []
    for work_id, of_work in groupby(found, key=lambda row: row[w.id]):
        every = list(of_work)
        first, of_editions = every[0], [row for row in every if row[e.language] is not None]
        described = ((row[e.title], row[e.publisher], row[e.language]) for row in of_editions)
        outside = sorted(of_works.get(work_id, ()))
        shown = (first[w.title], first[w.authors], first[w.first_publish_year], first[w.cover_url], outside)
        document = indexed(first[w.title], first[w.authors], described)
        documents.append(_Document(work_id, len(of_editions), shown, document))
    return documents


def _writes(dialect: str, documents: Sequence[_Document]) -> Iterator[tuple[sa.Executable, list[Values]]]:
    """Rows in one order for everybody, so that two who write the same do not wait for each other in a circle."""
    if documents:
        insert = upsert(dialect, work_index)
        renewed = {name: insert.excluded[name] for name in ("sort_key", "edition_count", "shown", "terms")}
        yield (
            insert.on_conflict_do_update(index_elements=["work_id"], set_=renewed),
            [document.row for document in documents],
        )
    words = {word for document in documents for word in document.indexed.spelt if len(word) >= SHORTEST_RESPELT}
    if words:
        yield (
            upsert(dialect, search_words).on_conflict_do_nothing(),
            [{"word": word, "backwards": word[::-1]} for word in sorted(words)],
        )
