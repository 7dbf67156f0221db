"""How many chapters of a book may be begun with the money that is left."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from bookbytes_core.domain.audio_book import AudioBook, Chapter
from bookbytes_core.domain.book_text import ChapterText
from bookbytes_core.domain.budget import OVER_BUDGET, Caps, Shortage, month_of
from bookbytes_core.domain.estimate import ChapterSource, estimate_chapter
from bookbytes_core.domain.prices import Tariffs
from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.errors import Refused
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.calls import LOOK_SECONDS, Tally
from bookbytes_core.use_cases.ledger import ABANDONED_AFTER

_LEAST_OF_LIKELY, _MOST_OF_LIKELY = Decimal("0.6"), Decimal("1.5")
"""How far what chapters of the run did cost may correct what the next one is likely to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What all runs are bounded by."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    caps: Caps = field(default_factory=Caps)
    tariffs: Tariffs = field(default_factory=Tariffs)

    def allowance(self, book: AudioBook, tally: Tally) -> "Allowance":
        """That of one run, whose calls ``tally`` counts."""
        tally.max_cost_usd = book.options.max_cost_usd
        return Allowance(budget=self, audio_book_id=book.id, caps=self.caps.within(tally.max_cost_usd), tally=tally)


@dataclass(slots=True, kw_only=True)
class Allowance:
    """Lets the chapters of one run begin in their order, each when what the caps leave would pay what it and those
    under way are likely to cost, so that no money goes into halves. Without caps all may begin at once.

    A chapter that is refused in its midst ends no other: those that were begun go on as far as they come, no more
    begin, and then ``settle`` raises it.
    """

    budget: Budget
    audio_book_id: UUID
    caps: Caps
    tally: Tally
    _door: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _ended: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _under_way: dict[UUID, Decimal] = field(default_factory=dict, init=False)
    _made: Decimal = field(default=Decimal(0), init=False)
    """What the chapters that this run has made were likely to cost."""
    _refusal: Refused | None = field(default=None, init=False)

    async def spend(self, chapter: Chapter, text: ChapterText, make: Callable[[], Awaitable[None]]) -> None:
        """Make the chapter once there is room for it; not at all if there is none."""
        likely = self._likely(chapter, text)
        async with self._door:
            if not await self._has_room(likely):
                return
            self._under_way[chapter.id] = likely
        try:
            await make()
            self._made += likely
        except Refused as no:
            if no.code != OVER_BUDGET:
                raise
            self._refusal = self._refusal or no
        finally:
            del self._under_way[chapter.id]
            self._ended.set()

    def settle(self) -> None:
        """Raises the ``Refused`` (code ``budget``) that kept chapters from being made."""
        if self._refusal is not None:
            raise self._refusal

    def _likely(self, chapter: Chapter, text: ChapterText) -> Decimal:
        """US dollars: 0 where nothing bounds them, or all is there."""
        if not self.caps.set or chapter.status is ChapterStatus.COMPLETED:
            return Decimal(0)
        summarised = chapter.summary is not None
        source, tariffs = ChapterSource.of(text), self.budget.tariffs
        return estimate_chapter(source, chapter.target_words, tariffs, summarised=summarised).cost_usd.likely

    async def _has_room(self, likely: Decimal) -> bool:
        while self._refusal is None:
            self._ended.clear()
            shortage = await self._shortage(likely) if likely else None
            if shortage is None:
                return True
            if self._under_way:
                await self._ended.wait()
            elif shortage.may_pass:  # calls for other audio books may leave something
                await self.budget.clock.sleep(LOOK_SECONDS)
            else:
                self._refusal = shortage.refusal()
        return False

    async def _shortage(self, likely: Decimal) -> Shortage | None:
        now = self.budget.clock.now()
        async with self.budget.new_uow() as uow:
            spending = await uow.calls.spending(
                self.audio_book_id,
                tuple(self.caps.set),
                since=month_of(now),
                abandoned_before=now - ABANDONED_AFTER,
            )
        wanted = (likely + sum(self._under_way.values())) * self._correction
        return self.caps.shortage(spending, wanted)

    @property
    def _correction(self) -> Decimal:
        if not self._made:
            return Decimal(1)
        return min(_MOST_OF_LIKELY, max(_LEAST_OF_LIKELY, self.tally.cost_usd / self._made))
