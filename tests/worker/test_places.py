"""How many jobs a process takes from the table into a queue that nobody else sees."""

from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from bookbytes_core import BookBytes
from bookbytes_worker.lifecycle import WorkerResources

PLACES = 3


async def test_a28_jobs_that_arrive_while_others_are_sent_take_no_place_for_good() -> None:
    asked: list[int] = []

    async def generate(_: Any) -> None:
        return None

    async def ring(*, at_most: int) -> int:
        """The worker begins with each job before the sweep that sent it is over."""
        asked.append(at_most)
        for _ in range(at_most):
            await resources.generate(uuid4())
        return at_most

    resources = WorkerResources(lambda _: cast("Any", None), places=PLACES)
    resources._application = cast("BookBytes", SimpleNamespace(ring_for_jobs=ring, generate_audio_book=generate))
    for _ in range(4):
        await resources._sweep()
    assert asked == [PLACES] * 4
