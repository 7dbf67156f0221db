"""A catalogue that is asked as seldom as can be."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import TypeVar

from loguru import logger

from bookbytes_adapters.metadata.flights import Flights
from bookbytes_adapters.metadata.questions import Question, keep_trouble, read_trouble
from bookbytes_core.domain.cache_entry import cache_key, work_tag
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import NotFound, Rejected, Unavailable
from bookbytes_core.ports.cache import Cache
from bookbytes_core.ports.locks import Locks
from bookbytes_core.ports.metadata import EditionRecord, FoundWorks, MetadataProvider, WorkQuery, WorkRecord

T = TypeVar("T")

SEARCH_SECONDS = 86_400.0
RECORD_SECONDS = 7 * 86_400.0

LOCK_SECONDS = 15.0
"""A process that died while it asked holds the others up for so long at most; one that lives renews its lock."""
LOOK_SECONDS = 0.05
"""How often a process looks whether another one's question was answered."""
PATIENCE_SECONDS = 2.0
"""So long a caller waits for news where there is an old answer."""


@dataclass(frozen=True, slots=True)
class _Editions:
    items: tuple[EditionRecord, ...]


def _exactly(key: str) -> str:
    """Outside ids may differ in case alone, which a cache's key does not tell."""
    return key.encode().hex()


class CachedMetadata(MetadataProvider):
    """``provider`` with ``cache`` before it; the promises are the provider's own.

    - Of all who want the same at once, in all processes that share ``locks`` and ``cache``, one asks. That comes
      first: the rest without it costs more calls than no cache at all.
    - An answer with less than a fifth of its time left is given at once and renewed in the background, once.
    - An answer past its time is given when the provider has trouble or takes longer than ``patience_seconds``, for
      ``MAX_STALE_SECONDS``; what is not there is remembered briefly, trouble for some seconds.

    Raises what the provider raises, also when it is remembered.
    """

    def __init__(
        self,
        provider: MetadataProvider,
        cache: Cache,
        locks: Locks,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._provider = provider
        self._cache = cache
        self._locks = locks
        self._patience_seconds = patience_seconds
        self._looks = Flights()
        self._renewals = Flights()

    @property
    def name(self) -> str:
        return self._provider.name

    async def search(self, query: WorkQuery, *, page: int = 1) -> FoundWorks:
        words = {name: getattr(query, name) for name in ("title", "author", "publisher", "language")}
        return await self._answer(
            Question(
                key=cache_key(self.name, "search", {**words, "page": page}),
                kind=FoundWorks,
                ask=lambda: self._provider.search(query, page=page),
                ttl_seconds=SEARCH_SECONDS,
                tags_of=lambda found: [tag for work in found.items for tag in self._tags(work)],
                total_of=lambda found: found.total,
            )
        )

    async def work(self, key: str) -> WorkRecord:
        return await self._answer(
            Question(
                key=cache_key(self.name, "work", {"key": _exactly(key)}),
                kind=WorkRecord,
                ask=lambda: self._provider.work(key),
                ttl_seconds=RECORD_SECONDS,
                tags=(work_tag(self.name, key),),
                tags_of=self._tags,
            )
        )

    async def editions(self, work_key: str) -> tuple[EditionRecord, ...]:
        async def ask() -> _Editions:
            return _Editions(await self._provider.editions(work_key))

        question = Question(
            key=cache_key(self.name, "editions", {"work": _exactly(work_key)}),
            kind=_Editions,
            ask=ask,
            ttl_seconds=RECORD_SECONDS,
            tags=(work_tag(self.name, work_key),),
        )
        return (await self._answer(question)).items

    async def edition_by_isbn(self, isbn: Isbn) -> EditionRecord:
        return await self._answer(
            Question(
                key=cache_key(self.name, "isbn", {"isbn": isbn.digits}),
                kind=EditionRecord,
                ask=lambda: self._provider.edition_by_isbn(isbn),
                ttl_seconds=RECORD_SECONDS,
                tags_of=lambda edition: [work_tag(self.name, edition.work_key)] if edition.work_key else [],
            )
        )

    async def close(self) -> None:
        """End what goes on in the background."""
        await self._looks.close()
        await self._renewals.close()

    def _tags(self, work: WorkRecord) -> list[str]:
        return [work_tag(self.name, key) for key in (work.key, *work.former_keys)]

    async def _answer(self, question: Question[T]) -> T:
        answer = await asyncio.shield(self._looks.join(question.key, lambda: self._look(question)))
        if isinstance(answer, NotFound):
            raise NotFound(answer.message, code=answer.code)
        return answer

    async def _look(self, question: Question[T]) -> T | NotFound:
        entry = await self._cache.get(question.key)
        known = question.read(entry)
        if entry is not None and known is not None and not entry.needs_revalidation:
            return known
        renewal = self._renewals.join(question.key, lambda: self._renew(question))
        if entry is None or known is None:
            return await asyncio.shield(renewal)
        if entry.is_expired:
            await asyncio.wait({renewal}, timeout=self._patience_seconds)
            if renewal.done() and not renewal.cancelled() and renewal.exception() is None:
                return renewal.result()
        return known

    async def _renew(self, question: Question[T]) -> T | NotFound:
        """A new answer, whoever asks for it."""
        holder = secrets.token_hex(8)
        while not await self._locks.take(question.key, holder, seconds=LOCK_SECONDS):
            await asyncio.sleep(LOOK_SECONDS)
            if (known := await self._news(question)) is not None:
                return known
        keeping = asyncio.get_running_loop().create_task(self._keep_lock(question.key, holder))
        try:
            if (known := await self._news(question)) is not None:
                return known
            asked = await self._ask(question)
        finally:
            keeping.cancel()
            await self._locks.give_back(question.key, holder)
        return asked

    async def _keep_lock(self, name: str, holder: str) -> None:
        while True:
            await asyncio.sleep(LOCK_SECONDS / 3)
            await self._locks.take(name, holder, seconds=LOCK_SECONDS)

    async def _news(self, question: Question[T]) -> T | NotFound | None:
        """What another one found out just now. Raises the trouble it had."""
        entry = await self._cache.get(question.key)
        if entry is not None and not entry.needs_revalidation and (known := question.read(entry)) is not None:
            return known
        trouble = read_trouble(await self._cache.get(question.failure_key))
        if trouble is not None:
            raise trouble
        return None

    async def _ask(self, question: Question[T]) -> T | NotFound:
        answer: T | NotFound
        try:
            answer = await question.ask()
        except NotFound as error:
            answer = error
        except (Unavailable, Rejected) as error:
            logger.warning("{} could not be asked: {}", self.name, error.message)
            await self._cache.set(question.failure_key, keep_trouble(error))
            raise
        await self._cache.set(question.key, question.keep(answer))
        return answer
