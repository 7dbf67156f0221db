"""What every ``MetadataProvider`` must do. Its fixtures hold the catalogue below, or one that says the same."""

from collections.abc import Callable

import pytest

from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import BookBytesError, NotFound, Refused, Unavailable
from bookbytes_core.ports.metadata import SEARCH_PAGE_SIZE, EditionRecord, MetadataProvider, WorkQuery, WorkRecord

LIGHTHOUSE = WorkRecord(
    key="OL101W",
    former_keys=("OL102W",),
    title="The Lighthouse Keepers",
    authors=("Maria Santos", "Jonas Weld"),
    first_publish_year=1987,
    subjects=("Lighthouses", "Islands"),
    cover_url="https://covers.openlibrary.org/b/id/501-L.jpg",
    description="Three families keep one light.\n\nNone of them can leave.",
)
NOBODYS = WorkRecord(key="OL103W", title="Songs of the Harbour")
TIDE_TABLES = tuple(
    WorkRecord(key=f"OL{1000 + year}W", title=f"Tide Tables for {year}", authors=("Harbour Office",))
    for year in range(1801, 1931)
)
"""More than a page of them."""

WORKS = (LIGHTHOUSE, NOBODYS, *TIDE_TABLES)
DELETED_WORK = "OL109W"

FIRST_EDITION = EditionRecord(
    key="OL201M",
    work_key="OL101W",
    isbns=(Isbn("9780306406157"),),
    title="The Lighthouse Keepers",
    authors=("Maria Santos", "Jonas Weld"),
    publisher="North Pier Press",
    publish_year=1987,
    language="en",
    pages=312,
    statement="1st ed.",
    cover_url="https://covers.openlibrary.org/b/id/501-L.jpg",
    contents=(
        ContentsEntry("The Island"),
        ContentsEntry("Arrival", 1, "1", "7"),
        ContentsEntry("The Lamp", 1, "2", "31"),
        ContentsEntry("The Mainland", page="150"),
    ),
)
GERMAN_EDITION = EditionRecord(
    key="OL202M",
    former_keys=("OL209M",),
    work_key="OL101W",
    isbns=(Isbn("9783161484100"), Isbn("9783161000003")),
    title="Die Leuchtturmwärter",
    authors=("Maria Santos", "Jonas Weld"),
    publisher="Verlag am Kai",
    publish_year=1994,
    language="de",
)
BARE_EDITION = EditionRecord(
    key="OL203M", work_key="OL101W", title="The Lighthouse Keepers", authors=("Maria Santos", "Jonas Weld")
)
EDITIONS = (FIRST_EDITION, GERMAN_EDITION, BARE_EDITION)
UNKNOWN_ISBN = Isbn("9780000000002")

Trouble = Callable[[str], None]
"""Puts the provider's vendor in trouble: "passing", "quota" or "refusal"."""


