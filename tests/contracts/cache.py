"""What caches promise. Their adapters' tests provide ``cache``; time is real."""

import asyncio
import time

import pytest

from bookbytes_core.domain.cache_entry import SPREAD, CacheEntry
from bookbytes_core.ports.cache import Cache

KEY, OTHER = "library:search:aa", "library:work:bb"


def an_entry(value: bytes = b"value", **fields: object) -> CacheEntry:
    return CacheEntry(**{"value": value, "ttl_seconds": 60.0, **fields})  # type: ignore[arg-type]  # an entry's fields


class CacheContract:
    async def test_what_was_kept_is_found_and_ages(self, cache: Cache) -> None:
        kept = an_entry(b"\x00\xff\n{}", stale_seconds=30.0, tags=("library:work:1", "library:work:2"), total_results=7)
        await cache.set(KEY, kept)
        await asyncio.sleep(0.01)

        found = await cache.get(KEY)

        assert found is not None
        assert (found.value, found.total_results) == (kept.value, kept.total_results)
        assert sorted(found.tags) == sorted(kept.tags)
        assert found.ttl_seconds == pytest.approx(60, rel=SPREAD)
        assert found.stale_seconds == pytest.approx(30, abs=0.1)
        assert 0 < found.age_seconds < 30
        assert not found.needs_revalidation
        assert not found.is_expired
        assert await cache.get(OTHER) is None

    async def test_an_entry_can_be_old_when_it_is_kept(self, cache: Cache) -> None:
        await cache.set(KEY, an_entry(ttl_seconds=600.0, age_seconds=535.0))
        await cache.set(OTHER, an_entry(age_seconds=70.0, stale_seconds=30.0))

        old, expired = await cache.get(KEY), await cache.get(OTHER)

        assert old is not None
        assert old.needs_revalidation
        assert not old.is_expired
        assert expired is not None
        assert expired.is_expired

    async def test_it_is_forgotten_after_its_time(self, cache: Cache) -> None:
        await cache.set(KEY, an_entry(ttl_seconds=0.05, stale_seconds=0.1))
        await cache.set(OTHER, an_entry())

        until = time.monotonic() + 5
        while await cache.get(KEY) is not None:
            assert time.monotonic() < until
            await asyncio.sleep(0.02)
        assert await cache.get(OTHER) is not None

    async def test_the_second_replaces_the_first(self, cache: Cache) -> None:
        await cache.set(KEY, an_entry(b"old", ttl_seconds=600.0, tags=("old",), total_results=1))
        await cache.set(KEY, an_entry(b"new", tags=("new",)))

        found = await cache.get(KEY)

        assert found is not None
        assert (found.value, found.tags, found.total_results) == (b"new", ("new",), None)
        assert found.ttl_seconds < 100

    async def test_r34_keys_are_invalidated(self, cache: Cache) -> None:
        for key in (KEY, OTHER, "third:x:y"):
            await cache.set(key, an_entry())

        await cache.invalidate(KEY, OTHER, "unknown:x:y")

        assert [await cache.get(key) is None for key in (KEY, OTHER, "third:x:y")] == [True, True, False]

    async def test_r34_a_pattern_is_invalidated(self, cache: Cache) -> None:
        stay = ("library:searches:1", "library:work:1", "my_library:search:1", "librar?:search:[1]")
        go = ("library:search:1", "library:search:22")
        for key in (*stay, *go):
            await cache.set(key, an_entry())

        await cache.invalidate_pattern("library:search:*")

        assert [key for key in (*stay, *go) if await cache.get(key) is not None] == list(stay)
        await cache.invalidate_pattern("librar?:*:[1]")
        await cache.invalidate_pattern("my%library:*")
        assert [key for key in stay if await cache.get(key) is not None] == list(stay[:3])

    async def test_r38_what_has_a_tag_is_invalidated(self, cache: Cache) -> None:
        await cache.set(KEY, an_entry(tags=("library:work:1", "library:work:2")))
        await cache.set(OTHER, an_entry(tags=("library:work:2",)))

        assert await cache.invalidate_tag("library:work:1") == (KEY,)

        assert await cache.get(KEY) is None
        assert await cache.get(OTHER) is not None
        assert await cache.invalidate_tag("library:work:3") == ()

    async def test_many_at_once_never_mix_up(self, cache: Cache) -> None:
        async def use(number: int) -> None:
            key, value = f"library:search:{number % 5}", b"%d " % (number % 5) * 5000
            await cache.set(key, an_entry(value, tags=("library:work:1", f"library:work:{number}")))
            found = await cache.get(key)
            assert found is None or found.value == value

        await asyncio.gather(*(use(number) for number in range(30)), cache.invalidate_tag("library:work:1"))
