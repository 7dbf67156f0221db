"""What job queues promise. Their adapters' tests provide ``queue`` and ``received``, which tells what arrived."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from bookbytes_core.ports.job_queue import JobQueue

Received = Callable[[], Awaitable[list[UUID]]]


class JobQueueContract:
    async def test_what_is_sent_arrives(self, queue: JobQueue, received: Received) -> None:
        ids = [uuid4() for _ in range(5)]
        for job_id in ids:
            await queue.send(job_id)

        assert set(await received()) == set(ids)

    async def test_sending_twice_is_no_error(self, queue: JobQueue, received: Received) -> None:
        job_id = uuid4()
        await queue.send(job_id)
        await queue.send(job_id)

        assert set(await received()) == {job_id}
