"""What the repositories of audio books and chapters promise."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from bookbytes_core.domain.audio_book import AudioBook, Failure
from bookbytes_core.domain.order import Options
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.domain.tier import Tier
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.support.entities import (
    a_chapter,
    a_finished_chapter,
    a_work,
    an_audio_book,
    an_edition,
    an_owner,
    later,
)


async def stored_book(uow: UnitOfWork, **given: object) -> AudioBook:
    """A new audio book, saved with its edition and work."""
    work = a_work()
    edition = an_edition(work)
    book = an_audio_book(edition, **given)
    await uow.works.add(work)
    await uow.editions.add(edition)
    await uow.audio_books.add(book)
    return book


async def another_version(uow: UnitOfWork, book: AudioBook, **given: Any) -> AudioBook:
    version = replace(book, id=uuid4(), **given)
    await uow.audio_books.add(version)
    return version


class AudioBookContract:
    async def test_a_book_comes_back_whole(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            bare = await stored_book(uow)
            full = await stored_book(
                uow,
                options=Options(
                    minutes=45.5,
                    language="de",
                    voice="low-tone",
                    chapters=(1, 3),
                    all_matter=True,
                    from_memory=True,
                    max_cost_usd=Decimal("2.50"),
                ),
                tier=Tier.MEMORY,
                status=Status.COMPLETED_WITH_ERRORS,
                error=Failure("chapters_failed", "Chapters that failed: 3."),
                updated_at=later(3600),
            )

            assert await uow.audio_books.get(bare.id) == bare
            assert await uow.audio_books.get(full.id) == full

    async def test_saving_raises_the_revision(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            saved = await uow.audio_books.save(book.moved(Status.PROCESSING, later(1)))

            assert saved == replace(book.moved(Status.PROCESSING, later(1)), revision=1)
            assert await uow.audio_books.get(book.id) == saved

    async def test_a_stale_write_is_refused(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.audio_books.save(book.moved(Status.PROCESSING, later(1)))
            with pytest.raises(Conflict) as caught:
                await uow.audio_books.save(book.moved(Status.CANCELLED, later(2)))
        assert caught.value.code == "stale"

    async def test_a_deleted_book_is_not_found(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.audio_books.save(book.deleted(later(1)))

            assert await uow.audio_books.by_order(book.owner_id, book.order_key) is None
            with pytest.raises(NotFound):
                await uow.audio_books.get(book.id)

    async def test_an_order_is_made_once_a_version(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await another_version(uow, book, version=2)
            await another_version(uow, book, owner_id=an_owner())
            with pytest.raises(Conflict) as caught:
                await another_version(uow, book)
        assert caught.value.code == "order_known"

    async def test_a_deleted_order_may_be_made_again(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            await uow.audio_books.save(book.deleted(later(1)))
            again = await another_version(uow, book)

            assert await uow.audio_books.by_order(book.owner_id, book.order_key) == again

    async def test_an_order_is_found_by_its_newest_version(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            second = await another_version(uow, book, version=2)
            third = await another_version(uow, book, version=3)
            await uow.audio_books.save(third.deleted(later(1)))

            assert await uow.audio_books.by_order(book.owner_id, book.order_key) == second
            assert await uow.audio_books.by_order(an_owner(), book.order_key) is None

    async def test_a_book_needs_its_edition(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            with pytest.raises(Conflict) as caught:
                await uow.audio_books.add(an_audio_book(an_edition(a_work())))
        assert caught.value.code == "reference_missing"


class ChapterContract:
    async def test_chapters_come_back_whole_and_in_order(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            waiting, finished = a_chapter(book, 2, title="Of “Fortune”"), a_finished_chapter(book, 1)
            failed = a_chapter(book, 3, status=ChapterStatus.FAILED, error=Failure("bad_audio", "It was silent."))
            await uow.chapters.add_all([waiting, failed, finished])
            await uow.chapters.add_all([])

            assert await uow.chapters.of(book.id) == (finished, waiting, failed)
            assert await uow.chapters.get(finished.id) == finished
            assert await uow.chapters.of(uuid4()) == ()

    async def test_a_saved_chapter_is_the_new_one(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            chapter, other = a_chapter(book, 1), a_chapter(book, 2)
            await uow.chapters.add_all([chapter, other])
            finished = a_finished_chapter(book, 1, id=chapter.id, updated_at=later(9))
            await uow.chapters.save(finished)

            assert await uow.chapters.of(book.id) == (finished, other)

    async def test_a_number_is_given_once_in_a_book(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book, another = await stored_book(uow), await stored_book(uow)
            await uow.chapters.add_all([a_chapter(book, 1), a_chapter(another, 1)])
            with pytest.raises(Conflict) as caught:
                await uow.chapters.add_all([a_chapter(book, 2), a_chapter(book, 1)])
        assert caught.value.code == "chapter_known"

    async def test_what_is_not_there_is_not_found(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            with pytest.raises(NotFound):
                await uow.chapters.get(uuid4())
            with pytest.raises(NotFound):
                await uow.chapters.save(a_chapter(book))
