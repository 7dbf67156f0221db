"""Works, editions, outside ids and imported texts: what users share, and what they brought."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.indexing import WorkIndex
from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_adapters.sql.rows import catalogue as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import editions, imported_texts, provider_keys, works
from bookbytes_core.domain.edition import Edition, newest_first
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import ISBN, MERGED, EntityType, ProviderKey
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.repositories import (
    EditionRepository,
    ImportedText,
    ImportedTextRepository,
    ProviderKeyRepository,
    WorkRepository,
)


class SqlWorks(WorkRepository):
    def __init__(self, statements: Statements, index: WorkIndex) -> None:
        self._statements = statements
        self._index = index

    async def add(self, work: Work) -> None:
        await self.add_all([work])

    async def add_all(self, works_: Sequence[Work]) -> None:
        if works_:
            await self._statements.run(sa.insert(works), [rows.of_work(work) for work in works_])
            self._index.outdated(work.id for work in works_)

    async def get(self, work_id: UUID) -> Work:
        row = await self._statements.first(sa.select(works).where(works.c.id == work_id))
        if row is None:
            raise NotFound("There is no such work.", code="work_not_found")
        return rows.work(row)

    async def find_all(self, work_ids: Sequence[UUID]) -> tuple[Work, ...]:
        return tuple([rows.work(row) async for row in in_parts(self._statements, _WORKS, work_ids)])

    async def save_all(self, works_: Sequence[Work]) -> None:
        if works_:
            await self._statements.run(_rewritten(works), [_row(rows.of_work(work)) for work in works_])
            self._index.outdated(work.id for work in works_)

    async def merge(self, into: UUID, merged: Sequence[UUID]) -> None:
        e, k = editions.c, provider_keys.c
        await self._statements.run(sa.update(editions).where(e.work_id.in_(merged)).values(work_id=into))
        await self._statements.run(sa.update(provider_keys).where(k.entity_id.in_(merged)).values(entity_id=into))
        await self._index.forget(merged)
        await self._statements.run(sa.delete(works).where(works.c.id.in_(merged)))
        keys = [ProviderKey(EntityType.WORK, into, MERGED, str(work_id)) for work_id in merged]
        await self._statements.run(sa.insert(provider_keys), [rows.of_provider_key(key) for key in keys])
        self._index.outdated([into])


class SqlEditions(EditionRepository):
    def __init__(self, statements: Statements, index: WorkIndex) -> None:
        self._statements = statements
        self._index = index

    async def add(self, edition: Edition) -> None:
        await self.add_all([edition])

    async def add_all(self, editions_: Sequence[Edition]) -> None:
        if editions_:
            await self._statements.run(sa.insert(editions), [rows.of_edition(edition) for edition in editions_])
            self._index.outdated(edition.work_id for edition in editions_)

    async def get(self, edition_id: UUID) -> Edition:
        row = await self._statements.first(sa.select(editions).where(editions.c.id == edition_id))
        if row is None:
            raise NotFound("There is no such edition.", code="edition_not_found")
        return rows.edition(row)

    async def find_all(self, edition_ids: Sequence[UUID]) -> tuple[Edition, ...]:
        return tuple([rows.edition(row) async for row in in_parts(self._statements, _EDITIONS, edition_ids)])

    async def by_isbn(self, isbn: Isbn) -> Edition | None:
        return (await self.by_isbns([isbn])).get(isbn)

    async def by_isbns(self, isbns: Sequence[Isbn]) -> Mapping[Isbn, Edition]:
        numbers = [isbn.digits for isbn in isbns]
        found = {
            Isbn(row[provider_keys.c.external_key]): rows.edition(row)
            async for row in in_parts(self._statements, _BY_FURTHER_ISBN, numbers)
        }
        own = [rows.edition(row) async for row in in_parts(self._statements, _BY_ISBN, numbers)]
        return found | {edition.isbn: edition for edition in own if edition.isbn}

    async def of_work(self, work_id: UUID) -> tuple[Edition, ...]:
        found = await self._statements.all(sa.select(editions).where(editions.c.work_id == work_id))
        return newest_first(rows.edition(row) for row in found)

    async def save_all(self, editions_: Sequence[Edition]) -> None:
        if editions_:
            ids = [edition.id for edition in editions_]
            left = [row[editions.c.work_id] async for row in in_parts(self._statements, _WORK_OF, ids)]
            await self._statements.run(_rewritten(editions), [_row(rows.of_edition(edition)) for edition in editions_])
            self._index.outdated([*left, *(edition.work_id for edition in editions_)])


class SqlProviderKeys(ProviderKeyRepository):
    def __init__(self, statements: Statements, index: WorkIndex) -> None:
        self._statements = statements
        self._index = index

    async def add(self, key: ProviderKey) -> None:
        await self.add_all([key])

    async def add_all(self, keys: Sequence[ProviderKey]) -> None:
        if keys:
            await self._statements.run(sa.insert(provider_keys), [rows.of_provider_key(key) for key in keys])
            self._index.outdated(key.entity_id for key in keys if key.entity_type is EntityType.WORK)

    async def find(self, provider: str, external_key: str) -> ProviderKey | None:
        return next(iter(await self.find_all(provider, [external_key])), None)

    async def find_all(self, provider: str, external_keys: Sequence[str]) -> tuple[ProviderKey, ...]:
        of_provider = _KEYS.where(provider_keys.c.provider == provider)
        found = in_parts(self._statements, of_provider, external_keys)
        return tuple([rows.provider_key(row) async for row in found])

    async def of(self, entity_ids: Sequence[UUID]) -> tuple[ProviderKey, ...]:
        found = [rows.provider_key(row) async for row in in_parts(self._statements, _KEYS_OF, entity_ids)]
        return tuple(sorted(found, key=lambda key: (key.provider, key.external_key)))


_WANTED: sa.BindParameter[Any] = sa.bindparam("wanted", expanding=True)
_WORKS = sa.select(works).where(works.c.id.in_(_WANTED))
_EDITIONS = sa.select(editions).where(editions.c.id.in_(_WANTED))
_WORK_OF = sa.select(editions.c.work_id).where(editions.c.id.in_(_WANTED))
_BY_ISBN = sa.select(editions).where(editions.c.isbn.in_(_WANTED))
_BY_FURTHER_ISBN = (
    sa.select(editions, provider_keys.c.external_key)
    .join(provider_keys, provider_keys.c.entity_id == editions.c.id)
    .where(provider_keys.c.provider == ISBN, provider_keys.c.external_key.in_(_WANTED))
)
_KEYS = sa.select(provider_keys).where(provider_keys.c.external_key.in_(_WANTED))
_KEYS_OF = sa.select(provider_keys).where(provider_keys.c.entity_id.in_(_WANTED))

_AT_ONCE = 1_000
"""So many values go into one statement; both databases take some thirty thousand."""


async def in_parts(statements: Statements, select: sa.Select[Any], wanted: Sequence[object]) -> AsyncIterator[Row]:
    """The rows for each of the ``wanted`` values."""
    distinct = list(dict.fromkeys(wanted))
    for start in range(0, len(distinct), _AT_ONCE):
        for row in await statements.all(select, {"wanted": distinct[start : start + _AT_ONCE]}):
            yield row


def _rewritten(table: sa.Table) -> sa.Executable:
    changed: dict[str, sa.BindParameter[Any]] = {
        column.name: sa.bindparam(column.name) for column in table.c if not column.primary_key
    }
    return sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(changed)


def _row(values: Values) -> Values:
    return {"row_id": values.pop("id"), **values}


class SqlImportedTexts(ImportedTextRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, text: ImportedText) -> None:
        await self._statements.run(sa.insert(imported_texts), [rows.of_imported_text(text)])

    async def latest(self, edition_id: UUID, owner_id: UUID) -> ImportedText | None:
        return await self._latest(sa.select(imported_texts).where(imported_texts.c.edition_id == edition_id), owner_id)

    async def latest_of_work(self, work_id: UUID, owner_id: UUID) -> ImportedText | None:
        of_editions = sa.select(imported_texts).join(editions, editions.c.id == imported_texts.c.edition_id)
        return await self._latest(of_editions.where(editions.c.work_id == work_id), owner_id)

    async def _latest(self, texts: sa.Select[Any], owner_id: UUID) -> ImportedText | None:
        c = imported_texts.c
        newest = texts.where(c.owner_id == owner_id).order_by(c.created_at.desc(), c.id.desc()).limit(1)
        row = await self._statements.first(newest)
        return rows.imported_text(row) if row else None

    async def by_file(self, file_sha256: str, owner_id: UUID) -> ImportedText | None:
        c = imported_texts.c
        row = await self._statements.first(
            sa.select(imported_texts).where(c.owner_id == owner_id, c.file_sha256 == file_sha256)
        )
        return rows.imported_text(row) if row else None
