"""Order an audio book."""

from dataclasses import dataclass, replace
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.job import LEASE_SECONDS, Job
from bookbytes_core.domain.order import Order, Recipe
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import Conflict, InvalidInput
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.presence import Presence
from bookbytes_core.ports.repositories import ImportedText
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.books.texts import load_text
from bookbytes_core.use_cases.vendors import Vendors


@dataclass(frozen=True, slots=True)
class Receipt:
    """``new`` is false when an equal order was standing already: then these are its ids."""

    job_id: UUID
    audio_book_id: UUID
    status: Status
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAudioBook:
    """Take an order and promise the work: audio book and job are saved together or not at all.

    An equal order that is pending, processing, paused or completed is answered with its own ids; after one that
    failed in part or whole or was cancelled a new job goes on with the same audio book. When the owner has brought
    another text of the edition since, the next version is made beside the finished one.

    With ``claim`` the job is saved with this process's lease on it, for a caller that will do it itself at once.

    Raises ``NotFound`` (no such edition) and ``InvalidInput`` (codes ``source_text_required``, ``unknown_voice``,
    ``unsupported_language``, ``unknown_chapter``).
    """

    new_uow: UnitOfWorkFactory
    storage: Storage
    clock: Clock
    presence: Presence
    new_id: IdFactory
    vendors: Vendors

    async def __call__(
        self, order: Order, *, owner: UUID, claim: bool = False, request_id: str | None = None
    ) -> Receipt:
        await self._check_chapters(order, owner)
        try:
            return await self._placed(order, owner, request_id, claim=claim)
        except Conflict:  # an equal order was saved at the same moment: now it is found standing
            return await self._placed(order, owner, request_id, claim=claim)

    async def _placed(self, order: Order, owner: UUID, request_id: str | None, *, claim: bool) -> Receipt:
        async with self.new_uow() as uow:
            edition = await uow.editions.get(order.edition_id)
            text = await _text(uow, edition.id, owner)
            recipe = self.vendors.recipe(order.options.voice or "", order.options.language or edition.language)
            order_key = order.key(owner, recipe)
            book = await uow.audio_books.by_order(owner, order_key)
            standing = await self._standing(uow, book, text)
            if standing is not None:
                return standing
            book = await self._book(uow, book, order, order_key=order_key, recipe=recipe, text=text, owner=owner)
            job = self._job(book, owner, request_id, claim=claim)
            await uow.jobs.add(job, lease_seconds=LEASE_SECONDS if claim else None)
            await uow.commit()
        return Receipt(job.id, book.id, job.status, new=True)

    async def _check_chapters(self, order: Order, owner: UUID) -> None:
        if not order.options.chapters:
            return
        async with self.new_uow() as uow:
            await uow.editions.get(order.edition_id)
            imported = await _text(uow, order.edition_id, owner)
        text = await load_text(self.storage, imported.text_key)
        chosen_from = text.with_all_matter() if order.options.all_matter else text
        chosen_from.choosing(order.options.chapters)

    @staticmethod
    async def _standing(uow: UnitOfWork, book: AudioBook | None, text: ImportedText) -> Receipt | None:
        job = await uow.jobs.latest_of(book.id) if book else None
        if book is None or job is None or not job.status.stands:
            return None
        if job.status is Status.COMPLETED and book.text_key != text.text_key:
            return None
        return Receipt(job.id, book.id, job.status, new=False)

    async def _book(
        self,
        uow: UnitOfWork,
        known: AudioBook | None,
        order: Order,
        *,
        order_key: str,
        recipe: Recipe,
        text: ImportedText,
        owner: UUID,
    ) -> AudioBook:
        now = self.clock.now()
        if known is not None and known.text_key == text.text_key:
            again = known.moved(Status.PENDING, now)
            return await uow.audio_books.save(again)
        book = AudioBook(
            id=self.new_id(),
            edition_id=order.edition_id,
            owner_id=owner,
            order_key=order_key,
            options=order.options,
            recipe=recipe,
            version=known.version + 1 if known else 1,
            text_key=text.text_key,
            created_at=now,
            updated_at=now,
        )
        await uow.audio_books.add(book)
        return book

    def _job(self, book: AudioBook, owner: UUID, request_id: str | None, *, claim: bool) -> Job:
        now = self.clock.now()
        job = Job(
            id=self.new_id(),
            owner_id=owner,
            audio_book_id=book.id,
            request_id=request_id,
            created_at=now,
            updated_at=now,
        )
        if not claim:
            return job
        return replace(job, status=Status.PROCESSING, lease_owner=self.presence.owner, started_at=now)


async def _text(uow: UnitOfWork, edition_id: UUID, owner: UUID) -> ImportedText:
    text = await uow.texts.latest(edition_id, owner)
    if text is None:
        raise InvalidInput(
            "There is no text of this edition to summarise: import the book's file first.", code="source_text_required"
        )
    return text
