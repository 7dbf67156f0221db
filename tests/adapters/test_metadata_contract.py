"""The contract about metadata over memory and over OpenLibrary's protocol, and shown to fail."""

from collections.abc import AsyncIterator, Callable

import pytest

from bookbytes_adapters.memory import MemoryMetadata
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import BookBytesError, NotFound, Refused, Unavailable
from bookbytes_core.ports.metadata import EditionRecord, FoundWorks, MetadataProvider, WorkQuery, WorkRecord
from tests.contracts.metadata import EDITIONS, WORKS, MetadataContract, Trouble
from tests.support.broken import fails
from tests.support.fake_openlibrary import FakeOpenLibrary
from tests.support.openlibrary_clients import an_openlibrary


class TestMemory(MetadataContract):
    @pytest.fixture
    def provider(self) -> MemoryMetadata:
        return MemoryMetadata(WORKS, EDITIONS)

    @pytest.fixture
    def requests_made(self, provider: MemoryMetadata) -> Callable[[], int]:
        return lambda: len(provider.requests)

    @pytest.fixture
    def trouble(self, provider: MemoryMetadata) -> Trouble:
        return lambda kind: _set_trouble(provider, kind)


class TestOpenLibrary(MetadataContract):
    @pytest.fixture
    async def provider(self, openlibrary: FakeOpenLibrary) -> AsyncIterator[MetadataProvider]:
        async with an_openlibrary(openlibrary.address) as provider:
            yield provider

    @pytest.fixture
    def requests_made(self, openlibrary: FakeOpenLibrary) -> Callable[[], int]:
        return openlibrary.requests

    @pytest.fixture
    def trouble(self, openlibrary: FakeOpenLibrary) -> Trouble:
        faults = {"passing": "server_error", "quota": "rate_limited", "refusal": "forbidden"}
        return lambda kind: openlibrary.script(fault=faults[kind], times=-1)


def _set_trouble(provider: MemoryMetadata, kind: str) -> None:
    troubles: dict[str, BookBytesError] = {
        "passing": Unavailable("The catalogue sleeps."),
        "quota": Refused("Nothing is left.", code="quota"),
        "refusal": Refused("Go away."),
    }
    provider.trouble = troubles[kind]


class ForgetsLanguages(MemoryMetadata):
    async def search(self, query: WorkQuery, *, page: int = 1) -> FoundWorks:
        return await super().search(WorkQuery(title=query.title, author=query.author, publisher=query.publisher))


class AsksTwice(MemoryMetadata):
    async def search(self, query: WorkQuery, *, page: int = 1) -> FoundWorks:
        await super().search(query, page=page)
        return await super().search(query, page=page)


class KnowsNoMergers(MemoryMetadata):
    async def work(self, key: str) -> WorkRecord:
        work = await super().work(key)
        if work.key != key:
            raise NotFound("Gone.", code="work_not_found")
        return work


class FirstNumbersOnly(MemoryMetadata):
    async def edition_by_isbn(self, isbn: Isbn) -> EditionRecord:
        edition = await super().edition_by_isbn(isbn)
        if edition.isbns[0] != isbn:
            raise NotFound("Never heard of it.", code="isbn_not_found")
        return edition


class TakesTroubleForAbsence(MemoryMetadata):
    async def edition_by_isbn(self, isbn: Isbn) -> EditionRecord:
        try:
            return await super().edition_by_isbn(isbn)
        except Unavailable as error:
            raise NotFound("Not there.", code="isbn_not_found") from error


async def test_a_provider_that_ignores_languages() -> None:
    query = WorkQuery(title="Lighthouse", language="fr")

    await fails(MetadataContract().test_a_search_takes_words_together, query, [], ForgetsLanguages(WORKS, EDITIONS))


async def test_a_provider_that_shows_one_page_for_ever() -> None:
    await fails(MetadataContract().test_a_search_has_pages, ForgetsLanguages(WORKS, EDITIONS))


async def test_a_provider_that_asks_twice() -> None:
    provider = AsksTwice(WORKS, EDITIONS)

    await fails(MetadataContract().test_a_search_costs_one_request, provider, lambda: len(provider.requests))


async def test_a_provider_that_loses_merged_works() -> None:
    provider = KnowsNoMergers(WORKS, EDITIONS)
    with pytest.raises(NotFound):
        await MetadataContract().test_a_merged_work_leads_to_the_other(provider)


async def test_a_provider_that_knows_first_numbers_only() -> None:
    provider = FirstNumbersOnly(WORKS, EDITIONS)
    with pytest.raises(NotFound):
        await MetadataContract().test_an_edition_has_all_its_numbers(provider)


async def test_a_provider_that_takes_trouble_for_absence() -> None:
    provider = TakesTroubleForAbsence(WORKS, EDITIONS)
    with pytest.raises(NotFound):
        await MetadataContract().test_v13_troubles_are_told_apart(
            "passing", Unavailable, "unavailable", provider, lambda kind: _set_trouble(provider, kind)
        )
