"""Locks within one process."""

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.locks import Locks


class MemoryLocks(Locks):
    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._held: dict[str, tuple[str, float]] = {}

    async def take(self, name: str, holder: str, *, seconds: float) -> bool:
        now = self._clock.monotonic()
        by, until = self._held.get(name, (holder, now))
        if by != holder and until > now:
            return False
        self._held[name] = (holder, now + seconds)
        return True

    async def give_back(self, name: str, holder: str) -> None:
        if self._held.get(name, ("", 0.0))[0] == holder:
            del self._held[name]
