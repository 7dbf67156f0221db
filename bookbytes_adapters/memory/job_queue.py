"""A doorbell that remembers who rang."""

from uuid import UUID

from bookbytes_core.ports.job_queue import JobQueue


class MemoryJobQueue(JobQueue):
    """``sent`` holds the ids in the order in which they came; whoever works on them takes them out."""

    def __init__(self) -> None:
        self.sent: list[UUID] = []

    async def send(self, job_id: UUID) -> None:
        self.sent.append(job_id)
