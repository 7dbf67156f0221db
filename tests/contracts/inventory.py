"""What inventories and leftovers promise. Their adapters' tests provide ``new_uow``, ``inventory`` and ``leftovers``
over one, empty database."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from bookbytes_core.domain.audio_book import AUDIO_MISSING, AudioBook
from bookbytes_core.domain.cost import CallState
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.ports.inventory import Inventory, Leftovers
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.entities import (
    NOW,
    a_call,
    a_chapter,
    a_finished_chapter,
    a_job,
    a_started_call,
    an_imported_text,
    later,
)


async def walk(look: Callable[..., Awaitable[Sequence[Any]]], place: str = "id", start: object = None) -> list[Any]:
    """All that ``look`` gives, one by one."""
    found: list[Any] = []
    while page := await look(after=getattr(found[-1], place, found[-1]) if found else start, limit=1):
        assert len(page) == 1
        found += page
    return found


async def with_deleted(uow: UnitOfWork) -> AudioBook:
    """A deleted audio book with a chapter, a text and a result of its own."""
    book = await stored_book(uow, text_key="texts/deleted.json", status=Status.PENDING)
    await uow.chapters.add_all([a_finished_chapter(book, audio_key="audio/deleted")])
    await uow.chapters.add_all([a_chapter(book, 2, status=ChapterStatus.PROCESSING)])
    await uow.audio_books.save(book.deleted(NOW))
    await uow.jobs.add(a_job(book, status=Status.CANCELLED))
    return book


class InventoryContract:
    async def test_an_empty_database_names_nothing(self, inventory: Inventory) -> None:
        assert await inventory.named(["texts/a.json", "x"]) == frozenset()
        assert await inventory.named([]) == frozenset()
        assert await inventory.calls(["x"]) == ()
        assert await inventory.sounds(after=None, limit=5) == ()
        assert await inventory.results(after="", limit=5) == await inventory.texts(after="", limit=5) == ()

    async def test_every_row_names_its_objects(self, new_uow: UnitOfWorkFactory, inventory: Inventory) -> None:
        async with new_uow() as uow:
            await with_deleted(uow)
            book = await stored_book(uow, text_key="texts/book.json")
            edition = await uow.editions.get(book.edition_id)
            await uow.texts.add(an_imported_text(edition, text_key="texts/file.json", cover_key="covers/file.png"))
            await uow.chapters.add_all([a_finished_chapter(book, audio_key="audio/ab/abc")])
            await uow.calls.record(a_call(book, result_key="results/llm/one.json"))
            await uow.commit()
        named = {"texts/deleted.json", "texts/book.json", "texts/file.json", "covers/file.png", "results/llm/one.json"}
        named |= {"audio/deleted.mp3", *(f"audio/ab/abc{suffix}" for suffix in (".mp3", ".m4a", ".json"))}
        others = {"audio/ab/abcd.mp3", "audio/ab/abc", "texts/book", "results/llm/two.json", "covers/file.jpeg"}
        assert await inventory.named(named | others) == named

    async def test_calls_are_known_by_their_keys(self, new_uow: UnitOfWorkFactory, inventory: Inventory) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            calls = [a_call(book, name) for name in ("one", "two", "three")]
            for call in calls:
                await uow.calls.record(call)
            await uow.commit()
        found = await inventory.calls([calls[0].key, calls[1].key, "unknown"])
        assert sorted(found, key=lambda call: call.key) == sorted(calls[:2], key=lambda call: call.key)

    async def test_finished_audio_of_all_users_is_walked(
        self, new_uow: UnitOfWorkFactory, inventory: Inventory
    ) -> None:
        async with new_uow() as uow:
            await with_deleted(uow)
            one, two = await stored_book(uow), await stored_book(uow)
            sounds = [a_finished_chapter(book, number) for book in (one, two) for number in (1, 2)]
            lost = a_finished_chapter(one, 3).without_audio(AUDIO_MISSING, NOW)
            await uow.chapters.add_all([*sounds, lost, a_chapter(one, 4)])
            await uow.commit()
        assert await walk(inventory.sounds) == sorted(sounds, key=lambda chapter: chapter.id)

    async def test_results_and_texts_are_walked_each_once(
        self, new_uow: UnitOfWorkFactory, inventory: Inventory
    ) -> None:
        async with new_uow() as uow:
            await with_deleted(uow)
            book = await stored_book(uow, text_key="texts/b.json")
            await stored_book(uow, text_key="texts/b.json")
            await stored_book(uow, text_key="")
            edition = await uow.editions.get(book.edition_id)
            await uow.texts.add(an_imported_text(edition, text_key="texts/b.json", cover_key="covers/c.png"))
            for name, result in (("one", "results/2"), ("two", "results/1"), ("three", None)):
                await uow.calls.record(a_call(book, name, result_key=result))
            await uow.commit()
        assert await walk(inventory.results, start="") == ["results/1", "results/2"]
        assert await walk(inventory.texts, start="") == ["covers/c.png", "texts/b.json"]


class LeftoversContract:
    async def test_jobs_whose_lease_is_long_over_are_walked(
        self, new_uow: UnitOfWorkFactory, leftovers: Leftovers
    ) -> None:
        async with new_uow() as uow:
            book = await stored_book(uow)
            left = [await _job(uow, book, Status.PROCESSING, -120) for _ in range(3)]
            await _job(uow, book, Status.PROCESSING, -20)
            await _job(uow, book, Status.PROCESSING, 60)
            await _job(uow, book, Status.PENDING, -120)
            await uow.commit()
        found = await walk(lambda **page: leftovers.jobs(seconds=60, **page))
        assert [job.id for job in found] == sorted(job.id for job in left)
        assert {job.audio_book_id for job in found} == {book.id}

    async def test_books_that_wait_for_jobs_that_rest_are_walked(
        self, new_uow: UnitOfWorkFactory, leftovers: Leftovers
    ) -> None:
        async with new_uow() as uow:
            await with_deleted(uow)
            left = [await stored_book(uow, status=status) for status in (Status.PENDING, Status.PROCESSING)]
            at_work, paused = await stored_book(uow), await stored_book(uow, status=Status.PAUSED)
            await stored_book(uow)
            for book in (*left, paused, at_work):
                await uow.jobs.add(a_job(book, status=Status.FAILED, created_at=later(-60)))
            await uow.jobs.add(a_job(at_work))
            await uow.commit()
        assert await walk(leftovers.books) == sorted(left, key=lambda book: book.id)

    async def test_chapters_that_nobody_makes_are_walked(
        self, new_uow: UnitOfWorkFactory, leftovers: Leftovers
    ) -> None:
        async with new_uow() as uow:
            await with_deleted(uow)
            done, failed, at_work = [
                await stored_book(uow, status=status)
                for status in (Status.COMPLETED_WITH_ERRORS, Status.FAILED, Status.PROCESSING)
            ]
            await uow.jobs.add(a_job(done, status=Status.COMPLETED_WITH_ERRORS))
            await uow.jobs.add(a_job(failed, status=Status.FAILED))
            await _job(uow, at_work, Status.PROCESSING, -120)
            left = []
            for book in (done, failed, at_work):
                begun = a_chapter(book, 1, status=ChapterStatus.PROCESSING)
                waits = a_chapter(book, 2)
                await uow.chapters.add_all([begun, waits, a_finished_chapter(book, 3)])
                left += {done: [begun, waits], failed: [begun]}.get(book, [])
            await uow.commit()
        assert await walk(leftovers.chapters) == sorted(left, key=lambda chapter: chapter.id)

    async def test_calls_that_nobody_waits_for_are_walked(
        self, new_uow: UnitOfWorkFactory, leftovers: Leftovers
    ) -> None:
        async with new_uow() as uow:
            book, at_work = await stored_book(uow), await stored_book(uow)
            await _job(uow, book, Status.PROCESSING, -1)
            await _job(uow, at_work, Status.PROCESSING, 60)
            left = [a_started_call(book, name) for name in ("one", "two")]
            others = [a_started_call(book, "young", at=later(1)), a_started_call(at_work, "held")]
            others += [a_call(book, state, state=state) for state in CallState if state is not CallState.STARTED]
            for call in (*left, *others):
                await uow.calls.record(call)
            await uow.commit()
        found = await walk(lambda **page: leftovers.calls(before=later(1), **page), "key", "")
        assert found == sorted(left, key=lambda call: call.key)


async def _job(uow: UnitOfWork, book: AudioBook, status: Status, lease_seconds: float) -> Job:
    job = replace(a_job(book), status=status, lease_owner="one")
    await uow.jobs.add(job, lease_seconds=lease_seconds)
    return job
