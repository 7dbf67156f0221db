"""What rate limiters promise. Their adapters' tests provide ``limiter``, which gives "narrow" two slots at once and
everybody else five, and ``clock``, the one it goes by."""

import asyncio

import pytest

from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.rate_limiter import RateLimiter

_PLENTY = 2.0
"""Seconds in which whoever can get a slot has it, however slow the machine."""


class RateLimiterContract:
    @pytest.mark.parametrize(("provider", "limit"), [("narrow", 2), ("other", 5)])
    async def test_no_more_hold_slots_than_the_limit(self, provider: str, limit: int, limiter: RateLimiter) -> None:
        holding, most, all_taken = 0, 0, asyncio.Event()

        async def call() -> None:
            nonlocal holding, most
            async with limiter.slot(provider):
                holding += 1
                most = max(most, holding)
                if holding == limit:
                    all_taken.set()
                await all_taken.wait()
                await asyncio.sleep(0.001)
                holding -= 1

        async with asyncio.timeout(_PLENTY):
            await asyncio.gather(*(call() for _ in range(20)))

        assert most == limit

    async def test_a_slot_comes_back_when_its_holder_fails(self, limiter: RateLimiter) -> None:
        for _ in range(5):
            with pytest.raises(ZeroDivisionError):
                async with limiter.slot("narrow"):
                    raise ZeroDivisionError

        assert await _gets_a_slot(limiter, "narrow")

    async def test_a_slot_comes_back_when_its_holder_is_cancelled(self, limiter: RateLimiter) -> None:
        async def hold() -> None:
            async with limiter.slot("narrow"):
                await asyncio.Event().wait()

        holders = [asyncio.create_task(hold()) for _ in range(4)]
        await asyncio.sleep(0.01)
        assert not await _gets_a_slot(limiter, "narrow", within=0.05)
        for holder in holders:
            holder.cancel()
        await asyncio.gather(*holders, return_exceptions=True)

        assert await _gets_a_slot(limiter, "narrow")

    async def test_one_provider_does_not_hold_up_another(self, limiter: RateLimiter) -> None:
        async with limiter.slot("narrow"), limiter.slot("narrow"):
            assert not await _gets_a_slot(limiter, "narrow", within=0.05)
            assert await _gets_a_slot(limiter, "other")

    async def test_v01_nobody_new_gets_a_slot_during_a_pause(self, limiter: RateLimiter, clock: Clock) -> None:
        async with limiter.slot("narrow"):
            began = clock.monotonic()
            await limiter.pause("narrow", 0.1)
            await limiter.pause("narrow", 0.01)

        async def call() -> float:
            async with limiter.slot("narrow"):
                return clock.monotonic() - began

        waited = await asyncio.gather(*(call() for _ in range(4)))

        assert min(waited) >= 0.1

    async def test_a_pause_is_one_providers_own(self, limiter: RateLimiter, clock: Clock) -> None:
        began = clock.monotonic()
        await limiter.pause("narrow", 5)
        async with limiter.slot("other"):
            assert clock.monotonic() - began < 5


async def _gets_a_slot(limiter: RateLimiter, provider: str, *, within: float = _PLENTY) -> bool:
    try:
        async with asyncio.timeout(within), limiter.slot(provider):
            return True
    except TimeoutError:
        return False
