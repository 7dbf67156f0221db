"""Files that hold a catalogue: so long that they are read in batches and may be read in several goes."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bookbytes_core.ports.metadata import EditionRecord, WorkRecord


@dataclass(frozen=True, slots=True)
class BadLine:
    """``number`` counts from 1."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBatch:
    """Some lines of a file: up to the end of them it has ``lines`` lines and ``offset`` bytes, unpacked.

    Works and editions name those of their authors that the file gives by key by these ``author_keys``; ``authors`` are
    names that these lines give to keys.
    """

    works: tuple[WorkRecord, ...] = ()
    editions: tuple[EditionRecord, ...] = ()
    authors: Mapping[str, str] = field(default_factory=dict)
    author_keys: frozenset[str] = frozenset()
    bad: tuple[BadLine, ...] = ()
    lines: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueImport:
    """How far the import of a file has come: saved together with what was imported, so that it can end at any moment
    and go on from there."""

    fingerprint: str
    lines: int = 0
    offset: int = 0
    works: int = 0
    editions: int = 0
    bad_lines: int = 0
    finished: bool = False
    created_at: datetime
    updated_at: datetime


class CatalogueSource(Protocol):
    """A catalogue file. One that cannot be read is ``InvalidInput`` (code ``catalogue_file_unusable``)."""

    @property
    @abstractmethod
    def provider(self) -> str:
        """Whose keys its records have."""
        ...

    @abstractmethod
    async def fingerprint(self) -> str:
        """The same for the same file, wherever it lies; quick for the longest."""
        ...

    @abstractmethod
    def batches(self, *, lines: int, offset: int) -> AsyncIterator[SourceBatch]:
        """From behind ``lines`` lines, which end at byte ``offset``, to the end of the file."""
        ...


class CatalogueImportRepository(Protocol):
    @abstractmethod
    async def find(self, fingerprint: str) -> CatalogueImport | None: ...

    @abstractmethod
    async def save(self, progress: CatalogueImport) -> None:
        """New or again."""
        ...

    @abstractmethod
    async def author_names(self, provider: str, keys: Sequence[str]) -> Mapping[str, str]:
        """The names of those authors whose names are known."""
        ...

    @abstractmethod
    async def name_authors(self, provider: str, names: Mapping[str, str]) -> None: ...
