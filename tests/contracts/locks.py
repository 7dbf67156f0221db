"""What locks promise. Their adapters' tests provide ``locks``; time is real."""

import asyncio
import time

from bookbytes_core.ports.locks import Locks


class LocksContract:
    async def test_one_of_many_has_it(self, locks: Locks) -> None:
        took = await asyncio.gather(*(locks.take("a", f"holder {number}", seconds=60) for number in range(10)))

        assert took.count(True) == 1
        assert await locks.take("b", "another", seconds=60)

    async def test_its_holder_renews_it(self, locks: Locks) -> None:
        assert await locks.take("a", "one", seconds=0.05)
        assert await locks.take("a", "one", seconds=60)
        await asyncio.sleep(0.1)

        assert not await locks.take("a", "other", seconds=60)

    async def test_given_back_it_is_free(self, locks: Locks) -> None:
        assert await locks.take("a", "one", seconds=60)
        await locks.give_back("a", "one")
        await locks.give_back("a", "one")

        assert await locks.take("a", "other", seconds=60)

    async def test_nobody_gives_back_what_another_holds(self, locks: Locks) -> None:
        assert await locks.take("a", "one", seconds=60)
        await locks.give_back("a", "other")

        assert not await locks.take("a", "other", seconds=60)

    async def test_left_alone_it_is_free_after_its_time(self, locks: Locks) -> None:
        assert await locks.take("a", "one", seconds=0.1)

        until = time.monotonic() + 5
        while not await locks.take("a", "other", seconds=60):
            assert time.monotonic() < until
            await asyncio.sleep(0.02)
        assert not await locks.take("a", "one", seconds=60)
