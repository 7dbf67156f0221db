"""How many statements a use makes, and that each of them finds its rows by an index."""

from datetime import datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.catalogue_reader import SqlCatalogueReader
from bookbytes_adapters.sql.readers import SqlBookReader, SqlJobReader
from bookbytes_adapters.sql.repositories.users import SqlUserReader
from bookbytes_adapters.sql.tables import works
from bookbytes_adapters.sql.throttle import SqlThrottle
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.domain.audio_book import AudioBook
from bookbytes_core.domain.budget import Scope
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.metadata import WorkQuery
from bookbytes_core.ports.throttle import Quota
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.contracts.audio_book_repositories import stored_book
from tests.support.databases import SqlFixtures
from tests.support.entities import (
    AN_ISBN,
    a_call,
    a_finished_chapter,
    a_job,
    a_provider_key,
    a_user,
    a_work,
    an_imported_text,
    later,
)
from tests.support.plans import listening, scans


async def a_library(uow: UnitOfWork, books: int) -> AudioBook:
    """So many books with all that belongs to them; returns one of them."""
    for number in range(books):
        book = await stored_book(uow, created_at=later(number))
        await uow.chapters.add_all([a_finished_chapter(book, place) for place in (1, 2)])
        await uow.jobs.add(a_job(book, created_at=later(number)))
        await uow.calls.record(a_call(book, f"request {number}"))
    return book


