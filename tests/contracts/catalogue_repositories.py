"""What the repositories of works, editions, outside ids and texts promise."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.provider_key import ISBN, MERGED, EntityType, ProviderKey
from bookbytes_core.errors import Conflict, NotFound
from bookbytes_core.ports.catalogue_source import CatalogueImport
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.support.entities import (
    AN_ISBN,
    a_provider_key,
    a_work,
    an_edition,
    an_imported_text,
    an_owner,
    later,
    sha256,
)


class CatalogueContract:
    async def test_a_work_comes_back_whole(self, new_uow: UnitOfWorkFactory) -> None:
        bare = a_work()
        full = a_work(
            title='Der „Fürst“ — 君主論 \U0001f4d6 "quoted"',
            authors=("Niccolò Machiavelli", "W. K. Marriott"),
            first_publish_year=-350,
            subjects=("politics",),
            cover_url="https://example.org/cover.jpg",
        )
        async with new_uow() as uow:
            await uow.works.add(bare)
            await uow.works.add(full)

            assert await uow.works.get(bare.id) == bare
            assert await uow.works.get(full.id) == full

    async def test_an_edition_comes_back_whole(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        bare = an_edition(work)
        full = an_edition(
            work,
            isbn=AN_ISBN,
            publisher="Blado",
            publish_year=1532,
            language="it",
            pages=120,
            statement="2nd, revised",
            updated_at=later(1),
        )
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add(bare)
            await uow.editions.add(full)

            assert await uow.editions.get(bare.id) == bare
            assert await uow.editions.get(full.id) == full

    async def test_what_is_not_there_is_not_found(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            with pytest.raises(NotFound):
                await uow.works.get(uuid4())
            with pytest.raises(NotFound):
                await uow.editions.get(uuid4())

    async def test_an_edition_is_found_by_its_isbn(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        edition = an_edition(work, isbn=AN_ISBN)
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add(edition)

            assert await uow.editions.by_isbn(Isbn.parse("0-306-40615-2")) == edition
            assert await uow.editions.by_isbn(Isbn.parse("9780141439518")) is None

    async def test_an_isbn_belongs_to_one_edition(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add(an_edition(work, isbn=AN_ISBN))
            with pytest.raises(Conflict) as caught:
                await uow.editions.add(an_edition(work, isbn=AN_ISBN))
        assert caught.value.code == "isbn_taken"

    async def test_many_editions_may_have_no_isbn(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add(an_edition(work))
            await uow.editions.add(an_edition(work))

    async def test_an_edition_needs_its_work(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            with pytest.raises(Conflict) as caught:
                await uow.editions.add(an_edition(a_work()))
        assert caught.value.code == "reference_missing"

    async def test_an_outside_id_leads_to_its_entity(self, new_uow: UnitOfWorkFactory) -> None:
        edition = an_edition(a_work())
        key = a_provider_key(edition)
        of_work = a_provider_key(edition, entity_type=EntityType.WORK, provider="openlibrary", external_key="OL1W")
        async with new_uow() as uow:
            await uow.provider_keys.add(key)
            await uow.provider_keys.add(of_work)

            assert await uow.provider_keys.find(key.provider, key.external_key) == key
            assert await uow.provider_keys.find("openlibrary", "OL1W") == of_work
            assert await uow.provider_keys.find("openlibrary", key.external_key) is None
            assert await uow.provider_keys.of([edition.id]) == (key, of_work)
            assert await uow.provider_keys.of([]) == ()

    async def test_an_outside_id_is_unique_within_its_provider(self, new_uow: UnitOfWorkFactory) -> None:
        edition = an_edition(a_work())
        async with new_uow() as uow:
            await uow.provider_keys.add(a_provider_key(edition))
            await uow.provider_keys.add(a_provider_key(edition, provider="openlibrary"))
            with pytest.raises(Conflict) as caught:
                await uow.provider_keys.add(a_provider_key(an_edition(a_work())))
        assert caught.value.code == "provider_key_taken"

    async def test_the_latest_text_of_an_edition_is_its_owners(self, new_uow: UnitOfWorkFactory) -> None:
        work, other = a_work(), an_owner()
        edition, another = an_edition(work), an_edition(work)
        old = an_imported_text(edition, file_sha256=sha256("old"), cover_key="covers/old.png")
        new = an_imported_text(edition, file_sha256=sha256("new"), created_at=later(1))
        theirs = an_imported_text(edition, owner_id=other, created_at=later(2))
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add(edition)
            await uow.editions.add(another)
            for text in (new, old, theirs):
                await uow.texts.add(text)

            assert await uow.texts.latest(edition.id, new.owner_id) == new
            assert await uow.texts.latest(edition.id, other) == theirs
            assert await uow.texts.latest(another.id, new.owner_id) is None
            assert await uow.texts.latest_of_work(work.id, new.owner_id) == new
            assert await uow.texts.latest_of_work(work.id, other) == theirs
            assert await uow.texts.latest_of_work(edition.id, new.owner_id) is None
            assert await uow.texts.by_file(sha256("old"), old.owner_id) == old
            assert await uow.texts.by_file(sha256("old"), other) is None

    async def test_an_owner_imports_a_file_once(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        edition = an_edition(work)
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add(edition)
            await uow.texts.add(an_imported_text(edition))
            await uow.texts.add(an_imported_text(edition, owner_id=an_owner()))
            with pytest.raises(Conflict) as caught:
                await uow.texts.add(an_imported_text(edition))
        assert caught.value.code == "text_known"

    async def test_how_far_an_import_has_come_is_kept(self, new_uow: UnitOfWorkFactory) -> None:
        begun = CatalogueImport(fingerprint=sha256("dump"), created_at=later(0), updated_at=later(0))
        further = replace(begun, lines=2**33, offset=2**40, works=3, editions=4, bad_lines=5, updated_at=later(1))
        async with new_uow() as uow:
            assert await uow.catalogue_imports.find(begun.fingerprint) is None
            for progress in (begun, further, replace(further, finished=True)):
                await uow.catalogue_imports.save(progress)
                assert await uow.catalogue_imports.find(begun.fingerprint) == progress

    async def test_authors_are_named_by_their_provider(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            await uow.catalogue_imports.name_authors("one", {"A1": "Old", "A2": "Other"})
            await uow.catalogue_imports.name_authors("one", {"A1": "New"})

            names = await uow.catalogue_imports.author_names("one", ["A1", "A2", "A3"])
            assert names == {"A1": "New", "A2": "Other"}
            assert await uow.catalogue_imports.author_names("two", ["A1"]) == {}

    async def test_many_are_written_and_found_at_once(self, new_uow: UnitOfWorkFactory) -> None:
        works = [a_work(title=f"Work {number}") for number in range(3)]
        editions = [an_edition(work, publish_year=year) for work in works for year in (1900, None, 2000)]
        numbered = replace(editions[0], isbn=AN_ISBN, contents=(ContentsEntry("One", 1, "I", "xii"),))
        further = Isbn("9780804429573")
        keys = [
            ProviderKey(EntityType.EDITION, editions[1].id, ISBN, further.digits),
            ProviderKey(EntityType.WORK, works[0].id, "openlibrary", "OL1W"),
        ]
        async with new_uow() as uow:
            await uow.works.add_all(works)
            await uow.editions.add_all(editions)
            await uow.editions.save_all([numbered])
            await uow.provider_keys.add_all(keys)

            assert set(await uow.works.find_all([works[0].id, works[2].id, uuid4()])) == {works[0], works[2]}
            assert set(await uow.editions.find_all([editions[3].id, numbered.id])) == {editions[3], numbered}
            assert await uow.editions.of_work(works[0].id) == (editions[2], numbered, editions[1])
            found = await uow.editions.by_isbns([AN_ISBN, further, Isbn("9791090636071")])
            assert found == {AN_ISBN: numbered, further: editions[1]}
            assert await uow.editions.by_isbn(further) == editions[1]
            assert await uow.provider_keys.find_all("openlibrary", ["OL1W", "OL2W"]) == (keys[1],)
            assert await uow.provider_keys.of([works[0].id, editions[1].id, works[1].id]) == tuple(keys)

    async def test_a_merged_work_leaves_what_hung_on_it(self, new_uow: UnitOfWorkFactory) -> None:
        into, gone, bystander = a_work(), a_work(), a_work()
        edition = an_edition(gone)
        key = ProviderKey(EntityType.WORK, gone.id, "openlibrary", "OL1W")
        async with new_uow() as uow:
            await uow.works.add_all([into, gone, bystander])
            await uow.editions.add(edition)
            await uow.provider_keys.add(key)
            await uow.works.merge(into.id, [gone.id])

            assert await uow.works.find_all([gone.id, into.id, bystander.id]) in (
                (into, bystander),
                (bystander, into),
            )
            assert (await uow.editions.get(edition.id)).work_id == into.id
            assert await uow.provider_keys.find("openlibrary", "OL1W") == replace(key, entity_id=into.id)
            assert await uow.provider_keys.find(MERGED, str(gone.id)) == ProviderKey(
                EntityType.WORK, into.id, MERGED, str(gone.id)
            )
            await uow.commit()
