"""Works, editions, outside ids and imported texts."""

from collections.abc import Sequence
from uuid import UUID

from bookbytes_adapters.memory.store import Transaction, require
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import ProviderKey
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.repositories import (
    EditionRepository,
    ImportedText,
    ImportedTextRepository,
    ProviderKeyRepository,
    WorkRepository,
)


class MemoryWorks(WorkRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, work: Work) -> None:
        self._transaction.state.works[work.id] = work

    async def get(self, work_id: UUID) -> Work:
        work = self._transaction.state.works.get(work_id)
        if work is None:
            raise NotFound("There is no such work.", code="work_not_found")
        return work


class MemoryEditions(EditionRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, edition: Edition) -> None:
        require(edition.work_id in self._transaction.state.works)
        if edition.isbn and await self.by_isbn(edition.isbn):
            raise Conflict("Another edition has this ISBN already.", code="isbn_taken")
        self._transaction.state.editions[edition.id] = edition

    async def get(self, edition_id: UUID) -> Edition:
        edition = self._transaction.state.editions.get(edition_id)
        if edition is None:
            raise NotFound("There is no such edition.", code="edition_not_found")
        return edition

    async def by_isbn(self, isbn: Isbn) -> Edition | None:
        return next((each for each in self._transaction.state.editions.values() if each.isbn == isbn), None)


class MemoryProviderKeys(ProviderKeyRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, key: ProviderKey) -> None:
        if await self.find(key.provider, key.external_key):
            raise Conflict("This outside id is known already.", code="provider_key_taken")
        self._transaction.state.provider_keys[key.provider, key.external_key] = key

    async def find(self, provider: str, external_key: str) -> ProviderKey | None:
        return self._transaction.state.provider_keys.get((provider, external_key))

    async def of(self, entity_ids: Sequence[UUID]) -> tuple[ProviderKey, ...]:
        known = sorted(self._transaction.state.provider_keys.items())
        return tuple(key for _, key in known if key.entity_id in entity_ids)


class MemoryImportedTexts(ImportedTextRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, text: ImportedText) -> None:
        require(text.edition_id in self._transaction.state.editions)
        if await self.by_file(text.file_sha256, text.owner_id):
            raise Conflict("You have imported this file before.", code="text_known")
        self._transaction.state.texts[text.id] = text

    async def latest(self, edition_id: UUID, owner_id: UUID) -> ImportedText | None:
        theirs = (
            text
            for text in self._transaction.state.texts.values()
            if text.edition_id == edition_id and text.owner_id == owner_id
        )
        return max(theirs, key=lambda text: (text.created_at, text.id), default=None)

    async def by_file(self, file_sha256: str, owner_id: UUID) -> ImportedText | None:
        texts = self._transaction.state.texts.values()
        return next((text for text in texts if text.file_sha256 == file_sha256 and text.owner_id == owner_id), None)
