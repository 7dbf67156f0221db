"""Order an audio book."""

from dataclasses import dataclass, replace
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.job import LEASE_SECONDS, Job, JobType
from bookbytes_core.domain.order import Order, Recipe
from bookbytes_core.domain.status import Status
from bookbytes_core.domain.tier import Tier
from bookbytes_core.errors import Conflict
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.presence import Presence
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.books.find_source import FindSource, Source
from bookbytes_core.use_cases.vendors import Vendors

_NOTES = {
    Tier.TEXT: "",
    Tier.CONTENTS: "Only the table of contents of this book is here, so this is an outline. "
    "Import the book's own file for a summary of its text.",
    Tier.MEMORY: "This is told from a language model's memory and may be wrong. "
    "Import the book's own file for a summary of its text.",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """``new`` is false when an equal order was standing already: then these are its ids. ``tier`` is what it is made
    from."""

    job_id: UUID
    audio_book_id: UUID
    status: Status
    new: bool
    tier: Tier = Tier.TEXT

    @property
    def note(self) -> str:
        """What a user should know of a book that is not made from its text, in a sentence or two."""
        return _NOTES[self.tier]


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
    failed in part or whole or was cancelled a new job goes on with the same audio book, and may ask anew what was
    answered with something of no use. When the owner has brought
    another text of the edition since, the next version is made beside the finished one. One that was paused because of
    what it may cost goes on when the equal order allows more. What an audio book can be made from, ``find_source``
    says; an order that it gives another tier is another order.

    For a ``remake`` a finished order is made in its next version when its text, model, prompt or voice has changed
    since, and by force in any case.

    With ``claim`` the job is saved with this process's lease on it, for a caller that will do it itself at once.

    Raises ``NotFound`` (no such edition) and ``InvalidInput`` (codes ``source_text_required``, ``unknown_voice``,
    ``unsupported_language``, ``unknown_chapter``).
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    presence: Presence
    new_id: IdFactory
    vendors: Vendors
    find_source: FindSource

    async def __call__(
        self,
        order: Order,
        *,
        owner: UUID,
        claim: bool = False,
        request_id: str | None = None,
        remake: Remake | None = None,
    ) -> Receipt:
        source = await self.find_source(order.edition_id, order.options, owner=owner)
        try:
            return await self._placed(order, source, owner, request_id, claim=claim, remake=remake)
        except Conflict:  # an equal order was saved at the same moment: now it is found standing
            return await self._placed(order, source, owner, request_id, claim=claim, remake=remake)

    async def _placed(
        self,
        order: Order,
        source: Source,
        owner: UUID,
        request_id: str | None,
        *,
        claim: bool,
        remake: Remake | None,
    ) -> Receipt:
        options, is_outline = order.options, source.tier is Tier.CONTENTS
        recipe = self.vendors.recipe(options.voice or "", options.language or source.language, verbatim=is_outline)
        order_key = order.key(owner, recipe, source.tier)
        async with self.new_uow() as uow:
            book = await uow.audio_books.by_order(owner, order_key)
            last = await uow.jobs.latest_of(book.id) if book else None
            current = book is not None and _is_current(book, last, source, recipe, remake)
            if book and last and last.status.stands and (current or last.status is not Status.COMPLETED):
                return await self._stands(uow, book, last, order)
            if book is not None and current:
                again = replace(book, options=replace(book.options, max_cost_usd=order.options.max_cost_usd))
                book = await uow.audio_books.save(again.moved(Status.PENDING, self.clock.now()))
                await uow.calls.forgive(book.id)
            else:
                book = self._next(
                    book, order, order_key=order_key, recipe=recipe, source=source, owner=owner, remake=remake
                )
                await uow.audio_books.add(book)
            job = self._job(book, owner, request_id, claim=claim, remake=remake)
            await uow.jobs.add(job, lease_seconds=LEASE_SECONDS if claim else None)
            await uow.commit()
        return Receipt(job.id, book.id, job.status, new=True, tier=book.tier)

    async def _stands(self, uow: UnitOfWork, book: AudioBook, job: Job, order: Order) -> Receipt:
        """The receipt of an order that stands. One that a cap has stopped goes on if this one allows more."""
        allowed, had = order.options.max_cost_usd, book.options.max_cost_usd
        if job.is_over_budget and allowed is not None and had is not None and allowed > had:
            now = self.clock.now()
            job = job.resumed(now)
            await uow.jobs.save(job)
            await uow.audio_books.save(book.costing(allowed).moved(Status.PENDING, now))
            await uow.commit()
        return Receipt(job.id, book.id, job.status, new=False, tier=book.tier)

    def _next(
        self,
        known: AudioBook | None,
        order: Order,
        *,
        order_key: str,
        recipe: Recipe,
        source: Source,
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
            options=order.effective(source.tier),
            recipe=recipe,
            tier=source.tier,
            version=before.version + 1 if before else 1,
            generation=(before.generation if before else 0) + bool(remake and remake.force),
            text_key=source.text_key,
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


def _is_current(book: AudioBook, last: Job | None, source: Source, recipe: Recipe, remake: Remake | None) -> bool:
    """Whether ``book`` is, or will be when its unfinished work is done, what is asked for."""
    is_remembered = book.tier is Tier.MEMORY and (remake is None or not source.text_key)
    if book.text_key != source.text_key and not is_remembered:
        return False
    if remake is None:
        return True
    unfinished = last is not None and last.status is not Status.COMPLETED
    if remake.force:
        return unfinished and book.generation > remake.book.generation
    return book.recipe == recipe
