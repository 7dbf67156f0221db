"""Looking through a store and tidying it up."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

LISTED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ListedObject:
    """``size`` is bytes; ``age_seconds`` is how long ago it was put, by the store's own clock."""

    key: str
    size: int
    age_seconds: float


class StorageUpkeep(Protocol):
    """What a ``Storage`` offers besides to whoever looks after it.

    Every adapter promises, and ``tests/contracts/storage_upkeep.py`` checks:

    - ``listed`` gives every object that is there all the while once, ``LISTED_AT_ONCE`` at most at a time and in no
      particular order; those that are put or deleted meanwhile may be among them or not. Nothing that is half written
      is, and nothing that ``key_parts`` would refuse;
    - ``discard`` removes an object unless it was put less than ``older_than_seconds`` ago, and says whether it did;
    - ``half_written`` counts what writers that crashed left so long ago, and removes it on request.

    Trouble reaching the store is raised as ``StorageUnavailable``.
    """

    @abstractmethod
    def listed(self) -> AsyncIterator[tuple[ListedObject, ...]]: ...

    @abstractmethod
    async def discard(self, key: str, *, older_than_seconds: float) -> bool: ...

    @abstractmethod
    async def half_written(self, *, older_than_seconds: float, remove: bool) -> int: ...
