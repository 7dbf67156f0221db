"""Make an audio book: the long work behind an order."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook, Chapter, Failure, outcome
from bookbytes_core.domain.book_text import BookText, Cover
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.domain.tier import Tier
from bookbytes_core.errors import (
    Conflict,
    DatabaseUnavailable,
    InvalidInput,
    LeaseLost,
    NotFound,
    ObjectNotFound,
    Refused,
    Rejected,
    StorageUnavailable,
    Unavailable,
)
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.repositories import ImportedText
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.allowance import Allowance, Budget
from bookbytes_core.use_cases.audio_books.chapter import MakeChapter
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.plan import PlanChapters
from bookbytes_core.use_cases.audio_books.recall import RecallBook
from bookbytes_core.use_cases.audio_books.together import together
from bookbytes_core.use_cases.books.texts import load_cover, load_text
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.jobs.lease import Lease, Leases, Stalled

PARKING = (StorageUnavailable, Refused)
"""Troubles that concern the whole job: it is parked as it stands and can be resumed."""

ENDING = (InvalidInput, ObjectNotFound, Rejected, Unavailable)
"""Troubles before the first chapter that another run would meet again."""

STAGGER_SECONDS = 0.015
"""Chapters that begin at once begin so long after each other: in step, the first would be ready with the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateAudioBook:
    """Do the job of that id, from wherever it stands.

    Returns how many calls it made and reused, or None when the job was not to be had (done, cancelled, or in other
    hands). Whatever ends this call, every saved step stays; whoever claims the job next goes on from there. A chapter
    that fails carries its reason and takes nothing from the others. Raises ``DatabaseUnavailable`` after the job was
    handed back as far as the database allows it: nobody needs to resume it.
    """

    new_uow: UnitOfWorkFactory
    storage: Storage
    clock: Clock
    leases: Leases
    recall: RecallBook
    plan: PlanChapters
    make_chapter: MakeChapter
    budget: Budget
    chapters_at_once: int

    async def __call__(self, job_id: UUID) -> Tally | None:
        lease = await self.leases.claim(job_id)
        if lease is None:
            return None
        tally = Tally()
        try:
            await self.leases.hold(lease, lambda: self._work(lease, tally), lambda: tally.total)
        except LeaseLost:
            return tally
        except Stalled:
            stalled = Failure("stalled", f"No progress for {self.leases.stall_seconds:.0f} seconds.")
            await self.leases.end(lease, Status.FAILED, stalled)
        except Conflict:  # somebody changed the audio book as it was to be written: the next run sees what it is now
            await self.leases.end(lease, Status.PENDING)
        except DatabaseUnavailable:
            with suppress(DatabaseUnavailable):
                await self.leases.end(lease, Status.PENDING)
            raise
        except PARKING as error:
            await self.leases.end(lease, Status.PAUSED, Failure(error.code, error.message))
        except ENDING as error:
            await self.leases.end(lease, Status.FAILED, Failure(error.code, error.message))
        return tally

    async def _work(self, lease: Lease, tally: Tally) -> None:
        context, text = await self._load(lease, tally)
        allowance = self.budget.allowance(context.book, tally)
        chapters = await self._chapters(lease, context, text, tally)
        await self._make_all(lease, context, text, chapters, tally, allowance=allowance)
        allowance.settle()
        async with self.new_uow() as uow:
            made = await uow.chapters.of(context.book.id)
        await self.leases.end(lease, *outcome(made))

    async def _load(self, lease: Lease, tally: Tally) -> tuple[BookContext, BookText]:
        async with self.new_uow() as uow:
            try:
                book = await uow.audio_books.get(lease.job.audio_book_id)
            except NotFound as error:
                raise LeaseLost("The audio book was deleted, and its job with it.") from error
            lease.generation = book.generation
            edition = await uow.editions.get(book.edition_id)
            work = await uow.works.get(edition.work_id)
            imported = await uow.texts.latest(edition.id, book.owner_id)
            if book.status is not Status.PROCESSING:
                book = await uow.audio_books.save(book.moved(Status.PROCESSING, self.clock.now()))
                await uow.commit()
        if not book.text_key:
            book = await self.recall(lease, book, edition, work, tally)
        text = chosen_text(await load_text(self.storage, book.text_key), book)
        cover = await cover_of(self.storage, book, imported)
        return BookContext.of(book, edition, work, text, cover), text

    async def _chapters(self, lease: Lease, context: BookContext, text: BookText, tally: Tally) -> tuple[Chapter, ...]:
        """The rows of the chapters: planned and saved once, then taken up again as they stand. Those that had failed
        before the job was ordered are made again; one that failed in the job itself is not paid for twice."""
        async with self.new_uow() as uow:
            known = await uow.chapters.of(context.book.id)
        if not known:
            planned = await self.plan(lease.claim, context, text, tally)
            await lease.begin(planned)
            return planned
        failed = [chapter for chapter in known if _failed_before(lease.job, chapter)]
        if failed:
            await lease.step(*(chapter.again(self.clock.now()) for chapter in failed))
            async with self.new_uow() as uow:
                return await uow.chapters.of(context.book.id)
        return known

    async def _make_all(
        self,
        lease: Lease,
        context: BookContext,
        text: BookText,
        chapters: tuple[Chapter, ...],
        tally: Tally,
        *,
        allowance: Allowance,
    ) -> None:
        """Chapters overlap, earlier ones first; the first trouble that concerns the whole job stops them all."""
        texts = {chapter.number: chapter for chapter in text.chapters}
        turns = asyncio.Semaphore(self.chapters_at_once)

        async def one(place: int, chapter: Chapter) -> None:
            async with turns:
                if place < self.chapters_at_once and chapter.status is not ChapterStatus.COMPLETED:
                    await self.clock.sleep(place * STAGGER_SECONDS)
                its_text = texts[chapter.number]
                make = partial(self.make_chapter, lease, context, its_text, chapter, tally)
                await allowance.spend(chapter, its_text, make)

        to_make = [chapter for chapter in chapters if chapter.status is not ChapterStatus.FAILED]
        await together(one(place, chapter) for place, chapter in enumerate(to_make))


def _failed_before(job: Job, chapter: Chapter) -> bool:
    """Whether another job had made the chapter in vain. What is there at a first claim is another's in any case: clocks
    of two machines need not agree."""
    first_claim = job.fence <= 1
    return chapter.status is ChapterStatus.FAILED and (first_claim or chapter.updated_at <= job.created_at)


async def cover_of(storage: Storage, book: AudioBook, imported: ImportedText | None) -> Cover | None:
    """That of the file, for a book that is made from it."""
    is_from_file = imported is not None and book.tier is Tier.TEXT
    return await load_cover(storage, imported.cover_key) if is_from_file and imported else None


def chosen_text(text: BookText, book: AudioBook) -> BookText:
    """The book's text as its options want it: with or without matter, all chapters or some."""
    if book.options.all_matter:
        text = text.with_all_matter()
    return text.choosing(book.options.chapters) if book.options.chapters else text
