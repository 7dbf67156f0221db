"""How far imports of catalogues have come, and what authors are called there."""

from collections.abc import Mapping, Sequence

from bookbytes_adapters.memory.store import Transaction
from bookbytes_core.ports.catalogue_source import CatalogueImport, CatalogueImportRepository


class MemoryCatalogueImports(CatalogueImportRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def find(self, fingerprint: str) -> CatalogueImport | None:
        return self._transaction.state.catalogue_imports.get(fingerprint)

    async def save(self, progress: CatalogueImport) -> None:
        self._transaction.state.catalogue_imports[progress.fingerprint] = progress

    async def author_names(self, provider: str, keys: Sequence[str]) -> Mapping[str, str]:
        known = self._transaction.state.author_names
        return {key: known[provider, key] for key in keys if (provider, key) in known}

    async def name_authors(self, provider: str, names: Mapping[str, str]) -> None:
        self._transaction.state.author_names |= {(provider, key): name for key, name in names.items()}
