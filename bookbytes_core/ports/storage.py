"""A place for finished bytes."""

import re
from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from bookbytes_core.errors import InvalidInput

_KEY_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
_LONGEST_KEY = 900


def key_parts(key: str) -> list[str]:
    """The parts of ``key`` between its slashes. Raises ``InvalidInput`` (code ``invalid_key``)."""
    parts = key.split("/")
    if len(key) > _LONGEST_KEY or not all(_KEY_PART.fullmatch(part) for part in parts):
        raise InvalidInput(f"{key[:80]!r} is not a storage key.", code="invalid_key")
    return parts


def is_key(key: str) -> bool:
    try:
        key_parts(key)
    except InvalidInput:
        return False
    return True


def check_part(start: int, length: int | None) -> None:
    """Raise ``InvalidInput`` for a part that no object can have."""
    if start < 0 or (length is not None and length < 0):
        raise InvalidInput("A part of an object starts at 0 or later and has a length of 0 or more.")


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
    - ``read`` gives the bytes from ``start`` on, ``length`` of them at most, a piece at a time;
    - whoever holds the address that ``url`` gives gets that object with its content type, whole or in parts, without
      any other proof of who he is, until the address expires: an hour at most.

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
        """A freshly signed address to GET the object from, or None where it has to be streamed by us.

        It is a secret while it lasts: it stands in no log and no error. Nobody looks whether the object is there.
        """
        ...
