"""Answers that can be had again, kept so that they need not be."""

from abc import abstractmethod
from typing import Protocol

from bookbytes_core.domain.cache_entry import CacheEntry


class Cache(Protocol):
    """Keeps entries under the keys that ``domain.cache_entry.cache_key`` makes.

    Every adapter promises, and ``tests/contracts/cache.py`` checks:

    - ``get`` gives what ``set`` was given, by now older, until its time and its stale time are over; a second ``set``
      replaces the first;
    - its time is the one that was asked for, or differs from it by at most a tenth;
    - what was invalidated, by key, pattern or tag, is not given any more;
    - it may forget whatever it likes, but never mixes up or cuts an entry: one that is damaged is none.

    None of these raises: a store that is away or slow has nothing and keeps nothing.
    """

    @abstractmethod
    async def get(self, key: str) -> CacheEntry | None: ...

    @abstractmethod
    async def set(self, key: str, entry: CacheEntry) -> None: ...

    @abstractmethod
    async def invalidate(self, *keys: str) -> None: ...

    @abstractmethod
    async def invalidate_pattern(self, pattern: str) -> None:
        """All keys that are like ``pattern``, in which ``*`` stands for anything: ``openlibrary:search:*``."""
        ...

    @abstractmethod
    async def invalidate_tag(self, tag: str) -> tuple[str, ...]:
        """All entries with that tag; returns the keys of those it had."""
        ...
