"""Which workers are alive."""

from abc import abstractmethod
from typing import Protocol


class Presence(Protocol):
    """Knows this process's name as an owner of leases, and whether another owner is certainly gone.

    ``is_gone`` is true only where it can be proved (its process ran on this machine and has ended); then its lease need
    not be waited for.
    """

    @property
    @abstractmethod
    def owner(self) -> str: ...

    @abstractmethod
    async def is_gone(self, owner: str) -> bool: ...
