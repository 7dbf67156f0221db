"""Find the edition that has an ISBN."""

from contextlib import suppress
from dataclasses import dataclass

from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.catalogue import CatalogueReader, EditionView
from bookbytes_core.use_cases.books.fetch_records import PATIENCE_SECONDS, TROUBLE, FetchRecords, why_not_asked
from bookbytes_core.use_cases.books.show_work import ShowWork


@dataclass(frozen=True, slots=True)
class FoundEdition:
    """``view.latest`` is the edition to suggest; ``note`` says why the catalogue was not asked, where it was not."""

    view: EditionView
    note: str | None = None

    @property
    def newer(self) -> str | None:
        """One sentence, where there is a later edition in the same language than the one that was asked for."""
        if self.view.is_latest or not self.view.latest.publish_year:
            return None
        asked = self.view.edition.publish_year
        number = f", ISBN {self.view.latest.isbn}" if self.view.latest.isbn else ""
        of_year = f"the edition of {asked}" if asked else "an edition without a year"
        return (
            f"This is {of_year}; the latest one in the same language is that of "
            f"{self.view.latest.publish_year}{number}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindEdition:
    """The library first, then the catalogue, of which the edition, its work and its other editions are kept. What the
    library has from elsewhere, such as a user's file, is completed from there too.

    Raises ``InvalidInput`` (code ``invalid_isbn``), ``NotFound`` (code ``isbn_not_found``), and, when the library does
    not have it, what the catalogue raises: ``Unavailable`` and ``Refused``.
    """

    catalogue: CatalogueReader
    records: FetchRecords
    show_work: ShowWork

    async def __call__(self, isbn: str) -> FoundEdition:
        parsed = Isbn.parse(isbn)
        try:
            known = await self.catalogue.edition_by_isbn(parsed)
        except NotFound:
            note = await self.records.edition(parsed)
            return FoundEdition(await self.catalogue.edition_by_isbn(parsed), note)
        try:
            note = await self._complete(known, parsed)
        except TROUBLE as error:
            return FoundEdition(known, why_not_asked(error))
        return FoundEdition(await self.catalogue.edition_by_isbn(parsed), note)

    async def _complete(self, known: EditionView, isbn: Isbn) -> str | None:
        shown = await self.show_work(known.work.id)
        if self.show_work.key_of(shown.view) is not None:
            return shown.note
        with suppress(NotFound):
            return await self.records.edition(isbn, patience=PATIENCE_SECONDS)
        return None
