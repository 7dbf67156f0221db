"""What use cases load and save. Each call belongs to the unit of work that offers it."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.budget import Scope, Spending
from bookbytes_core.domain.cost import Call
from bookbytes_core.domain.edition import Edition
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.domain.job import Claim, Job
from bookbytes_core.domain.provider_key import ProviderKey
from bookbytes_core.domain.work import Work


class WorkRepository(Protocol):
    """Whatever is written here or with the editions is found by the search of the ``CatalogueReader`` at once."""

    @abstractmethod
    async def add(self, work: Work) -> None: ...

    @abstractmethod
    async def add_all(self, works: Sequence[Work]) -> None: ...

    @abstractmethod
    async def get(self, work_id: UUID) -> Work:
        """Raises ``NotFound`` (code ``work_not_found``)."""
        ...

    @abstractmethod
    async def find_all(self, work_ids: Sequence[UUID]) -> tuple[Work, ...]:
        """Those that are there, in no particular order."""
        ...

    @abstractmethod
    async def save_all(self, works: Sequence[Work]) -> None:
        """Write known works again; who wrote last is right."""
        ...

    @abstractmethod
    async def merge(self, into: UUID, merged: Sequence[UUID]) -> None:
        """Everything that hangs on the ``merged`` works hangs on ``into`` from now on, and they are gone; their ids
        become its provider keys (provider ``MERGED``)."""
        ...


class EditionRepository(Protocol):
    @abstractmethod
    async def add(self, edition: Edition) -> None:
        """Raises ``Conflict`` (code ``isbn_taken``) when another edition has that ISBN."""
        ...

    @abstractmethod
    async def add_all(self, editions: Sequence[Edition]) -> None:
        """Raises as ``add`` does; then none is added."""
        ...

    @abstractmethod
    async def get(self, edition_id: UUID) -> Edition:
        """Raises ``NotFound`` (code ``edition_not_found``)."""
        ...

    @abstractmethod
    async def find_all(self, edition_ids: Sequence[UUID]) -> tuple[Edition, ...]:
        """Those that are there, in no particular order."""
        ...

    @abstractmethod
    async def by_isbn(self, isbn: Isbn) -> Edition | None:
        """The edition with that ISBN, as its own or as a further one (provider key ``ISBN``)."""
        ...

    @abstractmethod
    async def by_isbns(self, isbns: Sequence[Isbn]) -> Mapping[Isbn, Edition]:
        """As ``by_isbn``, for many."""
        ...

    @abstractmethod
    async def of_work(self, work_id: UUID) -> tuple[Edition, ...]:
        """Newest first."""
        ...

    @abstractmethod
    async def save_all(self, editions: Sequence[Edition]) -> None:
        """Write known editions again; who wrote last is right. Raises as ``add`` does."""
        ...


class ProviderKeyRepository(Protocol):
    @abstractmethod
    async def add(self, key: ProviderKey) -> None:
        """Raises ``Conflict`` (code ``provider_key_taken``) when the outside id is known already."""
        ...

    @abstractmethod
    async def add_all(self, keys: Sequence[ProviderKey]) -> None:
        """Raises as ``add`` does; then none is added."""
        ...

    @abstractmethod
    async def find(self, provider: str, external_key: str) -> ProviderKey | None: ...

    @abstractmethod
    async def find_all(self, provider: str, external_keys: Sequence[str]) -> tuple[ProviderKey, ...]: ...

    @abstractmethod
    async def of(self, entity_ids: Sequence[UUID]) -> tuple[ProviderKey, ...]:
        """All outside ids of these works or editions, by provider and key."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedText:
    """That a user brought the text of an edition: ``text_key`` and ``cover_key`` are where it is stored."""

    id: UUID
    edition_id: UUID
    owner_id: UUID
    file_sha256: str
    text_key: str
    cover_key: str | None
    created_at: datetime


class ImportedTextRepository(Protocol):
    @abstractmethod
    async def add(self, text: ImportedText) -> None:
        """Raises ``Conflict`` (code ``text_known``) when this owner has imported this file before."""
        ...

    @abstractmethod
    async def latest(self, edition_id: UUID, owner_id: UUID) -> ImportedText | None: ...

    @abstractmethod
    async def latest_of_work(self, work_id: UUID, owner_id: UUID) -> ImportedText | None:
        """The newest text that the owner brought of any edition of the work."""
        ...

    @abstractmethod
    async def by_file(self, file_sha256: str, owner_id: UUID) -> ImportedText | None: ...


class AudioBookRepository(Protocol):
    @abstractmethod
    async def add(self, book: AudioBook) -> None:
        """Raises ``Conflict`` (code ``order_known``) when the owner has this order in this version already."""
        ...

    @abstractmethod
    async def get(self, book_id: UUID) -> AudioBook:
        """Raises ``NotFound``, also for a deleted one."""
        ...

    @abstractmethod
    async def by_order(self, owner_id: UUID, order_key: str) -> AudioBook | None:
        """The newest version that is not deleted."""
        ...

    @abstractmethod
    async def save(self, book: AudioBook) -> AudioBook:
        """The saved row with its new revision. Raises ``Conflict`` (code ``stale``) when somebody wrote in between."""
        ...


