"""Each contract about accounts can fail: adapters that break one promise are noticed by the test of it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from bookbytes_adapters.memory import (
    ManualClock,
    MemoryAccessTokens,
    MemoryPasswordHasher,
    MemoryStore,
    MemoryThrottle,
    MemoryUnitOfWork,
    MemoryUserReader,
)
from bookbytes_core.domain.user import User
from bookbytes_core.ports.access_tokens import Claimed
from bookbytes_core.ports.throttle import Quota
from tests.contracts.access_tokens import AccessTokensContract
from tests.contracts.passwords import PasswordHasherContract
from tests.contracts.throttle import ThrottleContract
from tests.contracts.users import UserContract
from tests.support.broken import fails


class ComparesWithCase(MemoryUserReader):
    async def by_email(self, email: str) -> User | None:
        found = await super().by_email(email)
        return found if found and found.email == email else None


class KnowsEverybody(MemoryUserReader):
    async def find(self, user_id: UUID) -> User | None:
        return next(iter(self._store.state.users.values()))


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (ComparesWithCase, "test_an_account_is_found_by_its_address_in_any_case"),
        (KnowsEverybody, "test_nobody_is_none"),
    ],
)
async def test_users(broken: type[MemoryUserReader], test: str) -> None:
    store = MemoryStore()
    await fails(getattr(UserContract(), test), partial(MemoryUnitOfWork, store), broken(store))


class TakesTheFirst72(MemoryPasswordHasher):
    async def hash(self, password: str) -> str:
        return await super().hash(password[:72])

    async def verify(self, password: str, hashed: str | None) -> bool:
        return await super().verify(password[:72], hashed)


class WithoutSalt(MemoryPasswordHasher):
    async def hash(self, password: str) -> str:
        return f"${password}"

    async def verify(self, password: str, hashed: str | None) -> bool:
        return hashed == f"${password}"


class LetsNobodyIn(MemoryPasswordHasher):
    async def verify(self, password: str, hashed: str | None) -> bool:
        return hashed is None or await super().verify(password, hashed)


async def test_password_hashers() -> None:
    contract = PasswordHasherContract()
    await fails(contract.test_a16_a_password_verifies_and_none_that_begins_like_it, "p" * 73, TakesTheFirst72())
    await fails(contract.test_the_same_password_gives_two_hashes, WithoutSalt())
    await fails(contract.test_what_is_no_hash_of_it_is_false, None, LetsNobodyIn())


class NeverOver(MemoryAccessTokens):
    def read(self, text: str) -> Claimed:
        return self._issued[text]


class TakesWhatBeginsLikeOne(MemoryAccessTokens):
    def read(self, text: str) -> Claimed:
        return next(
            (claimed for token, claimed in self._issued.items() if text.startswith(token)), None
        ) or super().read(text)


async def test_access_tokens() -> None:
    contract, clock = AccessTokensContract(), ManualClock(datetime(2024, 2, 29, tzinfo=UTC))
    with pytest.raises(pytest.fail.Exception):
        await contract.test_it_is_good_until_its_time_is_over(NeverOver(clock), clock)
    await fails(contract.test_what_was_not_issued_is_refused, "x", TakesWhatBeginsLikeOne(clock))


class LooksBeforeItCounts(MemoryThrottle):
    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        waits = tuple(self._wait(quota, self._clock.monotonic()) for quota in quotas)
        await asyncio.sleep(0)
        if not any(waits):
            await super().attempt([Quota(quota.key, 1000, quota.seconds) for quota in quotas])
        return waits


class OneForAll(MemoryThrottle):
    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        return await super().attempt([Quota("all", quota.most, quota.seconds) for quota in quotas])


class CountsWhatItRefuses(MemoryThrottle):
    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        waits = await super().attempt(quotas)
        for quota, wait in zip(quotas, waits, strict=True):
            if any(waits) and not wait:
                self._count(quota, self._clock.monotonic())
        return waits


class BeginsAnew(MemoryThrottle):
    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        waits = await super().attempt(quotas)
        return tuple(wait and quota.seconds + 1 for quota, wait in zip(quotas, waits, strict=True))


@pytest.mark.parametrize(
    ("broken", "test", "throttles"),
    [
        (LooksBeforeItCounts, "test_no_more_are_let_through_than_the_quota", 2),
        (OneForAll, "test_one_key_does_not_hold_up_another", 1),
        (CountsWhatItRefuses, "test_all_keys_let_it_through_or_none_counts_it", 1),
        (OneForAll, "test_each_wait_is_its_keys_own", 1),
        (BeginsAnew, "test_after_the_wait_the_quota_is_whole_again", 1),
    ],
)
async def test_throttles(broken: type[MemoryThrottle], test: str, throttles: int) -> None:
    throttle: Any = broken()
    await fails(getattr(ThrottleContract(), test), *[throttle] * throttles)
