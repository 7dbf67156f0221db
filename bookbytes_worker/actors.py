"""What messages set off."""

from uuid import UUID

import dramatiq

from bookbytes_worker.lifecycle import WorkerResources

QUEUE = "books"
QUEUES = (QUEUE,)


def declare_actors(broker: dramatiq.Broker, resources: WorkerResources) -> None:
    """Make the broker know the actors. A message that fails is dropped: the jobs table knows what is still to be
    done."""

    @dramatiq.actor(broker=broker, queue_name=QUEUE)
    async def generate_audio_book(job_id: str) -> None:
        await resources.generate(UUID(job_id))
