"""Order an audio book."""

from dataclasses import dataclass, replace
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.job import LEASE_SECONDS, Job, JobType
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


@dataclass(frozen=True, slots=True)
class Remake:
    """That ``book`` is to be made anew where something has changed since; with ``force`` whether or not, and without
    anything that was made before."""

    book: AudioBook
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAudioBook:
    """Take an order and promise the work: audio book and job are saved together or not at all.

    An equal order that is pending, processing, paused or completed is answered with its own ids; after one that
    failed in part or whole or was cancelled a new job goes on with the same audio book. When the owner has brought
    another text of the edition since, the next version is made beside the finished one. One that was paused because of
    what it may cost goes on when the equal order allows more.

    For a ``remake`` a finished order is made in its next version when its text, model, prompt or voice has changed
    since, and by force in any case.

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
        self,
        order: Order,
        *,
        owner: UUID,
        claim: bool = False,
        request_id: str | None = None,
        remake: Remake | None = None,
    ) -> Receipt:
        await self._check_chapters(order, owner)
        try:
            return await self._placed(order, owner, request_id, claim=claim, remake=remake)
        except Conflict:  # an equal order was saved at the same moment: now it is found standing
            return await self._placed(order, owner, request_id, claim=claim, remake=remake)

    async def _placed(
        self, order: Order, owner: UUID, request_id: str | None, *, claim: bool, remake: Remake | None
    ) -> Receipt:
        async with self.new_uow() as uow:
            edition = await uow.editions.get(order.edition_id)
            text = await _text(uow, edition.id, owner)
            recipe = self.vendors.recipe(order.options.voice or "", order.options.language or edition.language)
            order_key = order.key(owner, recipe)
            book = await uow.audio_books.by_order(owner, order_key)
            last = await uow.jobs.latest_of(book.id) if book else None
            current = book is not None and _is_current(book, last, text, recipe, remake)
            if book and last and last.status.stands and (current or last.status is not Status.COMPLETED):
                return await self._stands(uow, book, last, order)
            if book is not None and current:
                again = replace(book, options=replace(book.options, max_cost_usd=order.options.max_cost_usd))
                book = await uow.audio_books.save(again.moved(Status.PENDING, self.clock.now()))
            else:
                book = self._next(
                    book, order, order_key=order_key, recipe=recipe, text=text, owner=owner, remake=remake
                )
                await uow.audio_books.add(book)
            job = self._job(book, owner, request_id, claim=claim, remake=remake)
            await uow.jobs.add(job, lease_seconds=LEASE_SECONDS if claim else None)
            await uow.commit()
        return Receipt(job.id, book.id, job.status, new=True)

    async def _stands(self, uow: UnitOfWork, book: AudioBook, job: Job, order: Order) -> Receipt:
        """The receipt of an order that stands. One that a cap has stopped goes on if this one allows more."""
        allowed, had = order.options.max_cost_usd, book.options.max_cost_usd
        if job.is_over_budget and allowed is not None and had is not None and allowed > had:
            now = self.clock.now()
            job = job.resumed(now)
            await uow.jobs.save(job)
            await uow.audio_books.save(book.costing(allowed).moved(Status.PENDING, now))
            await uow.commit()
        return Receipt(job.id, book.id, job.status, new=False)

    async def _check_chapters(self, order: Order, owner: UUID) -> None:
        if not order.options.chapters:
            return
        async with self.new_uow() as uow:
            await uow.editions.get(order.edition_id)
            imported = await _text(uow, order.edition_id, owner)
        text = await load_text(self.storage, imported.text_key)
        chosen_from = text.with_all_matter() if order.options.all_matter else text
        chosen_from.choosing(order.options.chapters)

    def _next(
        self,
        known: AudioBook | None,
        order: Order,
        *,
        order_key: str,
        recipe: Recipe,
        text: ImportedText,
        owner: UUID,
        remake: Remake | None,
    ) -> AudioBook:
        """The next version of ``known``, or of the book that is made anew, or the first of all."""
        now = self.clock.now()
        before = known or (remake.book if remake else None)
        return AudioBook(
            id=self.new_id(),
            edition_id=order.edition_id,
            owner_id=owner,
            order_key=order_key,
            options=order.options,
            recipe=recipe,
            version=before.version + 1 if before else 1,
            generation=(before.generation if before else 0) + bool(remake and remake.force),
            text_key=text.text_key,
            created_at=now,
            updated_at=now,
        )

    def _job(self, book: AudioBook, owner: UUID, request_id: str | None, *, claim: bool, remake: Remake | None) -> Job:
        now = self.clock.now()
        kind = JobType.REFRESH if remake else JobType.GENERATION
        job = Job.requested(self.new_id(), book.id, owner=owner, at=now, kind=kind, request_id=request_id)
        if not claim:
            return job
        return replace(job, status=Status.PROCESSING, lease_owner=self.presence.owner, started_at=now)


def _is_current(book: AudioBook, last: Job | None, text: ImportedText, recipe: Recipe, remake: Remake | None) -> bool:
    """Whether ``book`` is, or will be when its unfinished work is done, what is asked for."""
    if book.text_key != text.text_key:
        return False
    if remake is None:
        return True
    unfinished = last is not None and last.status is not Status.COMPLETED
    if remake.force:
        return unfinished and book.generation > remake.book.generation
    return book.recipe == recipe


async def _text(uow: UnitOfWork, edition_id: UUID, owner: UUID) -> ImportedText:
    text = await uow.texts.latest(edition_id, owner)
    if text is None:
        raise InvalidInput(
            "There is no text of this edition to summarise: import the book's file first.", code="source_text_required"
        )
    return text
