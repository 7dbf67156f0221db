"""When a provider may be asked again."""

from abc import abstractmethod
from typing import Protocol


class Pacer(Protocol):
    """Hands out turns so that a provider is not asked more often than it likes.

    Every adapter promises, and ``tests/contracts/pacer.py`` checks: over all processes that share the store at most so
    many turns of one name are handed out in any second; turns come in the order they were asked for within a process;
    one name does not hold up another; whoever is cancelled while waiting takes no turn from the others.
    """

    @abstractmethod
    async def turn(self, name: str) -> None:
        """Returns when the caller may ask ``name`` once."""
        ...
