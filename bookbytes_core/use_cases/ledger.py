"""What the ledger says of one call while a run makes it."""

from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from bookbytes_core.domain.budget import Caps, Shortage, month_of
from bookbytes_core.domain.cost import Call, CallState, Usage
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.prices import Price
from bookbytes_core.errors import NoReply, Refused, Rejected, Unavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.group_commit import GroupCommit

ATTEMPTS = 3
"""How often one call is tried in all, whichever processes try it, before it is given up."""

CRASHES = 12
"""How many runs in a row may be killed in the midst of one call before it is given up. Whoever kills a run means
none of its calls, and the longest are hit again and again. A call that itself brings the program down mostly ends
sooner: three such runs that save nothing end the job."""

ABANDONED_AFTER = timedelta(minutes=5)
"""What a call reserved that began so long ago counts as spent: no single call may take that long."""

NOBODYS_AFTER = timedelta(hours=12)
"""A call that another audio book's run started so long ago is not waited for, even while somebody works on that book.
Clocks of two machines may be hours apart, and who takes a book up gives up what was under way for it: so this ends only
what should not be."""


@dataclass(slots=True)
class Entry:
    """The row of ``call`` (started, its first attempt, the most it may cost reserved): ``row``, as it stood when it was
    last looked at. ``price`` says what is paid for what was used; ``caps`` bound it.

    A call that costs money is in the ledger whenever it is under way. One that costs nothing is written down when it is
    done; until then its attempts are counted here.
    """

    call: Call
    claim: Claim
    result_key: str
    _: KW_ONLY
    free: bool
    price: Price
    caps: Caps
    new_uow: UnitOfWorkFactory
    committed: GroupCommit
    clock: Clock
    row: Call = field(init=False)
    asked: bool = field(default=False, init=False)
    """Whether this run has made the call."""
    paid_usd: Decimal = field(default=Decimal(0), init=False)
    """What its answers to this run cost, in US dollars."""
    short: bool = field(default=False, init=False)
    """Whether a cap has no room for it until other calls have ended."""

    def __post_init__(self) -> None:
        self.row = replace(self.call, attempts=0)

    async def begin(self) -> None:
        """Count an attempt, unless the call is done or under way elsewhere.

        Raises ``LeaseLost`` when the job was cancelled or taken over: what costs money is not begun then; ``Refused``
        when a cap has no room for it; and the ``Rejected`` of an answer of no use that this audio book was given.
        """
        if self.free:
            await self._begin_unwritten()
            return
        call = replace(self.call, at=self.clock.now())

        async def begun(uow: UnitOfWork) -> Call | Shortage:
            shortage = await self._shortage(uow, call)
            if shortage is not None and not await self._is_settled(uow):
                return shortage
            return await uow.calls.begin(call, abandoned_before=call.at - NOBODYS_AFTER, claim=self.claim)

        row = await self.committed(begun, order=self._order)
        self.short = isinstance(row, Shortage)
        if isinstance(row, Call):
            self.row = row
        elif not row.may_pass:
            raise row.refusal()
        if self.row.of_no_use:
            raise Rejected(self.row.error_message or "", code=self.row.error_code)

    @property
    def has_to_wait(self) -> bool:
        """Whether a run for another audio book waits for the answer, or a cap for calls to end."""
        elsewhere = self.row.state is CallState.STARTED and self.row.audio_book_id != self.call.audio_book_id
        return elsewhere or self.short

    @property
    def may_be_stored(self) -> bool:
        """Whether an earlier run may have left the result."""
        return self.row.state is CallState.DONE or self.row.lost > 0

    @property
    def may_be_forgotten(self) -> bool:
        """Whether a result may be there that the ledger does not know: it may have been restored from a backup that is
        older than the store. Only what costs money is worth the look."""
        return not self.free and self.row.attempts == 1 and not self.may_be_stored and not self.has_to_wait

    @property
    def used_up(self) -> bool:
        """Whether this was the last attempt."""
        return self.row.attempts >= ATTEMPTS

    async def adopted(self, usage: Usage) -> None:
        """The result was found stored: the answer that was taken for lost, or never heard of, is there."""
        if self.row.state is not CallState.DONE:
            self.row = replace(
                self.row,
                attempts=self.row.attempts - 1,
                lost=max(0, self.row.lost - 1),
                reserved_usd=self._released,
            )
            await self.done(usage)

    async def check(self) -> None:
        """Before the call is made: begin anew what is done but has lost its result.

        Raises ``NoReply`` when runs that crashed have used all attempts (``ATTEMPTS`` beside trouble of the vendor's,
        ``CRASHES`` where no attempt was ever answered), and ``Refused`` as ``begin`` does.
        """
        if self.row.state is CallState.DONE:
            await self._begin_lost_result()
        before = self.row.attempts - 1
        if before >= (CRASHES if self.row.lost >= before else ATTEMPTS):
            await self._write(CallState.UNKNOWN, attempts=0)
            raise NoReply(
                f"{self.row.provider} was asked {before} times, and this program ended before the answer came: look "
                "for the reason in its log, then make the chapter again."
            )

    async def done(self, usage: Usage) -> None:
        await self._write(CallState.DONE, usage=usage, reserved_usd=self._left(usage))

    async def rejected(self, no: Rejected) -> None:
        """An answer that ends the call. One that says no to every call says nothing about this one."""
        usage = Usage(no.input_units, no.output_units)
        if isinstance(no, Refused):
            await self._write(CallState.FAILED, attempts=0, usage=usage)
            return
        self.row = replace(self.row, error_code=no.code, error_message=no.message)
        await self._write(CallState.FAILED, attempts=0, usage=usage, reserved_usd=self._left(usage))

    async def put_off(self, trouble: Unavailable, *, counted: bool) -> None:
        """Trouble, after which the call may be tried again."""
        await self._write_trouble(trouble, self.row.attempts if counted else self.row.attempts - 1)

    async def given_up(self, trouble: Unavailable) -> None:
        """Trouble that ends the call: whoever asks for it again has all attempts."""
        await self._write_trouble(trouble, 0)

    async def _begin_unwritten(self) -> None:
        if self.row.attempts == 0:
            async with self.new_uow() as uow:
                known = await uow.calls.find([self.call.key])
            if known:
                self.row = known[0]
                return
        self.row = replace(self.row, state=CallState.STARTED, attempts=self.row.attempts + 1)

    async def _write_trouble(self, trouble: Unavailable, attempts: int) -> None:
        if not isinstance(trouble, NoReply):
            await self._write(CallState.FAILED, attempts=attempts)
            return
        self.row = replace(self.row, lost=self.row.lost + 1)
        await self._write(CallState.UNKNOWN, attempts=attempts, reserved_usd=self.row.reserved_usd)

    @property
    def _order(self) -> str:
        """Of writes that are committed together those come first that look at caps: nothing is locked before them."""
        return f"!{self.call.key}" if self._is_bounded else self.call.key

    @property
    def _is_bounded(self) -> bool:
        return bool(self.caps.set) and self.call.reserved_usd > 0

    @property
    def _released(self) -> Decimal:
        """What stays reserved when the answer to the request under way is there."""
        return max(Decimal(0), self.row.reserved_usd - self.call.reserved_usd)

    def _left(self, usage: Usage) -> Decimal:
        """The same for an answer that used ``usage``: one that does not say may have cost the most."""
        says = usage.input_units or usage.output_units or usage.cost_usd
        return self._released if says else self.row.reserved_usd

    async def _shortage(self, uow: UnitOfWork, call: Call) -> Shortage | None:
        if not self._is_bounded:
            return None
        spending = await uow.calls.spending(
            call.audio_book_id,
            tuple(self.caps.set),
            since=month_of(call.at),
            abandoned_before=call.at - ABANDONED_AFTER,
        )
        return self.caps.shortage(spending, self.call.reserved_usd)

    async def _is_settled(self, uow: UnitOfWork) -> bool:
        """Whether beginning the call will cost nothing, so that no cap holds it back."""
        known = await uow.calls.find([self.call.key])
        ours = self.call.audio_book_id
        return any(row.state is CallState.DONE or (row.of_no_use and row.audio_book_id == ours) for row in known)

    async def _begin_lost_result(self) -> None:
        row = replace(
            self.row,
            state=CallState.STARTED,
            audio_book_id=self.call.audio_book_id,
            at=self.clock.now(),
            attempts=1,
            reserved_usd=self.row.reserved_usd + self.call.reserved_usd,
            result_key=None,
        )

        async def begun(uow: UnitOfWork) -> Shortage | None:
            shortage = await self._shortage(uow, row)
            if shortage is None:
                await uow.calls.record(row, claim=self.claim)
            return shortage

        shortage = None if self.free else await self.committed(begun, order=self._order)
        if shortage is not None:
            raise shortage.refusal()
        self.row = row

    async def _write(
        self,
        state: CallState,
        *,
        attempts: int | None = None,
        usage: Usage | None = None,
        reserved_usd: Decimal | None = None,
    ) -> None:
        paid = self._priced(usage or Usage())
        self.paid_usd += paid.cost_usd
        self.row = replace(
            self.row,
            state=state,
            audio_book_id=self.call.audio_book_id,
            at=self.clock.now(),
            attempts=self.row.attempts if attempts is None else attempts,
            usage=self.row.usage + paid,
            reserved_usd=self._released if reserved_usd is None else reserved_usd,
            result_key=self.result_key if state is CallState.DONE else None,
        )
        if self.free and state is not CallState.DONE:
            return
        row = self.row

        async def recorded(uow: UnitOfWork) -> None:
            await uow.calls.record(row, claim=self.claim)

        await self.committed(recorded, order=row.key)

    def _priced(self, usage: Usage) -> Usage:
        """With what it costs, where the vendor does not tell that itself."""
        return usage if usage.cost_usd else replace(usage, cost_usd=self.price.cost(usage))