class ChapterRepository(Protocol):
    @abstractmethod
    async def add_all(self, chapters: Sequence[Chapter]) -> None:
        """Raises ``Conflict`` (code ``chapter_known``) when a number is there already."""
        ...

    @abstractmethod
    async def get(self, chapter_id: UUID) -> Chapter:
        """Raises ``NotFound``."""
        ...

    @abstractmethod
    async def of(self, audio_book_id: UUID) -> tuple[Chapter, ...]:
        """All chapters of the book by number."""
        ...

    @abstractmethod
    async def save(self, chapter: Chapter) -> None: ...


class JobRepository(Protocol):
    @abstractmethod
    async def add(self, job: Job, *, lease_seconds: float | None = None) -> None:
        """``lease_seconds`` counts from now by the store's own clock, for a job that is saved already claimed."""
        ...

    @abstractmethod
    async def get(self, job_id: UUID) -> Job:
        """Raises ``NotFound``."""
        ...

    @abstractmethod
    async def latest_of(self, audio_book_id: UUID) -> Job | None: ...

    @abstractmethod
    async def save(self, job: Job, *, raise_fence: bool = False) -> None:
        """Writes where the stored fence is still that of ``job`` and raises it on request, so that its worker can write
        nothing more; raises ``LeaseLost`` where it is not."""
        ...


class LeaseRepository(Protocol):
    """Claims, by compare and swap and the store's own clock."""

    @abstractmethod
    async def claim(self, job_id: UUID, owner: str, *, seconds: float, gone: str | None = None) -> Job | None:
        """The job, now processing, with its fence raised and an attempt counted; None when it is not to be had.

        It can be had while pending, after its lease ran out, while ``owner`` itself holds it, or while ``gone`` does.
        """
        ...

    @abstractmethod
    async def renew(self, job_id: UUID, fence: int, *, seconds: float) -> bool:
        """Whether the lease was still held and is now ``seconds`` long again."""
        ...

    @abstractmethod
    async def advance(self, job_id: UUID, fence: int) -> None:
        """Mark a visible step: counts ``change``, sets the attempts to 0. Raises ``LeaseLost``."""
        ...

    @abstractmethod
    async def due(self, *, limit: int, unfinished_per_owner: int) -> tuple[Job, ...]:
        """Jobs to ring for, oldest first and users in turn: pending and unsent, or processing with a lease that ran
        out; never more of one user than ``unfinished_per_owner`` together with those already sent."""
        ...

    @abstractmethod
    async def mark_sent(self, job_ids: Sequence[UUID]) -> None: ...

    @abstractmethod
    async def held(self) -> tuple[Job, ...]:
        """Jobs in processing, whoever owns them."""
        ...


class CallRepository(Protocol):
    @abstractmethod
    async def find(self, keys: Sequence[str]) -> tuple[Call, ...]: ...

    @abstractmethod
    async def begin(self, call: Call, *, abandoned_before: datetime, claim: Claim | None = None) -> Call:
        """Writes ``call`` (started, its first attempt) if its key is new, else what ``Call.begun_anew`` makes of the
        row that is there; returns the row. One statement, so that no two runs count alike. A job is at work while it
        holds its lease, by the store's own clock.

        Raises ``LeaseLost``, and writes nothing, when a ``claim`` is given whose job has another fence by now.
        """
        ...

    @abstractmethod
    async def record(self, call: Call, *, claim: Claim | None = None) -> None:
        """Writes the row of ``call.key``, new or again.

        Raises ``LeaseLost``, and writes nothing, when a ``claim`` is given whose job has another fence by now: what
        another worker has written since is newer. A cancelled job has no other worker.
        """
        ...

    @abstractmethod
    async def forget_results(self, result_keys: Sequence[str]) -> None:
        """The stored results under these keys are gone: the rows stay, without a result."""
        ...

    @abstractmethod
    async def spending(
        self, audio_book_id: UUID, scopes: Collection[Scope], *, since: datetime, abandoned_before: datetime
    ) -> Spending:
        """What counts against the caps of these scopes for a call of that audio book; months begin at ``since``.

        What is reserved by calls that began since ``abandoned_before`` and have not ended is under way; all else that
        was paid or reserved is settled. Until the transaction ends no other sees what months' caps leave.
        """
        ...

    @abstractmethod
    async def lose(self, audio_book_id: UUID) -> None:
        """What a run that is gone had under way for this audio book is under way no more: each such row becomes what
        ``Call.lose`` makes of it."""
        ...

    @abstractmethod
    async def forgive(self, audio_book_id: UUID) -> None:
        """Answers of no use that were given to this audio book may be asked for again: a new job has been ordered."""
        ...
