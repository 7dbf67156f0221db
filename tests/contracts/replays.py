"""What is promised of answers that are given again. Their adapters' tests provide ``replays``, and ``short_lived`` that
keep an answer a tenth of a second; time is real."""

import asyncio
from uuid import uuid4

from bookbytes_core.ports.replays import Replay, Replays

OWNER = uuid4()


class ReplaysContract:
    async def test_one_of_many_begins(self, replays: Replays) -> None:
        found = await asyncio.gather(
            *(replays.begin(OWNER, "k", "print", holder=f"holder {number}", seconds=60) for number in range(10))
        )

        assert found.count(None) == 1
        assert found.count(Replay("print")) == 9
        assert await replays.begin(OWNER, "other", "print", holder="x", seconds=60) is None
        assert await replays.begin(uuid4(), "k", "print", holder="x", seconds=60) is None

    async def test_an_answer_is_given_again(self, replays: Replays) -> None:
        await replays.begin(OWNER, "k", "print", holder="one", seconds=0.0)
        await replays.keep(OWNER, "k", holder="one", answer=b"answer")

        again = await replays.begin(OWNER, "k", "another print", holder="two", seconds=60)

        assert again == Replay("print", b"answer")

    async def test_what_was_never_answered_is_begun_anew(self, replays: Replays) -> None:
        await replays.begin(OWNER, "k", "print", holder="gone", seconds=0.0)
        await asyncio.sleep(0.01)

        assert await replays.begin(OWNER, "k", "other print", holder="two", seconds=60) is None
        assert await replays.begin(OWNER, "k", "print", holder="three", seconds=60) == Replay("other print")

    async def test_what_another_holds_is_let_alone(self, replays: Replays) -> None:
        await replays.begin(OWNER, "k", "print", holder="one", seconds=60)
        await replays.keep(OWNER, "k", holder="two", answer=b"answer")
        await replays.forget(OWNER, "k", holder="two")

        assert await replays.begin(OWNER, "k", "print", holder="two", seconds=60) == Replay("print")

    async def test_forgotten_it_is_as_good_as_new(self, replays: Replays) -> None:
        await replays.begin(OWNER, "k", "print", holder="one", seconds=60)
        await replays.forget(OWNER, "k", holder="one")
        await replays.forget(OWNER, "k", holder="one")

        assert await replays.begin(OWNER, "k", "print", holder="two", seconds=60) is None

    async def test_after_its_time_it_is_as_good_as_new(self, short_lived: Replays) -> None:
        await short_lived.begin(OWNER, "k", "print", holder="one", seconds=60)
        await short_lived.keep(OWNER, "k", holder="one", answer=b"answer")
        await asyncio.sleep(0.15)

        assert await short_lived.begin(OWNER, "k", "other print", holder="two", seconds=60) is None
