"""What pacers promise. Their adapters' tests provide ``pacer`` and ``neighbour``, what another process has of the same
store, each with ten turns a second for "slow" and "other"; and ``clock``, the one they go by."""

import asyncio

from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.pacer import Pacer

_TURN_SECONDS = 0.1


class PacerContract:
    async def test_turns_are_handed_out_no_faster_than_the_rate(
        self, pacer: Pacer, neighbour: Pacer, clock: Clock
    ) -> None:
        began = clock.monotonic()

        await asyncio.gather(*(each.turn("slow") for each in (pacer, neighbour) for _ in range(3)))

        assert clock.monotonic() - began >= 5 * _TURN_SECONDS - 0.005

    async def test_turns_come_in_order(self, pacer: Pacer) -> None:
        came: list[int] = []

        async def ask(number: int) -> None:
            await pacer.turn("slow")
            came.append(number)

        await asyncio.gather(*(ask(number) for number in range(4)))

        assert came == [0, 1, 2, 3]

    async def test_one_name_does_not_hold_up_another(self, pacer: Pacer, clock: Clock) -> None:
        waiting = [asyncio.create_task(pacer.turn("slow")) for _ in range(15)]
        await asyncio.sleep(0)
        began = clock.monotonic()

        await pacer.turn("other")

        assert clock.monotonic() - began < 14 * _TURN_SECONDS
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def test_who_is_cancelled_takes_no_turn(self, pacer: Pacer, neighbour: Pacer, clock: Clock) -> None:
        await pacer.turn("slow")
        began = clock.monotonic()
        waiting = [asyncio.create_task(each.turn("slow")) for each in (pacer, neighbour) for _ in range(7)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

        await pacer.turn("slow")

        assert clock.monotonic() - began < 14 * _TURN_SECONDS
