"""What throttles promise. Their adapters' tests provide ``throttle`` and ``neighbour``, what another process has of the
same store, both empty. Time is real."""

import asyncio

from bookbytes_core.ports.throttle import Quota, Throttle

_LONG = 600.0


class ThrottleContract:
    async def test_no_more_are_let_through_than_the_quota(self, throttle: Throttle, neighbour: Throttle) -> None:
        quota = Quota("one", 5, _LONG)

        waits = await asyncio.gather(*(each.attempt([quota]) for each in (throttle, neighbour) for _ in range(6)))

        assert waits.count((0.0,)) == 5
        assert all(_LONG - 30 < wait <= _LONG for (wait,) in waits if wait)
        assert all(each.known_wait(quota.key) <= _LONG for each in (throttle, neighbour))
        assert throttle.known_wait("another") == 0.0

    async def test_one_key_does_not_hold_up_another(self, throttle: Throttle) -> None:
        quota = Quota("one", 1, _LONG)
        assert [await _goes_on(throttle, quota) for _ in range(2)] == [True, False]

        assert await _goes_on(throttle, Quota("other", 1, _LONG))
        assert await throttle.attempt([]) == ()

    async def test_all_keys_let_it_through_or_none_counts_it(self, throttle: Throttle) -> None:
        narrow, wide = Quota("narrow", 1, _LONG), Quota("wide", 3, _LONG)
        assert await _goes_on(throttle, wide, narrow)
        for _ in range(4):
            assert [wait > 0 for wait in await throttle.attempt([wide, narrow])] == [False, True]
            assert [wait > 0 for wait in await throttle.attempt([narrow, wide])] == [True, False]

        assert [await _goes_on(throttle, wide) for _ in range(3)] == [True, True, False]

    async def test_each_wait_is_its_keys_own(self, throttle: Throttle) -> None:
        soon, late = Quota("soon", 1, 60.0), Quota("late", 1, _LONG)
        for quota in (soon, late):
            await throttle.attempt([quota])

        first, second = await throttle.attempt([soon, late])

        assert 0 < first <= 60 < second <= _LONG

    async def test_after_the_wait_the_quota_is_whole_again(self, throttle: Throttle) -> None:
        quota = Quota("one", 2, 0.4)
        for _ in range(2):
            await throttle.attempt([quota])
        waits = [wait for _ in range(5) for wait in await throttle.attempt([quota])]
        assert all(0 < wait <= 0.4 for wait in waits), "a refused attempt makes the wait longer"

        await asyncio.sleep(waits[-1] + 0.01)

        assert [await _goes_on(throttle, quota) for _ in range(3)] == [True, True, False]


async def _goes_on(throttle: Throttle, *quotas: Quota) -> bool:
    return not any(await throttle.attempt(quotas))
