"""Each contract about what is kept, locked and paced can fail."""

from dataclasses import replace

import pytest

from bookbytes_adapters.memory import MemoryCache, MemoryLocks, MemoryPacer, SystemClock
from bookbytes_core.domain.cache_entry import CacheEntry
from tests.contracts.cache import CacheContract
from tests.contracts.locks import LocksContract
from tests.contracts.pacer import PacerContract
from tests.support.broken import fails


class NeverAges(MemoryCache):
    async def get(self, key: str) -> CacheEntry | None:
        entry = await super().get(key)
        return replace(entry, age_seconds=0.0) if entry else None


class KeepsTheFirst(MemoryCache):
    async def set(self, key: str, entry: CacheEntry) -> None:
        if await self.get(key) is None:
            await super().set(key, entry)


class LivesTooLong(MemoryCache):
    async def set(self, key: str, entry: CacheEntry) -> None:
        await super().set(key, replace(entry, ttl_seconds=entry.ttl_seconds * 1.2))


class ForgetsAtOnce(MemoryCache):
    """All but what is older than its time."""

    async def set(self, key: str, entry: CacheEntry) -> None:
        if not entry.is_expired:
            await super().set(key, entry)


class HasNoTags(MemoryCache):
    async def invalidate_tag(self, tag: str) -> tuple[str, ...]:
        return ()


class KnowsPrefixesOnly(MemoryCache):
    async def invalidate_pattern(self, pattern: str) -> None:
        prefix = pattern.partition("*")[0].removesuffix(":")
        await self.invalidate(*[key for key in self._kept if key.startswith(prefix)])


class ForgetsOneKey(MemoryCache):
    async def invalidate(self, *keys: str) -> None:
        await super().invalidate(*keys[:1])


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (NeverAges, "test_what_was_kept_is_found_and_ages"),
        (LivesTooLong, "test_what_was_kept_is_found_and_ages"),
        (NeverAges, "test_an_entry_can_be_old_when_it_is_kept"),
        (ForgetsAtOnce, "test_an_entry_can_be_old_when_it_is_kept"),
        (KeepsTheFirst, "test_the_second_replaces_the_first"),
        (ForgetsOneKey, "test_r34_keys_are_invalidated"),
        (KnowsPrefixesOnly, "test_r34_a_pattern_is_invalidated"),
        (HasNoTags, "test_r38_what_has_a_tag_is_invalidated"),
    ],
)
async def test_caches(broken: type[MemoryCache], test: str) -> None:
    await fails(getattr(CacheContract(), test), broken())


class LetsAllIn(MemoryLocks):
    async def take(self, name: str, holder: str, *, seconds: float) -> bool:
        return True


class LetsNobodyBackIn(MemoryLocks):
    async def take(self, name: str, holder: str, *, seconds: float) -> bool:
        return name not in self._held and await super().take(name, holder, seconds=seconds)


class OpensForAnybody(MemoryLocks):
    async def give_back(self, name: str, holder: str) -> None:
        self._held.pop(name, None)


class KeepsIt(MemoryLocks):
    async def give_back(self, name: str, holder: str) -> None:
        pass


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (LetsAllIn, "test_one_of_many_has_it"),
        (LetsNobodyBackIn, "test_its_holder_renews_it"),
        (KeepsIt, "test_given_back_it_is_free"),
        (OpensForAnybody, "test_nobody_gives_back_what_another_holds"),
        (LetsAllIn, "test_left_alone_it_is_free_after_its_time"),
    ],
)
async def test_locks(broken: type[MemoryLocks], test: str) -> None:
    await fails(getattr(LocksContract(), test), broken())


class OneForAll(MemoryPacer):
    async def turn(self, name: str) -> None:
        await super().turn("slow")


class TakesTurnsAtOnce(MemoryPacer):
    """Whoever asks has a turn, and waits for it: also when it goes away."""

    async def turn(self, name: str) -> None:
        now = self._clock.monotonic()
        at = max(self._next.get(name, now), now)
        self._next[name] = at + 1 / self._rates[name]
        await self._clock.sleep(at - now)


class LastComeFirstServed(MemoryPacer):
    async def turn(self, name: str) -> None:
        self._next["asked"] = self._next.get("asked", 0.0) + 1
        await self._clock.sleep(0.1 / self._next["asked"])
        await super().turn(name)


async def test_pacers() -> None:
    rates, clock = {"slow": 10, "other": 10}, SystemClock()
    contract = PacerContract()
    hasty, narrow, greedy = MemoryPacer({}), OneForAll(rates), TakesTurnsAtOnce(rates)

    await fails(contract.test_turns_are_handed_out_no_faster_than_the_rate, hasty, hasty, clock)
    await fails(contract.test_turns_come_in_order, LastComeFirstServed(rates))
    await fails(contract.test_one_name_does_not_hold_up_another, narrow, clock)
    await fails(contract.test_who_is_cancelled_takes_no_turn, greedy, greedy, clock)
