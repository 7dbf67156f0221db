"""What a run left in the database and the store, read behind everybody's back."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bookbytes_adapters.sql.tables import (
    audio_books,
    chapters,
    editions,
    imported_texts,
    job_audio_books,
    jobs,
    provider_calls,
)
from bookbytes_core.domain.cost import CallKind, CallState
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.use_cases.prepared_call import rejected_key_of
from tests.system.faults.stores import Store

T = TypeVar("T")

_SOUNDS = (".mp3", ".m4a", ".json")
"""What stands behind a chapter's ``audio_key``."""


@dataclass(frozen=True, slots=True)
class JobRow:
    id: UUID
    audio_book_id: UUID
    status: Status
    attempts: int
    fence: int
    change: int
    owner: str | None
    error: str | None

    @property
    def rests(self) -> bool:
        return self.status not in (Status.PENDING, Status.PROCESSING)


@dataclass(frozen=True, slots=True)
class ChapterRow:
    audio_book_id: UUID
    number: int
    status: ChapterStatus
    audio_key: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class CallRow:
    key: str
    audio_book_id: UUID
    state: str
    result_key: str | None
    lost: int
    attempts: int
    kind: CallKind
    model: str
    cost_usd: Decimal
    reserved_usd: Decimal
    error_code: str | None = None

    @property
    def is_under_way(self) -> bool:
        """Begun and not ended, and not yet counted among the ``lost``."""
        return self.state == "started"

    @property
    def is_unanswered(self) -> bool:
        """Begun and not ended: what a crash now makes uncertain."""
        return self.is_under_way or self.state == "unknown"

    @property
    def is_unsettled(self) -> bool:
        """Unanswered, or put off for trouble that may pass: the vendor may not even have been reached."""
        return self.is_unanswered or (self.state == "failed" and self.error_code is None)


class Records:
    """Reads each time anew, so that it sees what others committed and outlives restarts of the server."""

    def __init__(self, url: str, store: Store) -> None:
        self._engine = sa.create_engine(_synchronous(url), poolclass=NullPool)
        self._store = store

    def jobs(self) -> dict[UUID, JobRow]:
        """Raises ``sqlalchemy.exc.DBAPIError`` while the server is away."""
        columns = (jobs.c.id, job_audio_books.c.audio_book_id, jobs.c.status, jobs.c.attempts, jobs.c.fence)
        joined = jobs.join(job_audio_books, job_audio_books.c.job_id == jobs.c.id)
        found = sa.select(*columns, jobs.c.change, jobs.c.lease_owner, jobs.c.error_code).select_from(joined)
        return {row[0]: JobRow(*row) for row in self._all(found)}

    def chapters(self) -> list[ChapterRow]:
        columns = (chapters.c.audio_book_id, chapters.c.number, chapters.c.status, chapters.c.audio_key)
        return [ChapterRow(*row) for row in self._all(sa.select(*columns, chapters.c.error_code))]

    def calls(self) -> list[CallRow]:
        table = provider_calls.c
        known = (table.key, table.audio_book_id, table.state, table.result_key, table.lost, table.attempts)
        told = (table.kind, table.model, table.cost_usd, table.reserved_usd, table.error_code)
        return [CallRow(*row) for row in self._all(sa.select(*known, *told))]

    def unanswered(self) -> int:
        """How many calls are begun and not ended, at little cost."""
        ((count,),) = self._all(
            sa.select(sa.func.count())
            .select_from(provider_calls)
            .where(provider_calls.c.state.in_((CallState.STARTED, CallState.UNKNOWN)))
        )
        return int(count)

    def entries(self) -> int:
        """How many calls stand in the ledger."""
        ((count,),) = self._all(sa.select(sa.func.count()).select_from(provider_calls))
        return int(count)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything a job may write, to compare before and after."""
        tables = (audio_books, chapters, jobs, provider_calls, editions, imported_texts)
        return {table.name: sorted(self._all(sa.select(table)), key=repr) for table in tables}

    def sounds(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every chapter's file by its name."""
        keys = (key for key in self._store.names() if key.startswith("audio/"))
        return {key.rpartition("/")[2]: [(hashlib.sha256(self._store.read(key)).hexdigest(),)] for key in keys}

    def sizes(self) -> dict[str, int]:
        """Of all objects, in bytes, by their keys."""
        return {key: self._store.size(key) for key in self._store.names()}

    def is_heard(self, chapter: ChapterRow) -> bool:
        """Whether a completed chapter's sound is really there."""
        return chapter.status is ChapterStatus.COMPLETED and self._store.size(f"{chapter.audio_key}.mp3") > 0

    def orphans(self) -> list[str]:
        """Stored objects that no row knows."""
        return sorted(set(self._store.names()) - set(self._referenced()))

    def half_written(self) -> int:
        return self._store.half_written()

    def until_it_answers(self, look: Callable[[], T]) -> T | None:
        """What ``look`` sees, or None while the database is away."""
        try:
            return look()
        except DBAPIError:
            return None

    def _referenced(self) -> Iterator[str]:
        for text_key, cover_key in self._all(sa.select(imported_texts.c.text_key, imported_texts.c.cover_key)):
            yield from (key for key in (text_key, cover_key) if key)
        yield from (text_key for (text_key,) in self._all(sa.select(audio_books.c.text_key)) if text_key)
        for chapter in self.chapters():
            yield from (f"{chapter.audio_key}{suffix}" for suffix in _SOUNDS if chapter.audio_key)
        for call in self.calls():
            yield from (key for key in (call.result_key, rejected_key_of(call.key)) if key)

    def rejected(self) -> list[bytes]:
        """The answers of no use that are kept."""
        return [self._store.read(key) for key in self._store.names() if key.startswith("rejected/")]

    def _all(self, select: sa.Select[Any]) -> list[tuple[Any, ...]]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(select)]


def _synchronous(url: str) -> str:
    _, _, rest = url.partition("://")
    return f"sqlite:///{rest.removeprefix('/')}" if url.startswith("sqlite") else f"postgresql+psycopg://{rest}"
