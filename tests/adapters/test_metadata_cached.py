"""A catalogue with a cache before it is asked as seldom as can be, and answers when it cannot be asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from bookbytes_adapters.memory import MemoryCache, MemoryLocks
from bookbytes_adapters.metadata.cached import CachedMetadata
from bookbytes_core.domain.cache_entry import CacheEntry, cache_key, work_tag
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import BookBytesError, NotFound, Refused, Rejected, Unavailable
from bookbytes_core.ports.metadata import WorkQuery
from tests.support.counted_catalogue import NAME, CountedCatalogue

HOT = WorkQuery(title="Hot")
HOT_KEY = cache_key(NAME, "search", {"title": "hot", "page": 1})
ISBN = Isbn("9780306406157")
DAY = 86_400.0


class AgedCache(MemoryCache):
    """Everything in it grows ``older`` by so many seconds at once."""

    older = 0.0

    async def get(self, key: str) -> CacheEntry | None:
        entry = await super().get(key)
        aged = replace(entry, age_seconds=entry.age_seconds + self.older) if entry else None
        return aged if aged and aged.seconds_left > 0 else None

    async def set(self, key: str, entry: CacheEntry) -> None:
        await super().set(key, replace(entry, age_seconds=entry.age_seconds - self.older))


@pytest.fixture
def catalogue() -> CountedCatalogue:
    return CountedCatalogue()


@pytest.fixture
def cache() -> AgedCache:
    return AgedCache()


@pytest.fixture
def new_metadata(catalogue: CountedCatalogue, cache: AgedCache) -> Callable[[], CachedMetadata]:
    """Each is another process's: they have locks and cache in common."""
    locks = MemoryLocks()
    return lambda: CachedMetadata(catalogue, cache, locks)


@pytest.fixture
async def metadata(new_metadata: Callable[[], CachedMetadata]) -> AsyncIterator[CachedMetadata]:
    metadata = new_metadata()
    yield metadata
    await metadata.close()


async def settle(metadata: CachedMetadata) -> None:
    """Until nothing goes on in the background."""
    await asyncio.gather(*metadata._renewals._tasks.values(), return_exceptions=True)
    await asyncio.sleep(0)


