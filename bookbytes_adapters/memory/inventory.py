"""What a memory database says is stored, and what it says is under way."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from bookbytes_adapters.memory.store import MemoryStore, State
from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.cost import Call, CallState
from bookbytes_core.domain.job import Job
from bookbytes_core.domain.status import ChapterStatus, Status
from bookbytes_core.ports.inventory import Inventory, Leftovers

T = TypeVar("T")

_WAITING = (Status.PENDING, Status.PROCESSING)
_DONE = (Status.COMPLETED, Status.COMPLETED_WITH_ERRORS)


class MemoryInventory(Inventory):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def named(self, keys: Collection[str]) -> frozenset[str]:
        state = self._store.state
        plain = {text.text_key for text in state.texts.values()}
        plain |= {text.cover_key for text in state.texts.values() if text.cover_key}
        plain |= {book.text_key for book in state.audio_books.values()}
        plain |= {call.result_key for call in state.calls.values() if call.result_key}
        sounds = {chapter.audio_key for chapter in state.chapters.values() if chapter.audio_key}
        return frozenset(key for key in keys if key in plain or key.rpartition(".")[0] in sounds)

    async def calls(self, keys: Collection[str]) -> tuple[Call, ...]:
        known = self._store.state.calls
        return tuple(known[key] for key in set(keys) if key in known)

    async def sounds(self, *, after: UUID | None, limit: int) -> tuple[Chapter, ...]:
        state = self._store.state
        finished = (each for each in state.chapters.values() if each.status is ChapterStatus.COMPLETED)
        heard = (each for each in finished if each.audio_key and _stands(state, each.audio_book_id))
        return _after(heard, _id, after, limit)

    async def results(self, *, after: str, limit: int) -> tuple[str, ...]:
        keys = {call.result_key for call in self._store.state.calls.values() if call.result_key}
        return _after(keys, str, after, limit)

    async def texts(self, *, after: str, limit: int) -> tuple[str, ...]:
        state = self._store.state
        keys = {key for text in state.texts.values() for key in (text.text_key, text.cover_key) if key}
        standing = (book for book in state.audio_books.values() if book.deleted_at is None and book.text_key)
        return _after(keys | {book.text_key for book in standing}, str, after, limit)


class MemoryLeftovers(Leftovers):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def jobs(self, *, after: UUID | None, limit: int, seconds: float) -> tuple[Job, ...]:
        over = self._store.clock.monotonic() - seconds
        stored = self._store.state.jobs.values()
        left = (e.job for e in stored if e.job.status is Status.PROCESSING and e.lease_expires_at <= over)
        return _after(left, _id, after, limit)

    async def books(self, *, after: UUID | None, limit: int) -> tuple[AudioBook, ...]:
        state = self._store.state
        waiting = (e for e in state.audio_books.values() if e.status in _WAITING and e.deleted_at is None)
        ordered = {each.job.audio_book_id for each in state.jobs.values()}
        return _after((e for e in waiting if e.id in ordered and not _is_at_work(state, e.id)), _id, after, limit)

    async def chapters(self, *, after: UUID | None, limit: int) -> tuple[Chapter, ...]:
        state = self._store.state

        def left(chapter: Chapter) -> bool:
            done = state.audio_books[chapter.audio_book_id].status in _DONE
            waits = chapter.status is ChapterStatus.PENDING and done
            return chapter.status is ChapterStatus.PROCESSING or waits

        found = (e for e in state.chapters.values() if left(e) and _stands(state, e.audio_book_id))
        return _after((e for e in found if not _is_at_work(state, e.audio_book_id)), _id, after, limit)

    async def calls(self, *, after: str, limit: int, before: datetime) -> tuple[Call, ...]:
        state, now = self._store.state, self._store.clock.monotonic()
        held = {
            each.job.audio_book_id
            for each in state.jobs.values()
            if each.job.status is Status.PROCESSING and each.lease_expires_at > now
        }
        started = (each for each in state.calls.values() if each.state is CallState.STARTED and each.at < before)
        return _after((e for e in started if e.audio_book_id not in held), lambda call: call.key, after, limit)


def _stands(state: State, book_id: UUID) -> bool:
    return state.audio_books[book_id].deleted_at is None


def _is_at_work(state: State, book_id: UUID) -> bool:
    return any(e.job.audio_book_id == book_id and e.job.status in _WAITING for e in state.jobs.values())


def _id(item: Job | AudioBook | Chapter) -> UUID:
    return item.id


def _after(
    items: Iterable[T], place: Callable[[T], UUID] | Callable[[T], str], after: UUID | str | None, limit: int
) -> tuple[T, ...]:
    ordered = sorted(items, key=place)
    return tuple(e for e in ordered if after is None or place(e) > after)[:limit]  # type: ignore[operator]
