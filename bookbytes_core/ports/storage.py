"""A place for finished bytes."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What is known of a stored object without reading it. ``size`` is bytes."""

    key: str
    size: int
    content_type: str


class Storage(Protocol):
    """Keeps finished bytes under keys the caller chooses: ``a/b/c.ext`` of letters, digits, ``.``, ``_`` and ``-``.

    Every adapter promises, and ``tests/contracts/storage.py`` checks:

    - a reader sees a key's old bytes or its new ones, never a part of them, also after a crash;
    - a second ``put`` under one key replaces the first;
    - a key that holds nothing raises ``ObjectNotFound`` on ``get``, ``stat`` and ``read``, and is ignored by
      ``delete``;
    - a key that tries to leave the store (``..``, absolute, empty parts) raises ``InvalidInput`` (code
      ``invalid_key``);
    - ``read`` gives the bytes from ``start`` on, ``length`` of them at most, a piece at a time.

    Trouble reaching the store is raised as ``StorageUnavailable``, no room left as ``StorageFull``, with the cause.
    """

    @abstractmethod
    async def put(self, key: str, data: bytes, *, content_type: str) -> None: ...

    @abstractmethod
    async def get(self, key: str) -> bytes: ...

    @abstractmethod
    async def stat(self, key: str) -> StoredObject: ...

    @abstractmethod
    def read(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]: ...

    @abstractmethod
    async def delete(self, key: str) -> None: ...

    @abstractmethod
    async def url(self, key: str) -> str | None:
        """A signed address a client may fetch the object from, or None where it has to be streamed by us."""
        ...
