"""What the database says is stored, and what it says is under way: for whoever compares that with what there is."""

from abc import abstractmethod
from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.cost import Call
from bookbytes_core.domain.job import Job


class Inventory(Protocol):
    """Each call is one short look outside any unit of work, at all users' rows.

    Nothing of a deleted audio book is given out, though what it names is named. Lists are in order of what they are
    walked by: the last item's place is the next call's ``after``. ``tests/contracts/inventory.py`` checks that.
    """

    @abstractmethod
    async def named(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the storage keys that a row names: as a text, a cover, a result, or (without its suffix) as a
        chapter's audio."""
        ...

    @abstractmethod
    async def calls(self, keys: Collection[str]) -> tuple[Call, ...]:
        """The ledger's rows of these calls, in no particular order."""
        ...

    @abstractmethod
    async def sounds(self, *, after: UUID | None, limit: int) -> tuple[Chapter, ...]:
        """Completed chapters that have audio, by id."""
        ...

    @abstractmethod
    async def results(self, *, after: str, limit: int) -> tuple[str, ...]:
        """Storage keys of calls' results."""
        ...

    @abstractmethod
    async def texts(self, *, after: str, limit: int) -> tuple[str, ...]:
        """Storage keys of texts and covers, each once."""
        ...


class Leftovers(Protocol):
    """Rows that say something is under way though nobody is at it. Looks and lists are as those of ``Inventory``."""

    @abstractmethod
    async def jobs(self, *, after: UUID | None, limit: int, seconds: float) -> tuple[Job, ...]:
        """Jobs in processing whose lease ran out at least ``seconds`` ago by the store's own clock, by id."""
        ...

    @abstractmethod
    async def books(self, *, after: UUID | None, limit: int) -> tuple[AudioBook, ...]:
        """Audio books that are pending or in processing though all their jobs rest, by id."""
        ...

    @abstractmethod
    async def chapters(self, *, after: UUID | None, limit: int) -> tuple[Chapter, ...]:
        """Chapters in processing though all jobs of their audio book rest, by id; of an audio book that is completed,
        with errors or without, those that wait, too."""
        ...

    @abstractmethod
    async def calls(self, *, after: str, limit: int, before: datetime) -> tuple[Call, ...]:
        """Calls that were started before then, and no job of their audio book holds its lease, by key."""
        ...
