"""Make an audio book anew: what failed, what has changed, or all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.job import Job, JobType
from bookbytes_core.domain.order import Options, Order
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.errors import Conflict, InvalidInput, NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.request import Receipt, Remake, RequestAudioBook


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshAudioBook:
    """A book that is being made is answered with its job.

    Else version n+1 is made beside version n where options, text, model, prompt or voice have changed since, or by
    ``force``; whatever has not changed is found as it was made and costs nothing, unless forced. A book that nothing
    has changed for is answered with its last job.

    ``only_failed`` makes the chapters again that failed, or were never reached, in the same version; answers of no use
    may then be asked for again.

    Raises ``NotFound`` (also for another's book), ``Conflict`` (code ``nothing_failed``), ``InvalidInput`` (code
    ``invalid_options``, and those of ``RequestAudioBook``).
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    new_id: IdFactory
    request: RequestAudioBook

    async def __call__(
        self,
        book_id: UUID,
        *,
        owner: UUID,
        changes: Mapping[str, object] | None = None,
        force: bool = False,
        only_failed: bool = False,
        request_id: str | None = None,
    ) -> Receipt:
        """``changes`` are fields of ``Options`` with their new values; the others stay as they were ordered."""
        async with self.new_uow() as uow:
            book = await _owned(uow, book_id, owner)
        if only_failed:
            if force or changes:
                raise InvalidInput(
                    "only_failed makes chapters as they were ordered: leave force and options out.",
                    code="invalid_options",
                )
            return await self._again(book_id, owner, request_id)
        order = Order(edition_id=book.edition_id, options=changed(book.options, changes or {}))
        return await self.request(order, owner=owner, request_id=request_id, remake=Remake(book, force))

    async def _again(self, book_id: UUID, owner: UUID, request_id: str | None) -> Receipt:
        try:
            return await self._unfinished_anew(book_id, owner, request_id)
        except Conflict as conflict:
            if conflict.code == "nothing_failed":
                raise
            return await self._unfinished_anew(book_id, owner, request_id)  # another was faster: its job stands now

    async def _unfinished_anew(self, book_id: UUID, owner: UUID, request_id: str | None) -> Receipt:
        async with self.new_uow() as uow:
            book = await _owned(uow, book_id, owner)
            last = await uow.jobs.latest_of(book_id)
            if last is not None and not last.status.is_final:
                return Receipt(last.id, book_id, last.status, new=False, tier=book.tier)
            chapters = await uow.chapters.of(book_id)
            if chapters and all(chapter.status is ChapterStatus.COMPLETED for chapter in chapters):
                raise Conflict("No chapter of this book failed: there is nothing to make again.", code="nothing_failed")
            now = self.clock.now()
            job = Job.requested(
                self.new_id(), book_id, owner=owner, at=now, kind=JobType.REFRESH, request_id=request_id
            )
            await uow.audio_books.save(book.moved(Status.PENDING, now))
            await uow.calls.forgive(book_id)
            await uow.jobs.add(job)
            await uow.commit()
        return Receipt(job.id, book_id, job.status, new=True, tier=book.tier)


def changed(options: Options, changes: Mapping[str, object]) -> Options:
    """``options`` with ``changes``. A length in minutes takes the place of one in words, and the other way round.

    Raises ``InvalidInput`` (code ``invalid_options``).
    """
    others = {"minutes": "words_per_chapter", "words_per_chapter": "minutes"}
    taken = {others[name]: None for name in changes if name in others and changes[name] is not None}
    return replace(options, **{**taken, **changes})  # type: ignore[arg-type]  # names and types are the caller's promise


async def _owned(uow: UnitOfWork, book_id: UUID, owner: UUID) -> AudioBook:
    book = await uow.audio_books.get(book_id)
    if book.owner_id != owner:
        raise NotFound("There is no such book.", code="book_not_found")
    return book
