"""Ring for the jobs that wait: the jobs table is the outbox, and this is its sweep."""

from dataclasses import dataclass

from bookbytes_core.ports.job_queue import JobQueue
from bookbytes_core.ports.presence import Presence
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory

BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RingForJobs:
    """Send what is pending and unsent, and what was left by a worker that is gone: ``at_most`` so many jobs. Returns
    how many.

    Users take turns, and none has more than ``jobs_per_owner`` sent and unfinished. A job is marked as sent after it
    was sent: a crash in between rings twice, and the second claim finds nothing to do.
    """

    new_uow: UnitOfWorkFactory
    queue: JobQueue
    presence: Presence
    jobs_per_owner: int

    async def __call__(self, *, at_most: int = BATCH) -> int:
        await self._free_orphans()
        if at_most < 1:
            return 0
        async with self.new_uow() as uow:
            due = await uow.leases.due(limit=at_most, unfinished_per_owner=self.jobs_per_owner)
        ids = [job.id for job in due]
        for job_id in ids:
            await self.queue.send(job_id)
        if ids:
            async with self.new_uow() as uow:
                await uow.leases.mark_sent(ids)
                await uow.commit()
        return len(ids)

    async def _free_orphans(self) -> None:
        """The lease of a worker that is certainly gone need not be waited for."""
        async with self.new_uow() as uow:
            held = await uow.leases.held()
        orphans = [job for job in held if job.lease_owner and await self.presence.is_gone(job.lease_owner)]
        if orphans:
            async with self.new_uow() as uow:
                for job in orphans:
                    await uow.leases.renew(job.id, job.fence, seconds=0)
                await uow.commit()
