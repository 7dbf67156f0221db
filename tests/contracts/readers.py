"""What readers promise. Their adapters' tests provide ``new_uow``, ``books`` and ``jobs`` over one, empty database."""

from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from bookbytes_core.domain.audio_book import AudioBook, Chapter, Failure
from bookbytes_core.domain.cost import Usage
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.status import ChapterStatus, Status, Step
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.readers import BookReader, ChapterView, JobReader
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import a_call, a_chapter, a_finished_chapter, a_job, an_owner, later


async def a_stored_book(new_uow: UnitOfWorkFactory, **given: object) -> AudioBook:
    async with new_uow() as uow:
        book = await stored_book(uow, **given)
        await uow.commit()
    return book


async def with_chapters(new_uow: UnitOfWorkFactory, book: AudioBook, *chapters: Chapter) -> None:
    async with new_uow() as uow:
        await uow.chapters.add_all(chapters)
        await uow.commit()


async def with_job(new_uow: UnitOfWorkFactory, book: AudioBook, **given: object) -> Job:
    job = a_job(book, **given)
    async with new_uow() as uow:
        await uow.jobs.add(job)
        await uow.commit()
    return job


async def with_calls(new_uow: UnitOfWorkFactory, book: AudioBook, **costs: str) -> None:
    async with new_uow() as uow:
        for request, cost in costs.items():
            await uow.calls.record(a_call(book, request, usage=Usage(1, 1, Decimal(cost))))
        await uow.commit()


