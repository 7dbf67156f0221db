"""Jobs as Dramatiq messages."""

import asyncio
from uuid import UUID

import dramatiq

from bookbytes_core.errors import Unavailable
from bookbytes_core.ports.job_queue import JobQueue

QUEUE = "books"
ACTOR = "generate_audio_book"
PATIENCE_SECONDS = 3.0
"""No sender waits longer than that: the sweep rings later for what could not be sent now."""


class DramatiqQueue(JobQueue):
    """Sends by the actor's name, so that the sender need not know its code."""

    def __init__(self, broker: dramatiq.Broker) -> None:
        self._broker = broker

    async def send(self, job_id: UUID) -> None:
        message: dramatiq.Message[None] = dramatiq.Message(
            queue_name=QUEUE, actor_name=ACTOR, args=(str(job_id),), kwargs={}, options={}
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.to_thread(self._broker.enqueue, message)
        except (dramatiq.DramatiqError, TimeoutError) as error:
            raise Unavailable(
                "The queue does not answer; the job is kept and will be sent again.", code="queue_unavailable"
            ) from error
