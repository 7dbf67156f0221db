"""Find what an audio book of an edition can be made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain.book_text import BookInfo, BookText
from bookbytes_core.domain.edition import ContentsEntry, Edition
from bookbytes_core.domain.order import Options
from bookbytes_core.domain.outline import chapter_titles, known_contents, outline, without_text
from bookbytes_core.domain.tier import Tier
from bookbytes_core.domain.work import Work
from bookbytes_core.ports.catalogue import ListedWork
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.repositories import ImportedText
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.books.text_required import MissingText
from bookbytes_core.use_cases.books.texts import load_text, store_text
from bookbytes_core.use_cases.vendors import Vendors


@dataclass(frozen=True, slots=True)
class Source:
    """``text_key`` is where the text to work from is stored, "" where a model has to be asked which chapters it
    remembers."""

    tier: Tier
    edition: Edition
    work: Work
    text_key: str = ""

    @property
    def language(self) -> str:
        """The edition's (BCP 47)."""
        return self.edition.language


@dataclass(frozen=True, slots=True)
class _Known:
    """What the library holds of an edition: its text, if the owner brought one, else what may stand in for it."""

    edition: Edition
    work: Work
    imported: ImportedText | None
    brought: Edition | None
    contents: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindSource:
    """The text that the owner brought of the edition comes before all else (tier A). Without one, a model's memory
    where the options allow it (tier C), else the table of contents (tier B): its own, or that of another edition of the
    work in its language. Where the owner brought another edition of the work in that language, that is the one to
    order. ``new_uow`` may give units of work that only read.

    Raises ``NotFound`` (no such edition) and ``InvalidInput`` (codes ``source_text_required`` and ``unknown_chapter``).
    """

    new_uow: UnitOfWorkFactory
    storage: Storage
    clock: Clock
    vendors: Vendors

    async def __call__(self, edition_id: UUID, options: Options, *, owner: UUID) -> Source:
        known = await self._known(edition_id, owner)
        tier = self._tier(known, from_memory=options.from_memory)
        if known.imported is not None:
            return await self._imported(known, known.imported.text_key, options)
        text = _text(known, tier)
        if text is None:
            return Source(tier, known.edition, known.work)
        if options.chapters:
            text.choosing(options.chapters)
        return Source(tier, known.edition, known.work, await store_text(self.storage, text))

    async def check(
        self, edition_id: UUID, *, owner: UUID, from_memory: bool, alike: Sequence[ListedWork] = ()
    ) -> None:
        """Raises ``source_text_required`` where an order of the edition would. ``alike`` are works that may have been
        meant as well."""
        self._tier(await self._known(edition_id, owner), from_memory=from_memory, alike=alike)

    async def _known(self, edition_id: UUID, owner: UUID) -> _Known:
        async with self.new_uow() as uow:
            edition = await uow.editions.get(edition_id)
            work = await uow.works.get(edition.work_id)
            imported = await uow.texts.latest(edition.id, owner)
            if imported is not None:
                return _Known(edition, work, imported, None, ())
            editions = await uow.editions.of_work(work.id)
            other = await uow.texts.latest_of_work(work.id, owner)
        brought = next((each for each in editions if other and each.id == other.edition_id), None)
        return _Known(edition, work, None, brought, known_contents(edition, editions))

    def _tier(self, known: _Known, *, from_memory: bool, alike: Sequence[ListedWork] = ()) -> Tier:
        if known.imported is not None:
            return Tier.TEXT
        if not _is_here(known.brought, known.edition.language):
            if from_memory and self.vendors.can_recall:
                return Tier.MEMORY
            if known.contents and not from_memory:
                return Tier.CONTENTS
        raise MissingText(
            work=known.work,
            edition=known.edition,
            brought=known.brought,
            alike=alike,
            from_memory=from_memory,
            can_recall=self.vendors.can_recall,
        ).error(self.clock.now())

    async def _imported(self, known: _Known, text_key: str, options: Options) -> Source:
        if options.chapters:
            text = await load_text(self.storage, text_key)
            (text.with_all_matter() if options.all_matter else text).choosing(options.chapters)
        return Source(Tier.TEXT, known.edition, known.work, text_key)


def book_info(edition: Edition, work: Work) -> BookInfo:
    """What a text that no file brought says of itself."""
    isbn = str(edition.isbn) if edition.isbn else None
    return BookInfo(title=edition.title, authors=work.authors, language=edition.language, isbn=isbn)


def _is_here(brought: Edition | None, language: str) -> bool:
    """Whether that other edition can be listened to instead."""
    return brought is not None and (brought.language == language or "und" in (brought.language, language))


def _text(known: _Known, tier: Tier) -> BookText | None:
    info = book_info(known.edition, known.work)
    if tier is Tier.CONTENTS:
        return outline(info, known.contents)
    return without_text(info, chapter_titles(info, known.contents)) if known.contents else None
