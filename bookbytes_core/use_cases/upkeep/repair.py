"""Find, and mend, what a crash, a restored backup or a deleted file left."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bookbytes_core.errors import StorageUnavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.inventory import Inventory, Leftovers
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.storage_upkeep import StorageUpkeep
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.upkeep.findings import Check, Finding
from bookbytes_core.use_cases.upkeep.lost_audio import LostAudio
from bookbytes_core.use_cases.upkeep.lost_objects import LostResults, LostTexts
from bookbytes_core.use_cases.upkeep.orphans import HalfWritten, Orphans
from bookbytes_core.use_cases.upkeep.stuck_books import StuckBooks, StuckChapters
from bookbytes_core.use_cases.upkeep.stuck_jobs import StuckCalls, StuckJobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Compares rows and store, page by page, and gives a finding for each thing that is not as it should be; with
    ``mend`` after it was mended.

    It may be run while others work, ended anywhere and run again. Nothing is paid for, and nothing that may have been
    paid for is thrown away. Raises ``StorageUnavailable``, also for a store that is empty though rows name objects: a
    disk that is not mounted looks like that.
    """

    inventory: Inventory
    leftovers: Leftovers
    storage: Storage
    store: StorageUpkeep
    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, *, mend: bool) -> AsyncIterator[Finding]:
        await self._see_that_the_store_is_there()
        for check in self._checks():
            async for finding in check(mend=mend):
                yield finding

    def _checks(self) -> tuple[Check, ...]:
        """Rows before objects: what rows let go of is an orphan."""
        left, new_uow, clock, named = self.leftovers, self.new_uow, self.clock, self.inventory
        return (
            StuckJobs(leftovers=left, new_uow=new_uow, clock=clock),
            StuckBooks(leftovers=left, new_uow=new_uow, clock=clock),
            StuckChapters(leftovers=left, new_uow=new_uow, clock=clock),
            StuckCalls(leftovers=left, new_uow=new_uow, clock=clock),
            LostAudio(inventory=named, storage=self.storage, new_uow=new_uow, clock=clock),
            LostTexts(inventory=named, storage=self.storage),
            LostResults(inventory=named, storage=self.storage, new_uow=new_uow),
            HalfWritten(store=self.store),
            Orphans(inventory=named, store=self.store),
        )

    async def _see_that_the_store_is_there(self) -> None:
        async for page in self.store.listed():
            if page:
                return
        named = (
            await self.inventory.texts(after="", limit=1)
            or await self.inventory.sounds(after=None, limit=1)
            or await self.inventory.results(after="", limit=1)
        )
        if named:
            raise StorageUnavailable(
                "The store is empty, though the database names what should be in it: see that its disk is mounted or "
                "its bucket the right one, or restore it from a backup, then try again."
            )
