"""How far imports of catalogues have come, and what authors are called there."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import upsert
from bookbytes_adapters.sql.repositories.catalogue import in_parts
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import author_names, catalogue_imports
from bookbytes_core.ports.catalogue_source import CatalogueImport, CatalogueImportRepository


class SqlCatalogueImports(CatalogueImportRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def find(self, fingerprint: str) -> CatalogueImport | None:
        wanted = sa.select(catalogue_imports).where(catalogue_imports.c.fingerprint == fingerprint)
        row = await self._statements.first(wanted)
        return CatalogueImport(**{name.name: row[name.name] for name in fields(CatalogueImport)}) if row else None

    async def save(self, progress: CatalogueImport) -> None:
        insert = upsert(self._statements.dialect, catalogue_imports)
        changed = {column.name: insert.excluded[column.name] for column in catalogue_imports.c}
        statement = insert.on_conflict_do_update(index_elements=["fingerprint"], set_=changed)
        await self._statements.run(statement, [asdict(progress)])

    async def author_names(self, provider: str, keys: Sequence[str]) -> Mapping[str, str]:
        c = author_names.c
        of_provider = sa.select(c.external_key, c.name).where(
            c.provider == provider, c.external_key.in_(sa.bindparam("wanted", expanding=True))
        )
        return {row[c.external_key]: row[c.name] async for row in in_parts(self._statements, of_provider, keys)}

    async def name_authors(self, provider: str, names: Mapping[str, str]) -> None:
        insert = upsert(self._statements.dialect, author_names)
        statement = insert.on_conflict_do_update(
            index_elements=["provider", "external_key"], set_={"name": insert.excluded.name}
        )
        rows = [{"provider": provider, "external_key": key, "name": name} for key, name in sorted(names.items())]
        await self._statements.run(statement, rows)
