"""Records of providers become works and editions of the library, each once: in memory and on both databases."""

import asyncio
from functools import partial
from uuid import uuid4

import pytest

from bookbytes_adapters.memory import MemoryCatalogueReader, MemoryStore, MemoryUnitOfWork, SystemClock
from bookbytes_adapters.sql.catalogue_reader import SqlCatalogueReader
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.provider_key import FILE, MERGED, EntityType, ProviderKey
from bookbytes_core.ports.catalogue import CatalogueReader
from bookbytes_core.ports.metadata import EditionRecord, WorkQuery, WorkRecord
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.books.keep_records import KeepRecords
from tests.support.databases import SqlFixtures
from tests.support.entities import AN_ISBN, a_work, an_edition, later, sha256

OL = "openlibrary"
ANOTHER_ISBN, A_THIRD = Isbn("9780804429573"), Isbn("9791090636071")
WORK = WorkRecord(key="OL1W", title="The Prince", authors=("Niccolò Machiavelli",), first_publish_year=1532)
EDITION = EditionRecord(
    key="OL1M",
    work_key="OL1W",
    isbns=(AN_ISBN, ANOTHER_ISBN),
    title="The Prince",
    publisher="Penguin",
    publish_year=2003,
    language="en",
    contents=(ContentsEntry("How many kinds of principalities there are", label="I", page="1"),),
)


class Keeping:
    @pytest.fixture
    def keep(self, new_uow: UnitOfWorkFactory) -> KeepRecords:
        return KeepRecords(new_uow=new_uow, clock=SystemClock(), new_id=uuid4)

    async def test_what_is_kept_is_found(self, keep: KeepRecords, catalogue: CatalogueReader) -> None:
        kept = await keep(OL, works=[WORK], editions=[EDITION])

        view = await catalogue.edition_by_isbn(ANOTHER_ISBN)
        assert (view.work.id, view.edition.id) == (kept.works["OL1W"], kept.editions["OL1M"])
        assert (view.work.authors, view.work.first_publish_year) == (WORK.authors, 1532)
        assert (view.edition.isbn, view.edition.contents, view.isbns) == (AN_ISBN, EDITION.contents, EDITION.isbns)
        assert [key.external_key for key in (await catalogue.work(view.work.id)).provider_keys] == ["OL1W"]
        assert (await catalogue.search(WorkQuery(publisher="penguin"), PageRequest())).total == 1

    async def test_kept_again_nothing_changes(self, keep: KeepRecords, catalogue: CatalogueReader) -> None:
        first = await keep(OL, works=[WORK, WORK], editions=[EDITION, EDITION])
        before = await catalogue.work(first.works["OL1W"])

        assert await keep(OL, works=[WORK], editions=[EDITION]) == first

        assert await catalogue.work(first.works["OL1W"]) == before
        assert (await catalogue.works(PageRequest())).total == 1

    async def test_editions_may_come_before_their_work(self, keep: KeepRecords, catalogue: CatalogueReader) -> None:
        await keep(OL, editions=[EDITION, EditionRecord(key="OL2M", work_key="OL1W", title="Il principe")])
        kept = await keep(OL, works=[WORK])

        view = await catalogue.work(kept.works["OL1W"])
        assert (view.work.authors, len(view.editions)) == (WORK.authors, 2)
        assert (await catalogue.works(PageRequest())).total == 1

    async def test_a_work_without_a_key_is_its_editions_alone(
        self, keep: KeepRecords, catalogue: CatalogueReader
    ) -> None:
        row = EditionRecord(key=AN_ISBN.digits, isbns=(AN_ISBN,), title="The Prince", authors=("N. M.",))
        for _ in range(2):
            await keep("csv", editions=[row])

        assert (await catalogue.edition_by_isbn(AN_ISBN)).work.authors == ("N. M.",)
        assert (await catalogue.works(PageRequest())).total == 1

    async def test_a_users_file_and_a_providers_record_are_one(
        self, keep: KeepRecords, catalogue: CatalogueReader, new_uow: UnitOfWorkFactory
    ) -> None:
        """Also where two files of one work each had a work of their own: the older one stays, the other leads to it."""
        older, newer = a_work(title="Prince"), a_work(title="Il principe", created_at=later(1))
        theirs, other = an_edition(older, isbn=AN_ISBN), an_edition(newer, isbn=A_THIRD)
        unnumbered = an_edition(newer)
        async with new_uow() as uow:
            await uow.works.add_all([newer, older])
            await uow.editions.add_all([theirs, other, unnumbered])
            await uow.provider_keys.add(ProviderKey(EntityType.EDITION, theirs.id, FILE, sha256("file")))
            await uow.commit()

        kept = await keep(
            OL,
            works=[WORK],
            editions=[EDITION, EditionRecord(key="OL2M", work_key="OL1W", isbns=(A_THIRD,), title="Il principe")],
        )

        assert kept.works == {"OL1W": older.id}
        assert kept.editions == {"OL1M": theirs.id, "OL2M": other.id}
        view = await catalogue.work(newer.id)
        assert (view.work.id, view.work.title) == (older.id, "The Prince")
        assert {edition.id for edition in view.editions} == {theirs.id, other.id, unnumbered.id}
        assert {(key.provider, key.external_key) for key in view.provider_keys} == {
            (OL, "OL1W"),
            (MERGED, str(newer.id)),
        }
        listed = await catalogue.works(PageRequest())
        assert [(each.id, each.edition_count) for each in listed.items] == [(older.id, 3)]

    async def test_works_that_the_provider_merged_are_merged(
        self, keep: KeepRecords, catalogue: CatalogueReader
    ) -> None:
        first = await keep(OL, works=[WORK, WorkRecord(key="OL2W", title="Il principe")], editions=[EDITION])
        other = EditionRecord(key="OL2M", work_key="OL2W", title="Il principe")
        await keep(OL, editions=[other])

        kept = await keep(OL, works=[WorkRecord(key="OL2W", former_keys=("OL1W",), title="Il principe")])

        view = await catalogue.work(kept.works["OL2W"])
        assert kept.works["OL2W"] in first.works.values()
        assert len(view.editions) == 2
        assert (await catalogue.works(PageRequest())).total == 1

    async def test_a_number_given_twice_makes_no_two_works_one(
        self, keep: KeepRecords, catalogue: CatalogueReader
    ) -> None:
        wrong = EditionRecord(key="OL9M", work_key="OL9W", isbns=(AN_ISBN,), title="Something else")
        await keep(OL, works=[WORK], editions=[EDITION])
        await keep(OL, editions=[wrong])
        await keep("other", editions=[EditionRecord(key="x", work_key="y", isbns=(AN_ISBN, A_THIRD), title="Prince")])

        assert (await catalogue.works(PageRequest())).total == 2
        assert (await catalogue.edition_by_isbn(AN_ISBN)).work.title == "The Prince"
        prince = (await catalogue.search(WorkQuery(title="prince"), PageRequest())).items[0]
        assert [(key.provider, key.external_key) for key in prince.provider_keys] == [(OL, "OL1W"), ("other", "y")]

    async def test_an_edition_that_moved_takes_its_new_place(
        self, keep: KeepRecords, catalogue: CatalogueReader
    ) -> None:
        await keep(OL, works=[WORK], editions=[EditionRecord(key="OL1M", work_key="OL2W", title="The Prince")])
        await keep(OL, works=[WORK], editions=[EDITION])

        listed = await catalogue.works(PageRequest())
        counts = {each.provider_keys[0].external_key: each.edition_count for each in listed.items}
        assert counts == {"OL1W": 1, "OL2W": 0}


