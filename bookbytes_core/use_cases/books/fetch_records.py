"""Ask the outside catalogue, and keep what it tells."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import BookBytesError, NotFound, Rejected, Unavailable
from bookbytes_core.ports.metadata import EditionRecord, FoundWorks, MetadataProvider, WorkQuery, WorkRecord
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.books.keep_records import KeepRecords

T = TypeVar("T")

PATIENCE_SECONDS = 4.0
"""So long a caller waits for the catalogue when the library has an answer already; what the catalogue says later is
there at the next call."""

LONGEST_SECONDS = 20.0
"""So long it waits when there is no other answer."""

TROUBLE = (Unavailable, Rejected)
"""What ends a question to the catalogue without an answer: it is away, has too much to do, or says no."""


@dataclass(frozen=True, slots=True)
class FetchedWorks:
    """What a search found outside, with the library's ids of it; ``has_news`` when it knew not all of that."""

    found: FoundWorks
    ids: tuple[UUID, ...]
    has_news: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecords:
    """What is fetched is in the library afterwards, with the provider's keys. Nothing is asked while a unit of work is
    open, and nothing written where the library knows it all.

    Each question waits ``patience`` seconds. Raises what the provider raises, and ``Unavailable`` when patience ends.
    """

    metadata: MetadataProvider
    keep_records: KeepRecords
    new_uow: UnitOfWorkFactory

    @property
    def provider(self) -> str:
        return self.metadata.name

    async def works(self, query: WorkQuery, *, page: int = 1, patience: float = LONGEST_SECONDS) -> FetchedWorks:
        found = await _patiently(self.metadata.search(query, page=page), patience)
        known = await self._known_works([work.key for work in found.items])
        news = [work for work in found.items if work.key not in known or not _tells(known[work.key], work)]
        ids = {key: work.id for key, work in known.items()}
        if news:
            ids |= (await self.keep_records(self.provider, works=news)).works
        return FetchedWorks(found, tuple(ids[work.key] for work in found.items), bool(news))

    async def editions(self, work_key: str, *, patience: float = LONGEST_SECONDS) -> None:
        """All editions of a work."""
        await self._keep(await _patiently(self.metadata.editions(work_key), patience))

    async def edition(self, isbn: Isbn, *, patience: float = LONGEST_SECONDS) -> str | None:
        """The edition with that number, its work and the other editions of it; a note where those cannot be had."""
        edition = await _patiently(self.metadata.edition_by_isbn(isbn), patience)
        works: list[WorkRecord] = []
        editions: list[EditionRecord] = []
        note: str | None = None
        if edition.work_key:
            try:
                works.append(await _patiently(self.metadata.work(edition.work_key), patience))
                editions += await _patiently(self.metadata.editions(edition.work_key), patience)
            except TROUBLE as error:
                note = why_not_asked(error)
            except NotFound:
                pass  # the edition is what was asked for
        others = [other for other in editions if other.key != edition.key]
        await self.keep_records(self.provider, works=works, editions=[edition, *others])
        return note

    async def _keep(self, editions: Sequence[EditionRecord]) -> None:
        async with self.new_uow() as uow:
            keys = await uow.provider_keys.find_all(self.provider, [edition.key for edition in editions])
        known = {key.external_key for key in keys}
        news = [edition for edition in editions if edition.key not in known]
        if news:
            await self.keep_records(self.provider, editions=news)

    async def _known_works(self, keys: Sequence[str]) -> dict[str, Work]:
        async with self.new_uow() as uow:
            found = await uow.provider_keys.find_all(self.provider, keys)
            works = {work.id: work for work in await uow.works.find_all([key.entity_id for key in found])}
        return {key.external_key: works[key.entity_id] for key in found if key.entity_id in works}


def why_not_asked(error: BookBytesError) -> str:
    """What an answer says that had to do without the catalogue."""
    return f"The catalogue could not be asked, so this is what the library has. {error.message}"


async def _patiently(asked: Awaitable[T], seconds: float) -> T:
    try:
        async with asyncio.timeout(seconds):
            return await asked
    except TimeoutError as error:
        raise Unavailable("The catalogue has not answered yet: ask again in a moment.") from error


def _tells(work: Work, record: WorkRecord) -> bool:
    """Whether the work tells all that the record does."""
    told = (
        (record.title, work.title),
        (record.authors, work.authors),
        (record.first_publish_year, work.first_publish_year),
        (record.cover_url, work.cover_url),
    )
    return all(not new or new == known for new, known in told)
