"""Works, editions, outside ids and imported texts: what users share, and what they brought."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.rows import catalogue as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import editions, imported_texts, provider_keys, works
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import ProviderKey
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
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, work: Work) -> None:
        await self._statements.run(sa.insert(works), [rows.of_work(work)])

    async def get(self, work_id: UUID) -> Work:
        row = await self._statements.first(sa.select(works).where(works.c.id == work_id))
        if row is None:
            raise NotFound("There is no such work.", code="work_not_found")
        return rows.work(row)


class SqlEditions(EditionRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, edition: Edition) -> None:
        await self._statements.run(sa.insert(editions), [rows.of_edition(edition)])

    async def get(self, edition_id: UUID) -> Edition:
        row = await self._statements.first(sa.select(editions).where(editions.c.id == edition_id))
        if row is None:
            raise NotFound("There is no such edition.", code="edition_not_found")
        return rows.edition(row)

    async def by_isbn(self, isbn: Isbn) -> Edition | None:
        row = await self._statements.first(sa.select(editions).where(editions.c.isbn == isbn.digits))
        return rows.edition(row) if row else None


class SqlProviderKeys(ProviderKeyRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, key: ProviderKey) -> None:
        await self._statements.run(sa.insert(provider_keys), [rows.of_provider_key(key)])

    async def find(self, provider: str, external_key: str) -> ProviderKey | None:
        c = provider_keys.c
        row = await self._statements.first(
            sa.select(provider_keys).where(c.provider == provider, c.external_key == external_key)
        )
        return rows.provider_key(row) if row else None

    async def of(self, entity_ids: Sequence[UUID]) -> tuple[ProviderKey, ...]:
        c = provider_keys.c
        wanted = sa.select(provider_keys).where(c.entity_id.in_(entity_ids)).order_by(c.provider, c.external_key)
        return tuple(rows.provider_key(row) for row in await self._statements.all(wanted))


class SqlImportedTexts(ImportedTextRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, text: ImportedText) -> None:
        await self._statements.run(sa.insert(imported_texts), [rows.of_imported_text(text)])

    async def latest(self, edition_id: UUID, owner_id: UUID) -> ImportedText | None:
        c = imported_texts.c
        row = await self._statements.first(
            sa.select(imported_texts)
            .where(c.edition_id == edition_id, c.owner_id == owner_id)
            .order_by(c.created_at.desc(), c.id.desc())
            .limit(1)
        )
        return rows.imported_text(row) if row else None

    async def by_file(self, file_sha256: str, owner_id: UUID) -> ImportedText | None:
        c = imported_texts.c
        row = await self._statements.first(
            sa.select(imported_texts).where(c.owner_id == owner_id, c.file_sha256 == file_sha256)
        )
        return rows.imported_text(row) if row else None
