"""Keep what providers tell of works and editions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import WRITE_CONFLICT, BookBytesError, Conflict, DatabaseUnavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.metadata import EditionRecord, WorkRecord
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.books.shelf import Shelf

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """The library's ids of the records, by the provider's keys."""

    works: Mapping[str, UUID]
    editions: Mapping[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRecords:
    """Works and editions with their outside ids are in the library afterwards, each once, however often and by however
    many at once it is called.

    A work or edition is known by the provider's key, by a former one, or, an edition, by its numbers: so one that came
    with a user's file is given its key, and works that turn out to be one are merged into the oldest of them. What a
    record says replaces what was known, what it is silent on stays.
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    new_id: IdFactory

    async def __call__(
        self, provider: str, *, works: Sequence[WorkRecord] = (), editions: Sequence[EditionRecord] = ()
    ) -> Kept:
        for tries_left in reversed(range(_TRIES)):
            try:
                async with self.new_uow() as uow:
                    kept = await self.within(uow, provider, works=works, editions=editions)
                    await uow.commit()
                return kept
            except (Conflict, DatabaseUnavailable) as error:
                if not tries_left or not lost_a_race(error):
                    raise
        raise AssertionError("the last try returns or raises")

    async def within(
        self, uow: UnitOfWork, provider: str, *, works: Sequence[WorkRecord], editions: Sequence[EditionRecord]
    ) -> Kept:
        """The same as part of a transaction. Raises what ``lost_a_race`` knows when another one keeps the same records
        meanwhile: then all of it is to be done again."""
        shelf = await self._shelf(uow, provider, works, editions)
        works_kept = {record.key: shelf.put_work(record) for record in works}
        editions_kept = {record.key: shelf.put_edition(record) for record in editions}
        await _write(uow, shelf)
        return Kept({key: shelf.keys.get(key, work_id) for key, work_id in works_kept.items()}, editions_kept)

    async def _shelf(
        self, uow: UnitOfWork, provider: str, works: Sequence[WorkRecord], editions: Sequence[EditionRecord]
    ) -> Shelf:
        shelf = Shelf(provider=provider, new_id=self.new_id, now=self.clock.now())
        keys = await uow.provider_keys.find_all(provider, _keys(works, editions))
        by_isbn = await uow.editions.by_isbns(_isbns(editions))
        ids = [key.entity_id for key in keys]
        known = {edition.id: edition for edition in (*await uow.editions.find_all(ids), *by_isbn.values())}
        known_works = await uow.works.find_all([*ids, *(edition.work_id for edition in known.values())])
        outside = await uow.provider_keys.of([*known, *(work.id for work in known_works)])
        shelf.know(known_works, known.values(), outside)
        shelf.keys |= {key.external_key: key.entity_id for key in keys}
        shelf.isbns |= {isbn: edition.id for isbn, edition in by_isbn.items()}
        return shelf


def lost_a_race(error: BookBytesError) -> bool:
    """Whether a transaction failed because another one wrote the same at the same time."""
    return isinstance(error, Conflict) or error.code == WRITE_CONFLICT


async def _write(uow: UnitOfWork, shelf: Shelf) -> None:
    await uow.works.add_all(shelf.new_works())
    await uow.works.save_all(shelf.changed_works())
    await uow.editions.add_all(shelf.new_editions())
    await uow.editions.save_all(shelf.changed_editions())
    for into in dict.fromkeys(shelf.merged.values()):
        await uow.works.merge(into, [gone for gone, stays in shelf.merged.items() if stays == into])
    await uow.provider_keys.add_all(shelf.new_keys)


def _keys(works: Sequence[WorkRecord], editions: Sequence[EditionRecord]) -> list[str]:
    records: tuple[WorkRecord | EditionRecord, ...] = (*works, *editions)
    keys = [key for record in records for key in (record.key, *record.former_keys)]
    return keys + [record.work_key for record in editions if record.work_key]


def _isbns(editions: Sequence[EditionRecord]) -> list[Isbn]:
    return [isbn for record in editions for isbn in record.isbns]