class TestMemory(Keeping):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    @pytest.fixture
    def new_uow(self, store: MemoryStore) -> UnitOfWorkFactory:
        return partial(MemoryUnitOfWork, store)

    @pytest.fixture
    def catalogue(self, store: MemoryStore) -> CatalogueReader:
        return MemoryCatalogueReader(store)


class TestSql(SqlFixtures, Keeping):
    async def test_several_processes_at_once_keep_each_record_once(self, url: str) -> None:
        engines = [make_engine(url) for _ in range(6)]
        editions = [
            EditionRecord(key=f"OL2{number}M", work_key=f"OL{number % 3}W", title=f"Edition {number}")
            for number in range(9)
        ]

        async def keep(number: int) -> object:
            use_case = KeepRecords(new_uow=partial(SqlUnitOfWork, engines[number]), clock=SystemClock(), new_id=uuid4)
            turned = editions[number:] + editions[:number]
            return await use_case(OL, editions=[EDITION, *turned] if number % 2 else [*turned, EDITION])

        kept = await asyncio.gather(*(keep(number) for number in range(6)))

        catalogue = SqlCatalogueReader(engines[0])
        assert all(each == kept[0] for each in kept)
        listed = await catalogue.works(PageRequest())
        assert sorted(each.edition_count for each in listed.items) == [3, 3, 4]
        for engine in engines:
            await engine.dispose()
