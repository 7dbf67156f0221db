"""A repair of a world in memory, whose store can be made old."""

from bookbytes_adapters.memory import ManualClock, MemoryInventory, MemoryLeftovers, MemoryStorage
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core.domain.cost import Provider
from bookbytes_core.use_cases.upkeep.findings import Finding
from bookbytes_core.use_cases.upkeep.repair import Repair
from tests.support.entities import NOW

PAID = Provider("writer", "model", "1", free=False)
Told = list[tuple[str, str]]


class AgingStorage(MemoryStorage):
    def __init__(self) -> None:
        self.time = ManualClock(NOW)
        super().__init__(self.time)

    def age(self, seconds: float = 7200) -> None:
        self.time.advance(seconds)

    def flip(self, key: str, place: int = -1) -> None:
        """Change one bit of what is stored."""
        data, content_type = self.objects[key]
        damaged = bytearray(data)
        damaged[place] ^= 1
        self.objects[key] = (bytes(damaged), content_type)


def a_repair(world: MemoryWorld) -> Repair:
    assert isinstance(world.storage, MemoryStorage)
    return Repair(
        inventory=MemoryInventory(world.store),
        leftovers=MemoryLeftovers(world.store),
        storage=world.storage,
        store=world.storage,
        new_uow=world.new_uow,
        clock=world.clock,
    )


async def found_in(world: MemoryWorld, *, mend: bool = False) -> list[Finding]:
    return [finding async for finding in a_repair(world)(mend=mend)]


async def told(world: MemoryWorld, *, mend: bool = False) -> Told:
    """What was found and what became of it."""
    return [(finding.trouble.value, finding.outcome.value) for finding in await found_in(world, mend=mend)]