class MetadataContract:
    async def test_a_search_finds_works_by_their_titles(self, provider: MetadataProvider) -> None:
        found = await provider.search(WorkQuery(title="lighthouse  KEEPERS"))
        assert (found.total, [work.key for work in found.items]) == (1, ["OL101W"])
        (work,) = found.items
        assert (work.title, work.authors, work.first_publish_year) == (
            "The Lighthouse Keepers",
            ("Maria Santos", "Jonas Weld"),
            1987,
        )
        assert work.cover_url == LIGHTHOUSE.cover_url
        assert work.edition_count == 3
        assert set(work.languages) == {"en", "de"}

    @pytest.mark.parametrize(
        ("query", "keys"),
        [
            (WorkQuery(author="Santos"), ["OL101W"]),
            (WorkQuery(publisher="Verlag am Kai"), ["OL101W"]),
            (WorkQuery(title="Lighthouse", language="de"), ["OL101W"]),
            (WorkQuery(title="Lighthouse", language="fr"), []),
            (WorkQuery(title="Lighthouse", author="Nobody"), []),
            (WorkQuery(title="no such book"), []),
            (WorkQuery(title="Lighthouse", language="qqq"), []),
        ],
    )
    async def test_a_search_takes_words_together(
        self, query: WorkQuery, keys: list[str], provider: MetadataProvider
    ) -> None:
        found = await provider.search(query)
        assert ([work.key for work in found.items], found.total) == (keys, len(keys))

    async def test_a_search_has_pages(self, provider: MetadataProvider) -> None:
        pages = [await provider.search(WorkQuery(title="Tide Tables"), page=number) for number in (1, 2, 3)]
        assert [len(page.items) for page in pages] == [SEARCH_PAGE_SIZE, 30, 0]
        assert pages[0].total == pages[1].total == 130
        assert {work.key for page in pages for work in page.items} == {work.key for work in TIDE_TABLES}

    async def test_a_search_costs_one_request(
        self, provider: MetadataProvider, requests_made: Callable[[], int]
    ) -> None:
        before = requests_made()
        await provider.search(WorkQuery(title="Tide Tables"), page=2)
        assert requests_made() == before + 1

    async def test_a_work_is_told_in_plain_values(self, provider: MetadataProvider) -> None:
        work = await provider.work("OL101W")
        assert (work.title, work.authors, work.subjects) == (LIGHTHOUSE.title, LIGHTHOUSE.authors, LIGHTHOUSE.subjects)
        assert (work.first_publish_year, work.cover_url) == (1987, LIGHTHOUSE.cover_url)
        assert work.description == LIGHTHOUSE.description
        assert await provider.work("OL103W") == NOBODYS

    async def test_a_merged_work_leads_to_the_other(self, provider: MetadataProvider) -> None:
        work = await provider.work("OL102W")
        assert (work.key, work.title) == ("OL101W", "The Lighthouse Keepers")
        assert "OL102W" in work.former_keys

    @pytest.mark.parametrize("key", ["OL999W", DELETED_WORK, "OL201M", "", "../OL101W", "OL101W?x=1"])
    async def test_a_work_that_is_not_there_is_not_found(self, key: str, provider: MetadataProvider) -> None:
        for ask in (provider.work, provider.editions):
            with pytest.raises(NotFound) as caught:
                await ask(key)
            assert caught.value.code == "work_not_found"

    @pytest.mark.parametrize("key", ["OL101W", "OL102W"])
    async def test_a_work_has_all_its_editions(self, key: str, provider: MetadataProvider) -> None:
        editions = {edition.key: edition for edition in await provider.editions(key)}
        assert editions.keys() == {edition.key for edition in EDITIONS}
        assert editions["OL201M"] == FIRST_EDITION
        assert editions["OL203M"] == BARE_EDITION
        german = editions["OL202M"]
        assert (german.isbns, german.language, german.publish_year) == (GERMAN_EDITION.isbns, "de", 1994)

    async def test_a_work_may_have_no_editions(self, provider: MetadataProvider) -> None:
        assert await provider.editions("OL103W") == ()

    async def test_an_edition_has_all_its_numbers(self, provider: MetadataProvider) -> None:
        assert await provider.edition_by_isbn(FIRST_EDITION.isbns[0]) == FIRST_EDITION
        for isbn in GERMAN_EDITION.isbns:
            edition = await provider.edition_by_isbn(isbn)
            assert (edition.key, edition.isbns) == ("OL202M", GERMAN_EDITION.isbns)
            assert edition.authors == GERMAN_EDITION.authors

    async def test_a_number_of_a_merged_edition_leads_to_the_other(self, provider: MetadataProvider) -> None:
        edition = await provider.edition_by_isbn(Isbn("9783161000003"))
        assert (edition.key, edition.former_keys) == ("OL202M", ("OL209M",))

    async def test_a_number_that_is_not_there_is_not_found(self, provider: MetadataProvider) -> None:
        with pytest.raises(NotFound) as caught:
            await provider.edition_by_isbn(UNKNOWN_ISBN)
        assert caught.value.code == "isbn_not_found"

    @pytest.mark.parametrize(
        ("kind", "error", "code"),
        [
            ("passing", Unavailable, "unavailable"),
            ("quota", Refused, "quota"),
            ("refusal", Refused, "vendor_refused"),
        ],
    )
    async def test_v13_troubles_are_told_apart(
        self, kind: str, error: type[BookBytesError], code: str, provider: MetadataProvider, trouble: Trouble
    ) -> None:
        trouble(kind)
        asking = (
            lambda: provider.search(WorkQuery(title="Lighthouse")),
            lambda: provider.work("OL101W"),
            lambda: provider.editions("OL101W"),
            lambda: provider.edition_by_isbn(UNKNOWN_ISBN),
        )
        for ask in asking:
            with pytest.raises(error) as caught:
                await ask()
            assert caught.value.code == code
