"""Numbers about all work together, for whoever operates the program."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from bookbytes_core.domain.cost import CallKind, CallState
from bookbytes_core.domain.status import Status


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Unfinished jobs: ``waiting`` to be sent to a worker, ``sent`` and not yet claimed, ``running`` under a lease,
    ``abandoned`` with one that ran out and not yet taken over."""

    waiting: int = 0
    sent: int = 0
    running: int = 0
    abandoned: int = 0


@dataclass(frozen=True, slots=True)
class CallCount:
    """The ledger's calls of one kind to one provider in one state, and what they have cost in US dollars."""

    provider: str
    kind: CallKind
    state: CallState
    calls: int
    cost_usd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCounts:
    """``jobs`` has every status of which there are any; ``oldest_pending_at`` is when the first of those that wait was
    ordered."""

    jobs: Mapping[Status, int]
    queue: QueueCounts
    oldest_pending_at: datetime | None
    calls: tuple[CallCount, ...]


class StatisticsReader(Protocol):
    """Counts over the whole store, of all users and all workers together, whoever asks.

    ``tests/contracts/statistics.py`` checks that they agree with what was stored. Counting costs a scan of indexes:
    ask seldom.
    """

    @abstractmethod
    async def count(self) -> WorkCounts: ...


@dataclass(frozen=True, slots=True)
class CacheCounts:
    """How often this process looked into the cache: what it found was fresh, past its time, or nothing."""

    hits: int = 0
    stale: int = 0
    misses: int = 0


class CacheMeter(Protocol):
    """Counts what one cache of this process was asked."""

    @property
    @abstractmethod
    def counts(self) -> CacheCounts: ...
