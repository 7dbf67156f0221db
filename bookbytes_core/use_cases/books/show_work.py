"""Show a work with its editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bookbytes_core.domain.edition import Edition, suggested
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.catalogue import CatalogueReader, WorkView
from bookbytes_core.ports.clock import Clock
from bookbytes_core.use_cases.books.fetch_records import (
    LONGEST_SECONDS,
    PATIENCE_SECONDS,
    TROUBLE,
    FetchRecords,
    why_not_asked,
)

EDITIONS_ARE_FRESH = timedelta(days=30)
"""So long after one of a work's editions was written, the catalogue is not asked for new ones."""


@dataclass(frozen=True, slots=True)
class ShownWork:
    """``suggested`` is the edition that stands for the work, None where none is known; ``note`` says why the catalogue
    was not asked, where it was not."""

    view: WorkView
    suggested: Edition | None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWork:
    """The editions come from the library; when it has one or none of a work that the catalogue knows, or old ones, they
    are fetched and kept. ``language`` (BCP 47) is the one the user reads: its latest edition is suggested.

    Raises ``NotFound`` (code ``work_not_found``).
    """

    catalogue: CatalogueReader
    records: FetchRecords
    clock: Clock

    async def __call__(self, work_id: UUID, *, language: str | None = None) -> ShownWork:
        view = await self.catalogue.work(work_id)
        note: str | None = None
        if (key := self.key_of(view)) and self.may_be_old(view.editions):
            try:
                await self.records.editions(key, patience=PATIENCE_SECONDS if view.editions else LONGEST_SECONDS)
                view = await self.catalogue.work(work_id)
            except TROUBLE as error:
                note = why_not_asked(error)
            except NotFound:
                pass  # the catalogue has forgotten the work; the library has not
        return ShownWork(view, suggested(view.editions, language), note)

    def key_of(self, view: WorkView) -> str | None:
        """What the catalogue calls the work."""
        return next((key.external_key for key in view.provider_keys if key.provider == self.records.provider), None)

    def may_be_old(self, editions: Sequence[Edition]) -> bool:
        """A single edition may be one that was met by its number while the others could not be had."""
        if len(editions) == 1:
            return True
        written = max((edition.updated_at for edition in editions), default=None)
        return written is None or self.clock.now() - written > EDITIONS_ARE_FRESH
