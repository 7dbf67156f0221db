"""Who does what only one should do."""

from abc import abstractmethod
from typing import Protocol


class Locks(Protocol):
    """Locks that run out, shared by all processes that use one store: they save work, they do not guard truth.

    Every adapter promises, and ``tests/contracts/locks.py`` checks: while one holder has a lock no other gets it; its
    holder may take it again, which renews it; given back it is free at once, left alone it is free after its time;
    nobody gives back what another holds. None of these raises: what no store can tell is allowed.
    """

    @abstractmethod
    async def take(self, name: str, holder: str, *, seconds: float) -> bool:
        """Whether ``holder`` has the lock now, for so long."""
        ...

    @abstractmethod
    async def give_back(self, name: str, holder: str) -> None: ...
