"""The doorbell of the jobs table."""

from abc import abstractmethod
from typing import Protocol
from uuid import UUID


class JobQueue(Protocol):
    """Tells a worker that a job waits. It carries the id and nothing else, may be lost and may come twice: the jobs
    table alone knows what is to be done, and a sweep rings again.

    Raises ``Unavailable`` when the bell cannot be rung; the job is safe all the same.
    """

    @abstractmethod
    async def send(self, job_id: UUID) -> None: ...