class TestStatements(SqlFixtures):
    @pytest.mark.parametrize("number", [1, 7])
    async def test_a_page_is_two_statements_whatever_its_length(
        self, number: int, engine: AsyncEngine, new_uow: UnitOfWorkFactory
    ) -> None:
        async with new_uow() as uow:
            book = await a_library(uow, number)
            await uow.commit()
        books, jobs = SqlBookReader(engine), SqlJobReader(engine)

        for look in (
            books.page(book.owner_id, PageRequest()),
            jobs.page(book.owner_id, PageRequest()),
            jobs.page(book.owner_id, PageRequest(), [Status.PENDING]),
            books.chapters(book.id, book.owner_id, PageRequest()),
        ):
            async with listening(engine) as statements:
                page = await look
            assert page.items
            assert len(statements) == 2

    async def test_a_claim_is_one_statement(self, engine: AsyncEngine, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            job = a_job(await stored_book(uow))
            await uow.jobs.add(job)
            await uow.commit()

        async with listening(engine) as statements, new_uow() as uow:
            assert await uow.leases.claim(job.id, "one", seconds=15)

        assert [statement.split()[0] for statement, _ in statements] == ["UPDATE"]

    async def test_every_statement_finds_its_rows_by_an_index(
        self, engine: AsyncEngine, new_uow: UnitOfWorkFactory
    ) -> None:
        async with new_uow() as uow:
            await a_library(uow, 40)
            await uow.commit()
        if engine.dialect.name == "postgresql":  # which weighs an index by the rows it knows of and by its length
            async with engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(sa.text("VACUUM (FULL, ANALYZE)"))

        async with listening(engine) as statements:
            await _everything(engine)
        assert len(statements) > 30

        plans = [await scans(engine, statement) for statement in statements]
        assert {scan: statement for (statement, _), plan in zip(statements, plans, strict=True) for scan in plan} == {}

    async def test_a_scan_would_be_seen(self, engine: AsyncEngine) -> None:
        wanted = sa.select(works).where(works.c.title == "x")
        async with listening(engine) as statements, engine.connect() as connection:
            await connection.execute(wanted)

        assert await scans(engine, statements[0]) in (["SCAN works"], ["Seq Scan of works"])

    async def test_q13_leases_know_no_clock_but_the_databases(
        self, engine: AsyncEngine, new_uow: UnitOfWorkFactory
    ) -> None:
        """No moment of this machine goes into what claims, renews and finds jobs: lengths of time only."""
        async with new_uow() as uow:
            job = a_job(await stored_book(uow))
            await uow.jobs.add(job)
            await uow.commit()

        async with listening(engine) as statements, new_uow() as uow:
            await uow.leases.due(limit=5, unfinished_per_owner=5)
            await uow.leases.mark_sent([job.id])
            claimed = await uow.leases.claim(job.id, "one", seconds=15)
            assert claimed is not None
            await uow.leases.renew(job.id, claimed.fence, seconds=15)
            await uow.leases.advance(job.id, claimed.fence)

        given = [value for _, values in statements for value in _values(values)]
        assert len(statements) == 5
        assert [value for value in given if isinstance(value, datetime)] == []
        assert max(value for value in given if isinstance(value, int | float)) == 15


def _values(given: object) -> list[object]:
    return list(given.values()) if isinstance(given, dict) else list(given) if isinstance(given, tuple) else []


async def _everything(engine: AsyncEngine) -> None:
    """Each call of each repository and reader once."""
    async with SqlUnitOfWork(engine) as uow:
        book = await stored_book(uow)
        edition = await uow.editions.get(book.edition_id)
        await uow.works.get(edition.work_id)
        await uow.editions.by_isbn(AN_ISBN)
        await uow.provider_keys.add(a_provider_key(edition))
        await uow.provider_keys.find("file", "x")
        await _every_call_of_the_catalogue(uow, edition)
        await uow.texts.add(an_imported_text(edition))
        await uow.texts.latest(edition.id, book.owner_id)
        await uow.texts.by_file("x", book.owner_id)
        await uow.audio_books.by_order(book.owner_id, book.order_key)
        await uow.audio_books.save(await uow.audio_books.get(book.id))
        chapter = a_finished_chapter(book)
        await uow.chapters.add_all([chapter])
        await uow.chapters.get(chapter.id)
        await uow.chapters.of(book.id)
        await uow.chapters.save(chapter)
        await uow.calls.begin(a_call(book), abandoned_before=later(0))
        await uow.calls.record(a_call(book))
        await uow.calls.find(["x"])
        await uow.calls.forget_results(["x"])
        await uow.calls.forgive(book.id)
        await uow.calls.lose(book.id)
        await uow.calls.spending(book.id, tuple(Scope), since=later(0), abandoned_before=later(0))
        await _every_job_call(uow, book)
        await uow.commit()
    await _every_look(engine, book)
    await _every_call_about_accounts(engine)


async def _every_call_about_accounts(engine: AsyncEngine) -> None:
    users, user = SqlUserReader(engine), a_user()
    async with SqlUnitOfWork(engine) as uow:
        await uow.users.add(user)
        await uow.users.by_email(user.email)
        await uow.users.save(user)
        await uow.commit()
    assert await users.find(user.id) == await users.by_email(user.email) == user
    for most in (1, 1, 0):
        await SqlThrottle(engine).attempt([Quota("one", most), Quota("two", most)])


async def _every_call_of_the_catalogue(uow: UnitOfWork, edition: Edition) -> None:
    await uow.provider_keys.of([edition.id])
    work = await uow.works.get(edition.work_id)
    await uow.works.find_all([work.id])
    await uow.works.save_all([work])
    await uow.editions.find_all([edition.id])
    await uow.editions.of_work(work.id)
    await uow.editions.save_all([edition])
    other = a_work()
    await uow.works.add(other)
    await uow.works.merge(work.id, [other.id])
    await uow.catalogue_imports.find("x")
    await uow.catalogue_imports.author_names("x", ["y"])


async def _every_job_call(uow: UnitOfWork, book: AudioBook) -> None:
    job = a_job(book)
    await uow.jobs.add(job, lease_seconds=1)
    await uow.jobs.latest_of(book.id)
    await uow.jobs.save(await uow.jobs.get(job.id))
    await uow.leases.due(limit=5, unfinished_per_owner=5)
    await uow.leases.mark_sent([job.id])
    claimed = await uow.leases.claim(job.id, "one", seconds=-1)
    assert claimed is not None
    await uow.leases.renew(job.id, claimed.fence, seconds=-1)
    await uow.leases.held()
    for owner in "2345":
        await uow.leases.claim(job.id, owner, seconds=-1, gone="one")
    again = a_job(book)
    await uow.jobs.add(again)
    await uow.leases.claim(again.id, "one", seconds=1)
    await uow.leases.advance(again.id, 1)


async def _every_look_at_the_catalogue(catalogue: SqlCatalogueReader) -> None:
    first = await catalogue.works(PageRequest(page_size=1))
    await catalogue.works(PageRequest(page_size=1, after=first.next))
    for query in (WorkQuery(title="prince"), WorkQuery(title="prinec"), WorkQuery(author="xyzzy", language="en")):
        found = await catalogue.search(query, PageRequest(page_size=1))
        await catalogue.search(query, PageRequest(page_size=1, after=found.next))
    await catalogue.work(first.items[0].id)
    with pytest.raises(NotFound):
        await catalogue.edition_by_isbn(AN_ISBN)


async def _every_look(engine: AsyncEngine, book: AudioBook) -> None:
    await _every_look_at_the_catalogue(SqlCatalogueReader(engine))
    books, jobs = SqlBookReader(engine), SqlJobReader(engine)
    await books.page(book.owner_id, PageRequest())
    await books.get(book.id, book.owner_id)
    chapters = await books.chapters(book.id, book.owner_id, PageRequest())
    await books.chapter(chapters.items[0].id, book.owner_id)
    page = await jobs.page(book.owner_id, PageRequest())
    await jobs.page(book.owner_id, PageRequest(), [Status.FAILED])
    await jobs.get(page.items[0].job.id, book.owner_id)
    assert (await jobs.page(uuid4(), PageRequest())).total == 0
