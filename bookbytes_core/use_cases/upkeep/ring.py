"""Ring for the jobs that wait: the jobs table is the outbox, and this is its sweep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bookbytes_core.domain.job import Job
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
    _served: dict[UUID, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    """When the users who have jobs waiting were last served, counted in jobs."""

    async def __call__(self, *, at_most: int = BATCH) -> int:
        await self._free_orphans()
        if at_most < 1:
            return 0
        async with self.new_uow() as uow:
            due = await uow.leases.due(limit=max(at_most, BATCH), unfinished_per_owner=self.jobs_per_owner)
        ids = [job.id for job in self._in_turns(due, at_most)]
        for job_id in ids:
            await self.queue.send(job_id)
        if ids:
            async with self.new_uow() as uow:
                await uow.leases.mark_sent(ids)
                await uow.commit()
        return len(ids)

    def _in_turns(self, due: Sequence[Job], at_most: int) -> Sequence[Job]:
        """The jobs to send: whoever was served longest ago is next. The table alone does not tell that, and of users
        who have as much under way the first to come would be the first for ever."""
        for owner in self._served.keys() - {job.owner_id for job in due}:
            del self._served[owner]
        waiting, chosen = list(due), list[Job]()
        while waiting and len(chosen) < at_most:
            job = min(waiting, key=lambda each: self._served.get(each.owner_id, 0))
            waiting.remove(job)
            chosen.append(job)
            self._served[job.owner_id] = max(self._served.values(), default=0) + 1
        return chosen

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
