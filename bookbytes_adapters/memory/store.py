"""What a memory database holds."""

import asyncio
from dataclasses import dataclass, field, fields
from uuid import UUID

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.cost import Call
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.provider_key import ProviderKey
from bookbytes_core.domain.user import User
from bookbytes_core.domain.work import Work
from bookbytes_core.errors import Conflict
from bookbytes_core.ports.catalogue_source import CatalogueImport
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.repositories import ImportedText

NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A job with the end of its lease and the time it was sent, by the store's monotonic clock."""

    job: Job
    lease_expires_at: float = NEVER
    sent_at: float = NEVER


@dataclass(slots=True)
class State:
    """The tables. Entities are frozen, so a copy of the dictionaries is a copy of everything."""

    works: dict[UUID, Work] = field(default_factory=dict)
    editions: dict[UUID, Edition] = field(default_factory=dict)
    provider_keys: dict[tuple[str, str], ProviderKey] = field(default_factory=dict)
    texts: dict[UUID, ImportedText] = field(default_factory=dict)
    audio_books: dict[UUID, AudioBook] = field(default_factory=dict)
    chapters: dict[UUID, Chapter] = field(default_factory=dict)
    jobs: dict[UUID, StoredJob] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    catalogue_imports: dict[str, CatalogueImport] = field(default_factory=dict)
    author_names: dict[tuple[str, str], str] = field(default_factory=dict)
    users: dict[UUID, User] = field(default_factory=dict)

    def copy(self) -> "State":
        return State(**{table.name: dict(getattr(self, table.name)) for table in fields(self)})


class MemoryStore:
    """A database of one process and one event loop. ``clock`` is its own clock, by which leases are measured."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or SystemClock()
        self.state = State()
        self.writing = asyncio.Lock()


class Transaction:
    """A copy of the state that one unit of work changes. After its end every use is a ``RuntimeError``."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._state: State | None = store.state.copy()

    @property
    def clock(self) -> Clock:
        return self._store.clock

    @property
    def is_open(self) -> bool:
        return self._state is not None

    @property
    def state(self) -> State:
        if self._state is None:
            raise RuntimeError("This unit of work has ended: open a new one.")
        return self._state

    def commit(self) -> None:
        self._store.state = self.state
        self.end()

    def end(self) -> None:
        self._state = None


def require(known: bool) -> None:
    """What a foreign key checks."""
    if not known:
        raise Conflict("What this refers to is not there; it may have been removed just now.", code="reference_missing")
