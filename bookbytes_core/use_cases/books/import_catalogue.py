"""Import a whole catalogue."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bookbytes_core.errors import Conflict, DatabaseUnavailable
from bookbytes_core.ports.catalogue_source import BadLine, CatalogueImport, CatalogueSource, SourceBatch
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.metadata import EditionRecord, WorkRecord
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.books.keep_records import KeepRecords, lost_a_race

R = TypeVar("R", WorkRecord, EditionRecord)

_TRIES = 5
_NAMED = 10


@dataclass(frozen=True, slots=True)
class CatalogueImported:
    """``resumed_at`` is how many lines an earlier run had done; ``bad`` are the first bad lines of this one."""

    progress: CatalogueImport
    resumed_at: int
    bad: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCatalogue:
    """Each batch and how far the file has been read are saved together: ended at any moment and called again, it goes
    on where it was, and nothing is there twice. A file that was imported before is done at once."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    keep_records: KeepRecords

    async def __call__(
        self, source: CatalogueSource, *, shown: Callable[[CatalogueImport], None] = lambda _: None
    ) -> CatalogueImported:
        """``shown`` is called after each batch. Raises ``InvalidInput`` (code ``catalogue_file_unusable``)."""
        progress = await self._begun(await source.fingerprint())
        resumed_at, bad = progress.lines, list[BadLine]()
        if progress.finished:
            return CatalogueImported(progress, resumed_at, ())
        async for batch in source.batches(lines=progress.lines, offset=progress.offset):
            progress = await self._kept(source.provider, batch, progress)
            bad += batch.bad[: _NAMED - len(bad)]
            shown(progress)
        progress = await self._kept(
            source.provider,
            SourceBatch(lines=progress.lines, offset=progress.offset),
            replace(progress, finished=True),
        )
        return CatalogueImported(progress, resumed_at, tuple(bad))

    async def _begun(self, fingerprint: str) -> CatalogueImport:
        now = self.clock.now()
        async with self.new_uow() as uow:
            known = await uow.catalogue_imports.find(fingerprint)
        return known or CatalogueImport(fingerprint=fingerprint, created_at=now, updated_at=now)

    async def _kept(self, provider: str, batch: SourceBatch, before: CatalogueImport) -> CatalogueImport:
        progress = replace(
            before,
            lines=batch.lines,
            offset=batch.offset,
            works=before.works + len(batch.works),
            editions=before.editions + len(batch.editions),
            bad_lines=before.bad_lines + len(batch.bad),
            updated_at=self.clock.now(),
        )
        for tries_left in reversed(range(_TRIES)):
            try:
                async with self.new_uow() as uow:
                    named = await _with_names(uow, provider, batch)
                    await self.keep_records.within(uow, provider, works=named.works, editions=named.editions)
                    await uow.catalogue_imports.save(progress)
                    await uow.commit()
                return progress
            except (Conflict, DatabaseUnavailable) as error:
                if not tries_left or not lost_a_race(error):
                    raise
        raise AssertionError("the last try returns or raises")


async def _with_names(uow: UnitOfWork, provider: str, batch: SourceBatch) -> SourceBatch:
    """With authors' names in place of their keys; those that nobody has named yet are left out."""
    if batch.authors:
        await uow.catalogue_imports.name_authors(provider, batch.authors)
    if not batch.author_keys:
        return batch
    names = await uow.catalogue_imports.author_names(provider, sorted(batch.author_keys))

    def named(record: R) -> R:
        found = (names.get(author) if author in batch.author_keys else author for author in record.authors)
        return replace(record, authors=tuple(name for name in found if name))

    return replace(batch, works=tuple(map(named, batch.works)), editions=tuple(map(named, batch.editions)))
