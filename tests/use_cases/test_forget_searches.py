"""A job that has ended makes the cache forget its work."""

from pathlib import Path
from uuid import UUID

import pytest

from bookbytes_adapters.memory import MemoryCache
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import Status
from bookbytes_core.domain.cache_entry import work_tag
from bookbytes_core.domain.provider_key import EntityType, ProviderKey
from bookbytes_core.errors import Refused
from bookbytes_core.use_cases.audio_books.forget_searches import GenerateAndForgetSearches
from bookbytes_core.use_cases.audio_books.generate import GenerateAudioBook
from tests.contracts.cache import an_entry
from tests.support.scripted import ScriptedSummariser
from tests.use_cases.steps import ordered

HOLDS_IT, HOLDS_ANOTHER = "openlibrary:search:1", "openlibrary:search:2"


@pytest.fixture
async def cache() -> MemoryCache:
    cache = MemoryCache()
    await cache.set(HOLDS_IT, an_entry(tags=(work_tag("openlibrary", "OL2W"), work_tag("openlibrary", "OL1W"))))
    await cache.set(HOLDS_ANOTHER, an_entry(tags=(work_tag("openlibrary", "OL2W"), work_tag("other", "OL1W"))))
    return cache


async def _made(world: MemoryWorld, cache: MemoryCache, file: Path) -> UUID:
    receipt = await ordered(world, file)
    async with world.new_uow() as uow:
        book = await uow.audio_books.get(receipt.audio_book_id)
        work_id = (await uow.editions.get(book.edition_id)).work_id
        await uow.provider_keys.add(ProviderKey(EntityType.WORK, work_id, "openlibrary", "OL1W"))
        await uow.commit()
    generate = world.application().generate_audio_book
    assert isinstance(generate, GenerateAudioBook)
    assert await GenerateAndForgetSearches(generate=generate, new_uow=world.new_uow, cache=cache)(receipt.job_id)
    async with world.new_uow() as uow:
        return (await uow.jobs.get(receipt.job_id)).id


async def test_r38_a_finished_job_invalidates_what_holds_its_work(
    world: MemoryWorld, cache: MemoryCache, book_file: Path
) -> None:
    await _made(world, cache, book_file)

    assert await cache.get(HOLDS_IT) is None
    assert await cache.get(HOLDS_ANOTHER) is not None


async def test_r38_a_job_that_is_only_parked_does_not(world: MemoryWorld, cache: MemoryCache, book_file: Path) -> None:
    async def refuse(_number: int, _title: str) -> None:
        raise Refused("The key is not valid.")

    world.summariser = ScriptedSummariser(refuse)
    job_id = await _made(world, cache, book_file)

    async with world.new_uow() as uow:
        assert (await uow.jobs.get(job_id)).status is Status.PAUSED
    assert await cache.get(HOLDS_IT) is not None


async def test_a_job_that_is_not_to_be_had_changes_nothing(world: MemoryWorld, cache: MemoryCache) -> None:
    generate = world.application().generate_audio_book
    assert isinstance(generate, GenerateAudioBook)
    hooked = GenerateAndForgetSearches(generate=generate, new_uow=world.new_uow, cache=cache)

    assert await hooked(world.new_id()) is None
    assert await cache.get(HOLDS_IT) is not None
