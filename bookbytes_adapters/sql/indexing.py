"""What works are found by, made from their own rows and those of their editions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import upsert
from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import editions, search_words, work_index, works
from bookbytes_core.domain.search_text import Indexed, indexed

SHORTEST_RESPELT = 4
"""Shorter words are not corrected: too many others are spelt almost so."""

_ROWS = 500


class WorkIndex:
    """The index within a unit of work: what it is told of here is found once that commits."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def renew(self, work_ids: Iterable[UUID]) -> None:
        """Three statements for every five hundred works."""
        distinct = sorted(set(work_ids))
        for start in range(0, len(distinct), _ROWS):
            rows = await self._statements.all(_DESCRIBED, {"work_ids": distinct[start : start + _ROWS]})
            documents = list(_documents(rows))
            await self._statements.run(_written(self._statements.dialect), [_values(*each) for each in documents])
            spelt = _spelt(documents)
            if spelt:
                await self._statements.run(_learnt(self._statements.dialect), spelt)

    async def forget(self, work_ids: Sequence[UUID]) -> None:
        await self._statements.run(sa.delete(work_index).where(work_index.c.work_id.in_(work_ids)))


def index_all(connection: sa.Connection) -> None:
    """Index every work anew, for migrations."""
    name, last = connection.dialect.name, None
    while True:
        page = sa.select(works.c.id).order_by(works.c.id).limit(_ROWS)
        ids = connection.scalars(page if last is None else page.where(works.c.id > last)).all()
        if not ids:
            return
        last = ids[-1]
        documents = list(_documents(connection.execute(_DESCRIBED, {"work_ids": ids}).mappings().all()))
        connection.execute(_written(name), [_values(*each) for each in documents])
        spelt = _spelt(documents)
        if spelt:
            connection.execute(_learnt(name), spelt)


_DESCRIBED = (
    sa.select(works.c.id, works.c.title, works.c.authors, editions.c.title, editions.c.publisher, editions.c.language)
    .outerjoin(editions, editions.c.work_id == works.c.id)
    .where(works.c.id.in_(sa.bindparam("work_ids", expanding=True)))
    .order_by(works.c.id, editions.c.id)
)


def _documents(rows: Sequence[Row]) -> Iterator[tuple[UUID, int, Indexed]]:
    """Work, number of editions, and what is to be indexed."""
    e = editions.c
    for work_id, of_work in groupby(rows, key=lambda row: row[works.c.id]):
        all_rows = list(of_work)
        first = all_rows[0]
        with_edition = [row for row in all_rows if row[e.language] is not None]
        yield (
            work_id,
            len(with_edition),
            indexed(
                first[works.c.title],
                first[works.c.authors],
                ((row[e.title], row[e.publisher], row[e.language]) for row in with_edition),
            ),
        )


def _values(work_id: UUID, edition_count: int, document: Indexed) -> Values:
    return {
        "work_id": work_id,
        "sort_key": document.sort_key,
        "edition_count": edition_count,
        "terms": " ".join(document.terms),
    }


def _spelt(documents: Iterable[tuple[UUID, int, Indexed]]) -> list[Mapping[str, Any]]:
    """In one order for everybody, so that two who learn the same words do not wait for each other in a circle."""
    found = {word for _, _, document in documents for word in document.spelt if len(word) >= SHORTEST_RESPELT}
    return [{"word": word, "backwards": word[::-1]} for word in sorted(found)]


def _written(dialect: str) -> sa.Executable:
    insert = upsert(dialect, work_index)
    changed = {name: insert.excluded[name] for name in ("sort_key", "edition_count", "terms")}
    return insert.on_conflict_do_update(index_elements=["work_id"], set_=changed)


def _learnt(dialect: str) -> sa.Executable:
    return upsert(dialect, search_words).on_conflict_do_nothing()