class BookReaderContract:
    async def test_a_book_is_shown_with_all_that_belongs_to_it(
        self, new_uow: UnitOfWorkFactory, books: BookReader
    ) -> None:
        book = await a_stored_book(new_uow)
        await with_chapters(
            new_uow,
            book,
            a_finished_chapter(book, 1, duration_seconds=61.5),
            a_finished_chapter(book, 2, duration_seconds=30.25),
            a_chapter(book, 3, status=ChapterStatus.FAILED, duration_seconds=5.0),
            a_chapter(book, 4),
        )
        await with_job(new_uow, book)
        latest = await with_job(new_uow, book, created_at=later(5), status=Status.PROCESSING)
        await with_calls(new_uow, book, a="0.1", b="0.2", c="0.000000000001")

        view = await books.get(book.id, book.owner_id)

        assert (view.audio_book, view.edition.id) == (book, book.edition_id)
        assert view.work.id == view.edition.work_id
        assert (view.chapters, view.chapters_done, view.duration_seconds) == (4, 2, 91.75)
        assert view.cost_usd == Decimal("0.300000000001")
        assert view.job is not None
        assert (view.job.job, view.job.progress, view.job.cost_usd) == (latest, 75, view.cost_usd)

    async def test_a_book_without_anything_yet(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        book = await a_stored_book(new_uow)

        view = await books.get(book.id, book.owner_id)

        assert view.job is None
        assert (view.chapters, view.chapters_done, view.duration_seconds, view.cost_usd) == (0, 0, 0.0, Decimal(0))

    async def test_books_are_listed_newest_first(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        owner = an_owner()
        stored = [await a_stored_book(new_uow, owner_id=owner, created_at=later(age)) for age in (2, 1, 4, 3)]
        await a_stored_book(new_uow, created_at=later(9))
        expected = [stored[2], stored[3], stored[0], stored[1]]

        first = await books.page(owner, PageRequest(1, 3))
        second = await books.page(owner, PageRequest(2, 3))
        beyond = await books.page(owner, PageRequest(9, 3))

        assert [view.audio_book for view in (*first.items, *second.items)] == expected
        assert [(page.total, page.page, page.page_size) for page in (first, second, beyond)] == [
            (4, 1, 3),
            (4, 2, 3),
            (4, 9, 3),
        ]
        assert beyond.items == ()

    async def test_books_made_at_once_keep_an_order(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        owner = an_owner()
        stored = [await a_stored_book(new_uow, owner_id=owner) for _ in range(5)]

        pages = [await books.page(owner, PageRequest(number, 2)) for number in (1, 2, 3)]

        shown = [view.audio_book.id for page in pages for view in page.items]
        assert shown == sorted((book.id for book in stored), reverse=True)

    async def test_every_book_of_a_page_has_its_own_figures(
        self, new_uow: UnitOfWorkFactory, books: BookReader
    ) -> None:
        owner = an_owner()
        for number in (1, 2, 3):
            book = await a_stored_book(new_uow, owner_id=owner, created_at=later(-number))
            await with_chapters(new_uow, book, *(a_finished_chapter(book, n) for n in range(1, number + 1)))
            await with_calls(new_uow, book, **{f"call {number}": f"0.{number}"})
            await with_job(new_uow, book, request_id=f"request {number}")

        page = await books.page(owner, PageRequest())

        assert [(view.chapters, str(view.cost_usd)) for view in page.items] == [(1, "0.1"), (2, "0.2"), (3, "0.3")]
        assert [view.job.job.request_id for view in page.items if view.job] == ["request 1", "request 2", "request 3"]

    async def test_anothers_book_is_not_found(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        book = await a_stored_book(new_uow)
        chapter = a_finished_chapter(book)
        await with_chapters(new_uow, book, chapter)
        stranger = an_owner()

        assert (await books.page(stranger, PageRequest())).total == 0
        for look in (
            partial(books.get, book.id, stranger),
            partial(books.chapters, book.id, stranger, PageRequest()),
            partial(books.chapter, chapter.id, stranger),
            partial(books.get, uuid4(), book.owner_id),
            partial(books.chapter, uuid4(), book.owner_id),
        ):
            with pytest.raises(NotFound):
                await look()

    async def test_a_deleted_book_is_not_found(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        book = await a_stored_book(new_uow)
        chapter = a_finished_chapter(book)
        await with_chapters(new_uow, book, chapter)
        async with new_uow() as uow:
            await uow.audio_books.save(book.deleted(later(1)))
            await uow.commit()

        assert (await books.page(book.owner_id, PageRequest())).total == 0
        for look in (
            partial(books.get, book.id, book.owner_id),
            partial(books.chapters, book.id, book.owner_id, PageRequest()),
            partial(books.chapter, chapter.id, book.owner_id),
        ):
            with pytest.raises(NotFound):
                await look()

    async def test_chapters_are_listed_by_number(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        book, other = await a_stored_book(new_uow), await a_stored_book(new_uow)
        chapters = {number: a_finished_chapter(book, number) for number in (3, 1, 2)}
        await with_chapters(new_uow, book, *chapters.values())
        await with_chapters(new_uow, other, a_chapter(other))

        page = await books.chapters(book.id, book.owner_id, PageRequest(1, 2))
        rest = await books.chapters(book.id, book.owner_id, PageRequest(2, 2))

        assert (page.items, page.total) == ((chapters[1], chapters[2]), 3)
        assert rest.items == (chapters[3],)
        assert page.tier is book.tier
        assert await books.chapter(chapters[2].id, book.owner_id) == ChapterView(chapters[2], book.tier)

    async def test_a_book_may_have_no_chapters_yet(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        book = await a_stored_book(new_uow)

        page = await books.chapters(book.id, book.owner_id, PageRequest())

        assert (page.items, page.total, page.tier) == ((), 0, book.tier)

    async def test_what_is_not_committed_is_not_shown(self, new_uow: UnitOfWorkFactory, books: BookReader) -> None:
        book = await a_stored_book(new_uow)
        async with new_uow() as uow:
            await uow.audio_books.save(book.moved(Status.COMPLETED, later(1)))
            shown = (await books.get(book.id, book.owner_id)).audio_book
            await uow.commit()

        assert shown.status is Status.PENDING
        assert (await books.get(book.id, book.owner_id)).audio_book.status is Status.COMPLETED


class JobReaderContract:
    async def test_progress_follows_the_chapters(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        book = await a_stored_book(new_uow)
        job = await with_job(new_uow, book, status=Status.PROCESSING, started_at=later(1))
        empty = await jobs.get(job.id, job.owner_id)
        failed = a_chapter(book, 3, status=ChapterStatus.FAILED, error=Failure("bad_audio", "It was silent."))
        await with_chapters(new_uow, book, a_finished_chapter(book, 1), a_chapter(book, 2), failed, a_chapter(book, 4))
        await with_calls(new_uow, book, first="0.15", second="0.05", third="0.05")

        view = await jobs.get(job.id, job.owner_id)

        assert (empty.progress, empty.current_step, empty.chapters) == (0, Step.EXTRACTING_CHAPTERS, 0)
        assert view.job == job
        assert (view.progress, view.current_step) == (int((30 * 3 + 70 * 2) / 4), Step.GENERATING_SUMMARIES)
        assert (view.chapters, view.chapters_done, view.cost_usd) == (4, 1, Decimal("0.25"))

    async def test_a_finished_job_is_at_a_hundred(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        book = await a_stored_book(new_uow)
        await with_chapters(new_uow, book, a_finished_chapter(book))
        job = await with_job(new_uow, book, status=Status.COMPLETED, completed_at=later(9))

        view = await jobs.get(job.id, job.owner_id)

        assert (view.job, view.progress, view.current_step) == (job, 100, None)

    async def test_jobs_are_listed_newest_first(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        book = await a_stored_book(new_uow)
        stored = [await with_job(new_uow, book, created_at=later(age)) for age in (1, 3, 2)]
        await with_job(new_uow, await a_stored_book(new_uow, owner_id=an_owner()))

        page = await jobs.page(book.owner_id, PageRequest(1, 2))

        assert [view.job for view in page.items] == [stored[1], stored[2]]
        assert page.total == 3

    async def test_jobs_are_chosen_by_status(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        book = await a_stored_book(new_uow)
        statuses = (Status.PAUSED, Status.PENDING, Status.FAILED)
        stored = {s: await with_job(new_uow, book, status=s, created_at=later(n)) for n, s in enumerate(statuses)}

        page = await jobs.page(book.owner_id, PageRequest(), [Status.FAILED, Status.PAUSED])

        assert [view.job for view in page.items] == [stored[Status.FAILED], stored[Status.PAUSED]]
        assert page.total == 2

    async def test_anothers_job_is_not_found(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        job = await with_job(new_uow, await a_stored_book(new_uow))

        assert (await jobs.page(an_owner(), PageRequest())).total == 0
        for look in (partial(jobs.get, job.id, an_owner()), partial(jobs.get, uuid4(), job.owner_id)):
            with pytest.raises(NotFound):
                await look()

    async def test_jobs_of_one_book_share_its_figures(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        book = await a_stored_book(new_uow)
        await with_chapters(new_uow, book, a_finished_chapter(book))
        await with_calls(new_uow, book, a="0.5")
        first = await with_job(new_uow, book, status=Status.FAILED)
        second = await with_job(new_uow, book, created_at=later(1))

        page = await jobs.page(book.owner_id, PageRequest())

        assert [view.job for view in page.items] == [second, first]
        assert [(view.chapters, view.cost_usd) for view in page.items] == [(1, Decimal("0.5"))] * 2

    async def test_many_jobs_are_found_in_one_look(self, new_uow: UnitOfWorkFactory, jobs: JobReader) -> None:
        mine = await with_job(new_uow, await a_stored_book(new_uow))
        others = await with_job(new_uow, await a_stored_book(new_uow, owner_id=an_owner()))
        await with_job(new_uow, await a_stored_book(new_uow))

        found = await jobs.find_all([mine.id, uuid4(), others.id])

        assert {view.job.id: view for view in found} == {
            job.id: await jobs.get(job.id, job.owner_id) for job in (mine, others)
        }
        assert await jobs.find_all([]) == ()
