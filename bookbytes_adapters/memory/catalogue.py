"""Works, editions, outside ids and imported texts."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from uuid import UUID

from bookbytes_adapters.memory.store import State, Transaction, require
from bookbytes_core.domain.edition import Edition, newest_first
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import ISBN, MERGED, EntityType, ProviderKey
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
        await self.add_all([work])

    async def add_all(self, works: Sequence[Work]) -> None:
        self._transaction.state.works |= {work.id: work for work in works}

    async def get(self, work_id: UUID) -> Work:
        work = self._transaction.state.works.get(work_id)
        if work is None:
            raise NotFound("There is no such work.", code="work_not_found")
        return work

    async def find_all(self, work_ids: Sequence[UUID]) -> tuple[Work, ...]:
        known = self._transaction.state.works
        return tuple(known[work_id] for work_id in dict.fromkeys(work_ids) if work_id in known)

    async def save_all(self, works: Sequence[Work]) -> None:
        known = self._transaction.state.works
        known |= {work.id: work for work in works if work.id in known}

    async def merge(self, into: UUID, merged: Sequence[UUID]) -> None:
        state = self._transaction.state
        require(into in state.works)
        for place, edition in state.editions.items():
            if edition.work_id in merged:
                state.editions[place] = replace(edition, work_id=into)
        for name, key in state.provider_keys.items():
            if key.entity_id in merged:
                state.provider_keys[name] = replace(key, entity_id=into)
        for work_id in merged:
            del state.works[work_id]
            state.provider_keys[MERGED, str(work_id)] = ProviderKey(EntityType.WORK, into, MERGED, str(work_id))


class MemoryEditions(EditionRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, edition: Edition) -> None:
        await self.add_all([edition])

    async def add_all(self, editions: Sequence[Edition]) -> None:
        state = self._transaction.state
        require(all(edition.work_id in state.works for edition in editions))
        _write(state, editions)

    async def get(self, edition_id: UUID) -> Edition:
        edition = self._transaction.state.editions.get(edition_id)
        if edition is None:
            raise NotFound("There is no such edition.", code="edition_not_found")
        return edition

    async def find_all(self, edition_ids: Sequence[UUID]) -> tuple[Edition, ...]:
        known = self._transaction.state.editions
        return tuple(known[edition_id] for edition_id in dict.fromkeys(edition_ids) if edition_id in known)

    async def by_isbn(self, isbn: Isbn) -> Edition | None:
        return edition_by_isbn(self._transaction.state, isbn)

    async def by_isbns(self, isbns: Sequence[Isbn]) -> Mapping[Isbn, Edition]:
        found = {isbn: edition_by_isbn(self._transaction.state, isbn) for isbn in isbns}
        return {isbn: edition for isbn, edition in found.items() if edition}

    async def of_work(self, work_id: UUID) -> tuple[Edition, ...]:
        return newest_first(each for each in self._transaction.state.editions.values() if each.work_id == work_id)

    async def save_all(self, editions: Sequence[Edition]) -> None:
        state = self._transaction.state
        _write(state, [edition for edition in editions if edition.id in state.editions])


class MemoryProviderKeys(ProviderKeyRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, key: ProviderKey) -> None:
        await self.add_all([key])

    async def add_all(self, keys: Sequence[ProviderKey]) -> None:
        known = self._transaction.state.provider_keys
        added = {(key.provider, key.external_key): key for key in keys}
        if len(added) < len(keys) or any(name in known for name in added):
            raise Conflict("This outside id is known already.", code="provider_key_taken")
        known |= added

    async def find(self, provider: str, external_key: str) -> ProviderKey | None:
        return self._transaction.state.provider_keys.get((provider, external_key))

    async def find_all(self, provider: str, external_keys: Sequence[str]) -> tuple[ProviderKey, ...]:
        found = [await self.find(provider, external_key) for external_key in dict.fromkeys(external_keys)]
        return tuple(key for key in found if key)

    async def of(self, entity_ids: Sequence[UUID]) -> tuple[ProviderKey, ...]:
        return keys_of(self._transaction.state, entity_ids)


def edition_by_isbn(state: State, isbn: Isbn) -> Edition | None:
    """By its own number, else by a further one."""
    own = next((edition for edition in state.editions.values() if edition.isbn == isbn), None)
    further = state.provider_keys.get((ISBN, isbn.digits))
    return own or (state.editions[further.entity_id] if further else None)


def keys_of(state: State, entity_ids: Iterable[UUID]) -> tuple[ProviderKey, ...]:
    """By provider and key."""
    wanted = set(entity_ids)
    return tuple(key for _, key in sorted(state.provider_keys.items()) if key.entity_id in wanted)


def _write(state: State, editions: Sequence[Edition]) -> None:
    after = state.editions | {edition.id: edition for edition in editions}
    numbers = [edition.isbn for edition in after.values() if edition.isbn]
    if len(numbers) > len(set(numbers)):
        raise Conflict("Another edition has this ISBN already.", code="isbn_taken")
    state.editions = after


class MemoryImportedTexts(ImportedTextRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, text: ImportedText) -> None:
        require(text.edition_id in self._transaction.state.editions)
        if await self.by_file(text.file_sha256, text.owner_id):
            raise Conflict("You have imported this file before.", code="text_known")
        self._transaction.state.texts[text.id] = text

    async def latest(self, edition_id: UUID, owner_id: UUID) -> ImportedText | None:
        return self._latest({edition_id}, owner_id)

    async def latest_of_work(self, work_id: UUID, owner_id: UUID) -> ImportedText | None:
        editions = self._transaction.state.editions.values()
        return self._latest({edition.id for edition in editions if edition.work_id == work_id}, owner_id)

    def _latest(self, edition_ids: Set[UUID], owner_id: UUID) -> ImportedText | None:
        texts = self._transaction.state.texts.values()
        theirs = (text for text in texts if text.edition_id in edition_ids and text.owner_id == owner_id)
        return max(theirs, key=lambda text: (text.created_at, text.id), default=None)

    async def by_file(self, file_sha256: str, owner_id: UUID) -> ImportedText | None:
        texts = self._transaction.state.texts.values()
        return next((text for text in texts if text.file_sha256 == file_sha256 and text.owner_id == owner_id), None)
