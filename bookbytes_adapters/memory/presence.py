"""Which workers of this process are alive."""

from bookbytes_core.ports.presence import Presence


class MemoryPresence(Presence):
    """``ended`` is shared by the workers that know of each other; a worker that calls ``close`` is gone for all."""

    def __init__(self, owner: str, ended: set[str] | None = None) -> None:
        self._owner = owner
        self._ended = set() if ended is None else ended

    @property
    def owner(self) -> str:
        return self._owner

    async def is_gone(self, owner: str) -> bool:
        return owner in self._ended

    def open(self) -> None:
        """Nothing to take: it is there from the start."""

    def close(self) -> None:
        self._ended.add(self._owner)