class TestAsking:
    async def test_what_was_asked_once_is_not_asked_again(
        self, metadata: CachedMetadata, catalogue: CountedCatalogue
    ) -> None:
        for _ in range(2):
            assert (await metadata.search(HOT)).items[0].title == "1"
            assert (await metadata.work("W1")).title == "2"
            assert (await metadata.editions("W1"))[0].title == "3"
            assert await metadata.edition_by_isbn(ISBN) == catalogue._edition()
        assert catalogue.asked == ["search Hot 1", "work W1", "editions W1", f"isbn {ISBN}"]

    async def test_r35_the_same_words_are_the_same_question(
        self, metadata: CachedMetadata, catalogue: CountedCatalogue
    ) -> None:
        for title in ("Hot", " HOT ", "hot"):
            await metadata.search(WorkQuery(title=title))
        await metadata.search(HOT, page=2)
        await metadata.search(WorkQuery(author="Hot"))
        assert len(catalogue.asked) == 3

    async def test_ids_that_differ_in_case_are_not_mixed_up(self, metadata: CachedMetadata) -> None:
        for ask in (metadata.work, metadata.editions):
            with pytest.raises(NotFound):
                await ask("w1")
            await ask("W1")

    async def test_r36_searches_are_kept_a_day_and_records_a_week(
        self, metadata: CachedMetadata, cache: AgedCache
    ) -> None:
        await metadata.search(HOT)
        await metadata.work("W1")

        found = [await cache.get(key) for key in (HOT_KEY, cache_key(NAME, "work", {"key": b"W1".hex()}))]

        assert [entry and entry.ttl_seconds for entry in found] == [DAY, 7 * DAY]
        assert found[0]
        assert found[0].total_results == 1

    async def test_r37_of_many_at_once_one_asks(
        self, new_metadata: Callable[[], CachedMetadata], catalogue: CountedCatalogue
    ) -> None:
        catalogue.seconds = 0.05
        processes = [new_metadata() for _ in range(3)]

        found = await asyncio.gather(*(metadata.search(HOT) for metadata in processes for _ in range(100)))

        assert len(catalogue.asked) == 1
        assert {works.items[0].title for works in found} == {"1"}

    async def test_who_goes_away_does_not_end_it_for_the_others(
        self, metadata: CachedMetadata, catalogue: CountedCatalogue
    ) -> None:
        catalogue.seconds = 0.05
        first, second = (asyncio.create_task(metadata.search(HOT)) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()

        assert (await second).total == 1
        assert len(catalogue.asked) == 1

    async def test_r38_an_entry_carries_its_works(
        self, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        await metadata.search(HOT)
        await metadata.search(WorkQuery(title="nothing"))

        assert await cache.invalidate_tag(work_tag(NAME, "W0")) == (HOT_KEY,)

        await metadata.search(HOT)
        await metadata.search(WorkQuery(title="nothing"))
        assert len(catalogue.asked) == 3

    @pytest.mark.parametrize("error", [Unavailable("away"), Refused("no more", code="quota"), Rejected("no")])
    async def test_trouble_is_told_as_it_is_and_remembered_shortly(
        self,
        error: BookBytesError,
        new_metadata: Callable[[], CachedMetadata],
        cache: AgedCache,
        catalogue: CountedCatalogue,
    ) -> None:
        catalogue.trouble = error
        processes = [new_metadata() for _ in range(2)]
        for metadata in processes * 5:
            with pytest.raises(type(error)) as caught:
                await metadata.search(HOT)
            assert type(caught.value) is type(error)
            assert (caught.value.code, caught.value.message) == (error.code, error.message)
        assert len(catalogue.asked) == 1

        catalogue.trouble = None
        cache.older += 6
        assert (await processes[0].search(HOT)).total == 1

    async def test_what_is_not_there_is_remembered_briefly(
        self, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        for _ in range(3):
            with pytest.raises(NotFound) as caught:
                await metadata.work("W9")
            assert caught.value.code == "work_not_found"
            assert (await metadata.search(WorkQuery(title="nothing"))).total == 0
        assert len(catalogue.asked) == 2

        cache.older += 301
        with pytest.raises(NotFound):
            await metadata.work("W9")
        await metadata.search(WorkQuery(title="nothing"))
        assert len(catalogue.asked) == 4

    async def test_a_process_that_dies_while_it_asks_holds_up_the_others_for_a_while(
        self, catalogue: CountedCatalogue, cache: AgedCache, metadata: CachedMetadata
    ) -> None:
        locks = MemoryLocks()
        await locks.take(HOT_KEY, "dead", seconds=0.2)
        metadata = CachedMetadata(catalogue, cache, locks)

        async with asyncio.timeout(10):
            assert (await metadata.search(HOT)).total == 1
        assert await locks.take(HOT_KEY, "another", seconds=1), "it was given back"

    async def test_what_goes_on_in_the_background_ends_with_it(
        self, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        before = asyncio.all_tasks()
        await metadata.search(HOT)
        cache.older += DAY * 0.9
        catalogue.seconds = 60
        await metadata.search(HOT)
        assert asyncio.all_tasks() != before

        await metadata.close()
        await asyncio.sleep(0)

        assert asyncio.all_tasks() == before


class TestStaleAnswers:
    @pytest.fixture(autouse=True)
    async def known(self, metadata: CachedMetadata) -> None:
        await metadata.search(HOT)

    async def test_c07_an_answer_about_to_end_is_renewed_once_in_the_background(
        self, new_metadata: Callable[[], CachedMetadata], cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        catalogue.seconds = 0.05
        cache.older += DAY * 0.81
        processes = [new_metadata() for _ in range(2)]

        found = await asyncio.gather(*(metadata.search(HOT) for metadata in processes for _ in range(500)))

        assert {works.items[0].title for works in found} == {"1"}
        for metadata in processes:
            await settle(metadata)
            assert (await metadata.search(HOT)).items[0].title == "2"
        assert len(catalogue.asked) == 2

    async def test_r32_an_answer_with_a_fifth_of_its_time_left_is_fresh(
        self, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        cache.older += DAY * 0.79
        await metadata.search(HOT)
        await settle(metadata)
        assert len(catalogue.asked) == 1

    @pytest.mark.parametrize("age", [DAY * 0.9, DAY * 1.5, DAY * 7.9])
    async def test_c08_v13_an_old_answer_is_given_while_the_catalogue_has_trouble(
        self, age: float, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        catalogue.trouble = Unavailable("away")
        cache.older += age
        for _ in range(20):
            assert (await metadata.search(HOT)).items[0].title == "1"
            await settle(metadata)
        assert len(catalogue.asked) == 2, "trouble is remembered"

        cache.older += 6
        catalogue.trouble = None
        await metadata.search(HOT)
        await settle(metadata)
        assert (await metadata.search(HOT)).items[0].title == "3"

    async def test_c08_but_not_for_ever(
        self, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        catalogue.trouble = Unavailable("away")
        cache.older += DAY * 8.1
        with pytest.raises(Unavailable):
            await metadata.search(HOT)

    async def test_an_old_answer_is_asked_for_again_first(
        self, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        cache.older += DAY * 1.5
        assert (await metadata.search(HOT)).items[0].title == "2"

    async def test_v13_an_old_answer_is_given_when_the_catalogue_is_slow(
        self,
        metadata: CachedMetadata,
        cache: AgedCache,
        catalogue: CountedCatalogue,
    ) -> None:
        impatient = CachedMetadata(catalogue, cache, MemoryLocks(), patience_seconds=0.01)
        catalogue.seconds = 60
        cache.older += DAY * 1.5

        async with asyncio.timeout(10):
            assert (await impatient.search(HOT)).items[0].title == "1"
        await impatient.close()

    @pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"shape": 1}'])
    async def test_c09_a_damaged_answer_is_none(
        self, damage: bytes, metadata: CachedMetadata, cache: AgedCache, catalogue: CountedCatalogue
    ) -> None:
        await cache.set(HOT_KEY, CacheEntry(value=damage, ttl_seconds=DAY))
        assert (await metadata.search(HOT)).items[0].title == "2"
        assert (await metadata.search(HOT)).items[0].title == "2"

    async def test_c09_an_answer_of_another_version_is_none(self, metadata: CachedMetadata, cache: AgedCache) -> None:
        entry = await cache.get(HOT_KEY)
        assert entry
        told = json.loads(entry.value)
        for changed in ({**told, "shape": "0123"}, {**told, "answer": {"items": 3}}):
            await cache.set(HOT_KEY, replace(entry, value=json.dumps(changed).encode()))
            found = await metadata.search(HOT)
            assert found.total == 1
            assert found.items[0].title != "1"
