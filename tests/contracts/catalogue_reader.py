"""What the reader of the library of works and editions promises."""

from uuid import uuid4

import pytest

from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.page import PageRequest
from bookbytes_core.domain.provider_key import ISBN, EntityType, ProviderKey
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import InvalidInput, NotFound
from bookbytes_core.ports.catalogue import CatalogueReader, ListedWork
from bookbytes_core.ports.metadata import WorkQuery
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.support.entities import AN_ISBN, a_work, an_edition

TITLES = ("Émile", "emma", "Emma", "EMMA: a novel", "Persuasion", "The Prince", "Żółw", "君主論", "Zorba")


async def stored(new_uow: UnitOfWorkFactory, *works: Work) -> None:
    async with new_uow() as uow:
        await uow.works.add_all(works)
        await uow.commit()


def titles(items: tuple[ListedWork, ...]) -> list[str]:
    return [item.title for item in items]


class CatalogueReaderContract:
    async def test_a_list_is_walked_by_next_in_order_of_titles(
        self, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        await stored(new_uow, *(a_work(title=title) for title in TITLES))

        walked, after = [], None
        while True:
            page = await catalogue.works(PageRequest(page_size=2, after=after))
            assert (page.total, page.total_is_minimum) == (len(TITLES), False)
            walked += titles(page.items)
            after = page.next
            if after is None:
                break
        assert [title.casefold() for title in walked] == [
            "émile", "emma", "emma", "emma: a novel", "persuasion", "the prince", "żółw", "zorba", "君主論",
        ]  # fmt: skip
        second = await catalogue.works(PageRequest(page=2, page_size=2))
        assert titles(second.items) == walked[2:4]
        beyond = await catalogue.works(PageRequest(page=9, page_size=2))
        assert (beyond.items, beyond.total, beyond.next) == ((), len(TITLES), None)

    async def test_a_list_shows_editions_and_outside_ids(
        self, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        work = a_work(authors=("Niccolò Machiavelli",), first_publish_year=1532, cover_url="https://example.org/c.jpg")
        keys = tuple(ProviderKey(EntityType.WORK, work.id, "openlibrary", key) for key in ("OL1W", "OL2W"))
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add_all([an_edition(work), an_edition(work)])
            await uow.provider_keys.add_all(keys)
            await uow.commit()

        shown = ListedWork(work.id, work.title, work.authors, 1532, work.cover_url, 2, keys)
        assert (await catalogue.works(PageRequest())).items == (shown,)
        assert (await catalogue.search(WorkQuery(title="prince"), PageRequest())).items == (shown,)

    @pytest.mark.parametrize("after", ["x", "", "W10", "WyJhIiwiYiJd", "WzEsMiwzLCJ4Il0"])
    async def test_a_place_of_another_list_is_refused(self, after: str, catalogue: CatalogueReader) -> None:
        for look in (catalogue.works, lambda request: catalogue.search(WorkQuery(title="x"), request)):
            with pytest.raises(InvalidInput) as caught:
                await look(PageRequest(after=after))
            assert caught.value.code == "invalid_page"

    async def test_a_search_ranks_titles_that_are_the_words_first(
        self, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        for title in ("My Emma", "Emma", "Emma in Love", "Emmaus", "Clara"):
            await stored(new_uow, a_work(title=title))

        found = await catalogue.search(WorkQuery(title="EMMA"), PageRequest())
        assert titles(found.items) == ["Emma", "Emmaus", "Emma in Love", "My Emma"]
        assert (found.total, found.total_is_minimum, found.next) == (4, False, None)

        first = await catalogue.search(WorkQuery(title="emma"), PageRequest(page_size=3))
        rest = await catalogue.search(WorkQuery(title="emma"), PageRequest(page_size=3, after=first.next))
        assert titles(first.items + rest.items) == titles(found.items)
        beyond = await catalogue.search(WorkQuery(title="emma"), PageRequest(page=3, page_size=3))
        assert (beyond.items, beyond.total) == ((), 4)

    @pytest.mark.parametrize(
        "words", ["le petit prince", "Petit  PRINCE!", "pétit", "l’été", "prin", "d'ete", "prince petit", "ete"]
    )
    async def test_a_search_minds_no_case_accents_or_punctuation(
        self, words: str, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        await stored(new_uow, a_work(title="Le petit Prince d’été, l'ete"), a_work(title="Other"))

        assert (await catalogue.search(WorkQuery(title=words), PageRequest())).total == 1

    async def test_a_search_looks_where_it_is_told(
        self, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        prince = a_work(title="Der Fürst", authors=("Niccolò Machiavelli",))
        about = a_work(title="Machiavelli", authors=("Quentin Skinner",))
        await stored(new_uow, prince, about)
        async with new_uow() as uow:
            await uow.editions.add(an_edition(prince, title="Il principe", publisher="Blado", language="it"))
            await uow.editions.add(an_edition(prince, language="de"))
            await uow.editions.add(an_edition(about, language="en-GB", publisher="Oxford University Press"))
            await uow.commit()

        async def found(**query: str) -> list[str]:
            return titles((await catalogue.search(WorkQuery(**query), PageRequest())).items)

        assert await found(title="machiavelli") == ["Machiavelli"]
        assert await found(author="machiavelli") == ["Der Fürst"]
        assert await found(title="principe") == ["Der Fürst"]
        assert await found(title="furst machiavelli") == ["Der Fürst"], "both typed into one box"
        assert await found(publisher="oxford") == ["Machiavelli"]
        assert await found(publisher="blado", title="fürst") == ["Der Fürst"]
        assert await found(author="machiavelli", language="it") == ["Der Fürst"]
        assert await found(author="machiavelli", language="en") == []
        assert await found(author="skinner", language="en-GB") == ["Machiavelli"]
        assert await found(title="!?") == []

    @pytest.mark.parametrize("words", ["persausion", "peruasion", "persuassion", "oersuasion", "Jane Persuasio austn"])
    async def test_a_search_forgives_mistakes_where_nothing_fits(
        self, words: str, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        await stored(new_uow, a_work(title="Persuasion", authors=("Jane Austen",)), a_work(title="Emma"))

        assert titles((await catalogue.search(WorkQuery(title=words), PageRequest())).items) == ["Persuasion"]

    async def test_what_is_written_again_is_found_by_its_new_words(
        self, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        work = a_work(title="Draft")
        edition = an_edition(work, publisher="Nobody")
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add(edition)
            await uow.works.save_all([a_work(id=work.id, title="Final")])
            await uow.editions.save_all([an_edition(work, id=edition.id, title="Final", publisher="Penguin")])
            await uow.commit()

        for query, total in (
            (WorkQuery(title="draft"), 0),
            (WorkQuery(title="final"), 1),
            (WorkQuery(publisher="nobody"), 0),
            (WorkQuery(publisher="penguin"), 1),
        ):
            assert (await catalogue.search(query, PageRequest())).total == total

    async def test_a_work_shows_its_editions_newest_first(
        self, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        work = a_work()
        undated, old, new = (an_edition(work, publish_year=year) for year in (None, 1908, 2010))
        key = ProviderKey(EntityType.WORK, work.id, "openlibrary", "OL1W")
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add_all([undated, new, old])
            await uow.provider_keys.add(key)
            await uow.commit()

        view = await catalogue.work(work.id)

        assert (view.work, view.editions, view.provider_keys) == (work, (new, old, undated), (key,))
        with pytest.raises(NotFound) as caught:
            await catalogue.work(uuid4())
        assert caught.value.code == "work_not_found"

    async def test_an_isbn_gives_its_edition_and_the_latest_in_its_language(
        self, new_uow: UnitOfWorkFactory, catalogue: CatalogueReader
    ) -> None:
        work = a_work()
        further, newer = Isbn("9780804429573"), Isbn("9791090636071")
        old = an_edition(work, isbn=AN_ISBN, publish_year=1908, language="en")
        latest = an_edition(work, isbn=newer, publish_year=2010, language="en")
        german = an_edition(work, publish_year=2020, language="de")
        async with new_uow() as uow:
            await uow.works.add(work)
            await uow.editions.add_all([old, latest, german])
            await uow.provider_keys.add(ProviderKey(EntityType.EDITION, old.id, ISBN, further.digits))
            await uow.commit()

        for isbn in (AN_ISBN, further):
            view = await catalogue.edition_by_isbn(isbn)
            assert (view.edition, view.work, view.latest, view.is_latest) == (old, work, latest, False)
            assert view.isbns == (newer, AN_ISBN, further)
        assert (await catalogue.edition_by_isbn(newer)).is_latest
        whole = await catalogue.work(work.id)
        assert (whole.editions, whole.isbns) == ((german, latest, old), (newer, AN_ISBN, further))
        with pytest.raises(NotFound) as caught:
            await catalogue.edition_by_isbn(Isbn("9780000000002"))
        assert caught.value.code == "isbn_not_found"
