"""The one gate through which every call to a summariser or a voice goes.

A result is stored under the hash of all that went into its request and found there by every later run. A call that
costs money writes its ledger row ``started`` before the request leaves and ``done`` once its result is stored, so
that a crash between the two can be told; a call to an engine on this machine writes only ``done``. Runs for two audio
books that want the same call make it once: the second waits for the first.

There is one retry layer, here: trouble that may pass is tried three times in all, over all processes, with exponential
pauses. A vendor that names its own pause is obeyed; that wait is no attempt, and all callers share it.

Money is bounded here: the most that a call may cost is reserved in its ledger row when it is begun, in the transaction
that looks whether the caps have room for it, and what it did cost takes its place when it has ended.

A run that is stopped begins nothing new, but the answer to a paid call in flight is waited for and kept, so that
whoever goes on does not pay for it again.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol, TypeVar
from weakref import WeakValueDictionary

from bookbytes_core.domain.budget import Caps
from bookbytes_core.domain.cost import Call, CallKind, CallState, Usage
from bookbytes_core.domain.job import Claim
from bookbytes_core.errors import LeaseLost, ObjectNotFound, Refused, Rejected, StorageUnavailable, Unavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.rate_limiter import RateLimiter
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.group_commit import GroupCommit
from bookbytes_core.use_cases.ledger import Entry
from bookbytes_core.use_cases.prepared_call import PreparedCall, rejected_key_of


class Answer(Protocol):
    """What a call gives: whatever it is, it tells what it used."""

    @property
    def usage(self) -> Usage: ...


T = TypeVar("T", bound=Answer)
R = TypeVar("R")

LOOK_SECONDS = 1.0
"""How often a call that another run makes is looked at."""
FIRST_PAUSE_SECONDS = 1.0
LONGEST_OBEYED_PAUSE_SECONDS = 60.0
PATIENCE_SECONDS = 25.0
"""How long a run that is stopped waits for the answer to a paid call; one that comes later is lost."""


@dataclass(slots=True)
class Tally:
    """How many calls this run made, how many results it found made, and what it paid. ``max_cost_usd`` is what the
    order lets all calls for its audio book cost, those of other runs among them (US dollars; None: no bound)."""

    llm: int = 0
    tts: int = 0
    llm_reused: int = 0
    tts_reused: int = 0
    cost_usd: Decimal = Decimal(0)
    max_cost_usd: Decimal | None = None

    @property
    def total(self) -> int:
        return self.llm + self.tts + self.llm_reused + self.tts_reused

    def count(self, kind: CallKind, *, reused: bool, times: int = 1) -> None:
        name = f"{kind.value}_reused" if reused else kind.value
        setattr(self, name, getattr(self, name) + times)

    def followed_by(self, later: "Tally") -> "Tally":
        """Two runs on one book as one: what the earlier made, the later has found."""
        return replace(
            later,
            llm=self.llm + later.llm,
            tts=self.tts + later.tts,
            llm_reused=max(0, later.llm_reused - self.llm),
            tts_reused=max(0, later.tts_reused - self.tts),
            cost_usd=self.cost_usd + later.cost_usd,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Results of calls, each asked for at most once. ``Vendors`` prepares them. ``caps`` are the installation's."""

    new_uow: UnitOfWorkFactory
    committed: GroupCommit
    storage: Storage
    limiter: RateLimiter
    clock: Clock
    caps: Caps = field(default_factory=Caps)
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(
        default_factory=WeakValueDictionary, init=False, repr=False, compare=False
    )

    async def discard(self, result_keys: tuple[str, ...]) -> None:
        """Throw stored results away; their ledger rows stay."""
        async with self.new_uow() as uow:
            await uow.calls.forget_results(result_keys)
            await uow.commit()
        for key in result_keys:
            await self.storage.delete(key)

    async def result(self, call: PreparedCall, parse: Callable[[bytes], T], *, claim: Claim, tally: Tally) -> T:
        """What ``parse`` makes of the stored result, found or asked for; it raises ``ValueError`` for a damaged one.

        Raises ``Rejected``, ``Unavailable`` when the attempts are used up, and ``LeaseLost``; ``Refused`` (code
        ``budget``) when a cap has no room for the call, which is then not made.
        """
        entry = self._entry(call, claim, tally)
        turn = self._turns.setdefault(call.key, asyncio.Lock())
        try:
            async with turn:
                while True:
                    result = await self._tried(call, entry, parse, tally)
                    if result is not None:
                        return result
        finally:
            tally.cost_usd += entry.paid_usd

    async def _tried(self, call: PreparedCall, entry: Entry, parse: Callable[[bytes], T], tally: Tally) -> T | None:
        """The result, found or asked for; None when it is to be tried again, after any wait that takes."""
        answer: tuple[bytes, Usage] | Unavailable | None = None
        async with self.limiter.slot(call.slot):
            await entry.begin()
            found = await self._found(call, entry, parse)
            if found is None and not entry.has_to_wait:
                await entry.check()
                answer = await self._answer(call, entry, tally)
        if found is not None:
            await entry.adopted(found.usage)
            tally.count(call.kind, reused=True)
            return found
        if answer is None:
            await self.clock.sleep(LOOK_SECONDS)
            return None
        if isinstance(answer, Unavailable):
            await self._put_off(call, entry, answer)
            return None
        await self._outlasted(call, asyncio.ensure_future(self._keep(call, entry, *answer)))
        return parse(answer[0])

    async def _answer(self, call: PreparedCall, entry: Entry, tally: Tally) -> tuple[bytes, Usage] | Unavailable:
        if not entry.asked:
            tally.count(call.kind, reused=False)
        entry.asked = True
        try:
            return await self._asked(call, entry)
        except Unavailable as trouble:
            return trouble
        except Rejected as no:
            await self._turned_down(call, entry, no)
            raise

    async def _turned_down(self, call: PreparedCall, entry: Entry, no: Rejected) -> None:
        """Keep an answer of no use for a look at it. Nothing reads it, so trouble with that is no trouble."""
        await entry.rejected(no)
        if no.answer:
            with suppress(StorageUnavailable):
                await self.storage.put(rejected_key_of(call.key), no.answer, content_type="application/octet-stream")

    async def _asked(self, call: PreparedCall, entry: Entry) -> tuple[bytes, Usage]:
        asking = asyncio.ensure_future(call.perform())
        try:
            return await self._outlasted(call, asking)
        except asyncio.CancelledError:
            if not asking.cancelled():
                with suppress(Unavailable, LeaseLost):  # what a stopped run could not write down counts as lost
                    await self._write_down(call, entry, asking)
            raise

    async def _write_down(
        self, call: PreparedCall, entry: Entry, answered: "asyncio.Future[tuple[bytes, Usage]]"
    ) -> None:
        """What came of a call whose run was stopped meanwhile."""
        trouble = answered.exception()
        if trouble is None:
            await self._keep(call, entry, *answered.result())
        elif isinstance(trouble, Rejected):
            await self._turned_down(call, entry, trouble)
        elif isinstance(trouble, Unavailable):
            await entry.put_off(trouble, counted=True)

    async def _outlasted(self, call: PreparedCall, task: "asyncio.Future[R]") -> R:
        """Its result. If the run is stopped meanwhile, what is paid for is given ``PATIENCE_SECONDS`` to end."""
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not call.provider.free:
                patience = asyncio.ensure_future(self.clock.sleep(PATIENCE_SECONDS))
                await asyncio.wait((task, patience), return_when=asyncio.FIRST_COMPLETED)
                patience.cancel()
            task.cancel()
            await asyncio.wait((task,))
            raise

    async def _keep(self, call: PreparedCall, entry: Entry, data: bytes, usage: Usage) -> None:
        await self.storage.put(call.result_key, data, content_type=call.content_type)
        await entry.done(usage)

    async def _put_off(self, call: PreparedCall, entry: Entry, trouble: Unavailable) -> None:
        """Wait until the call may be tried again. Raises what ends it."""
        pause = trouble.retry_after_seconds
        if pause is None and entry.used_up:
            await entry.given_up(trouble)
            raise trouble
        if pause is None:
            await entry.put_off(trouble, counted=True)
            await self.clock.sleep(_backoff(entry.row.attempts, call.key))
        elif pause <= LONGEST_OBEYED_PAUSE_SECONDS:
            await self.limiter.pause(call.slot, pause)
            await entry.put_off(trouble, counted=False)
        else:
            await entry.given_up(trouble)
            raise Refused(
                f"{call.provider.name} asks to wait {pause:.0f} seconds; resume the job after that.", code="quota"
            ) from trouble

    async def _found(self, call: PreparedCall, entry: Entry, parse: Callable[[bytes], T]) -> T | None:
        if entry.may_be_stored:
            return await self._stored(call, parse)
        if entry.may_be_forgotten:
            with suppress(StorageUnavailable):  # most likely there is nothing; and the store may not even be made yet
                return await self._stored(call, parse)
        return None

    async def _stored(self, call: PreparedCall, parse: Callable[[bytes], T]) -> T | None:
        """The result an earlier run left, or None where it is gone or damaged."""
        try:
            return parse(await self.storage.get(call.result_key))
        except (ObjectNotFound, ValueError):
            return None

    def _entry(self, call: PreparedCall, claim: Claim, tally: Tally) -> Entry:
        first = Call(
            key=call.key,
            kind=call.kind,
            provider=call.provider.name,
            model=call.provider.model,
            state=CallState.STARTED,
            audio_book_id=claim.audio_book_id,
            at=self.clock.now(),
            attempts=1,
            reserved_usd=call.most_usd,
        )
        return Entry(
            first,
            claim,
            call.result_key,
            free=call.provider.free,
            price=call.price,
            caps=self.caps.within(tally.max_cost_usd),
            new_uow=self.new_uow,
            committed=self.committed,
            clock=self.clock,
        )


def _backoff(attempt: int, key: str) -> float:
    """Doubles with each attempt; the jitter of up to a half comes from the key, so that a run can be repeated."""
    jitter = int(key[:4], 16) / 0xFFFF / 2
    return float(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * (1 + jitter))
