"""A look whether something the program needs is there."""

from abc import abstractmethod
from typing import Protocol


class Probe(Protocol):
    """Asks a database, a store or a server as little as shows that it does its work.

    It leaves nothing behind, may be cancelled, and need not hurry: whoever asks brings a time limit.
    """

    @abstractmethod
    async def look(self) -> None:
        """Raises ``BookBytesError`` when it is not there or does not do its work."""
        ...
