"""What the ledger says of one call while a run makes it."""

from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import timedelta

from bookbytes_core.domain.cost import Call, CallState, Usage
from bookbytes_core.domain.job import Claim
from bookbytes_core.errors import NoReply, Refused, Rejected, Unavailable
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from bookbytes_core.use_cases.group_commit import GroupCommit

ATTEMPTS = 3
"""How often one call is tried in all, whichever processes try it, before it is given up."""

ABANDONED_AFTER = timedelta(minutes=5)
"""A call that another audio book's run started so long ago is not waited for: no single call may take that long."""


@dataclass(slots=True)
class Entry:
    """The row of ``call`` (started, its first attempt): ``row``, as it stood when it was last looked at.

    A call that costs money is in the ledger whenever it is under way. One that costs nothing is written down when it is
    done; until then its attempts are counted here.
    """

    call: Call
    claim: Claim
    result_key: str
    _: KW_ONLY
    free: bool
    new_uow: UnitOfWorkFactory
    committed: GroupCommit
    clock: Clock
    row: Call = field(init=False)
    asked: bool = field(default=False, init=False)
    """Whether this run has made the call."""

    def __post_init__(self) -> None:
        self.row = replace(self.call, attempts=0)

    async def begin(self) -> None:
        """Count an attempt, unless the call is done or under way elsewhere.

        Raises ``LeaseLost`` when the job was cancelled or taken over: what costs money is not begun then; and the
        ``Rejected`` of an answer of no use that this audio book was given before.
        """
        if self.free:
            await self._begin_unwritten()
            return
        call = replace(self.call, at=self.clock.now())

        async def begun(uow: UnitOfWork) -> Call:
            return await uow.calls.begin(call, abandoned_before=call.at - ABANDONED_AFTER, claim=self.claim)

        self.row = await self.committed(begun, order=call.key)
        if self.row.of_no_use:
            raise Rejected(self.row.error_message or "", code=self.row.error_code)

    @property
    def elsewhere(self) -> bool:
        """Whether a run for another audio book waits for the answer."""
        return self.row.state is CallState.STARTED and self.row.audio_book_id != self.call.audio_book_id

    @property
    def may_be_stored(self) -> bool:
        """Whether an earlier run may have left the result."""
        return self.row.state is CallState.DONE or self.row.lost > 0

    @property
    def used_up(self) -> bool:
        """Whether this was the last attempt."""
        return self.row.attempts >= ATTEMPTS

    async def adopted(self, usage: Usage) -> None:
        """The result was found stored: the answer that was taken for lost is not, and none had to be asked for."""
        if self.row.state is not CallState.DONE:
            self.row = replace(self.row, attempts=self.row.attempts - 1, lost=self.row.lost - 1)
            await self.done(usage)

    async def check(self) -> None:
        """Before the call is made: begin anew what is done but has lost its result.

        Raises ``NoReply`` when runs that crashed have used all attempts.
        """
        if self.row.state is CallState.DONE:
            await self._write(CallState.STARTED, attempts=1)
        if self.row.attempts > ATTEMPTS:
            await self._write(CallState.UNKNOWN, attempts=0)
            raise NoReply(
                f"{self.row.provider} was asked {ATTEMPTS} times and each time this program ended before the answer "
                "came: look for the reason in its log, then make the chapter again."
            )

    async def done(self, usage: Usage) -> None:
        await self._write(CallState.DONE, usage=usage)

    async def rejected(self, no: Rejected) -> None:
        """An answer that ends the call. One that says no to every call says nothing about this one."""
        if not isinstance(no, Refused):
            self.row = replace(self.row, error_code=no.code, error_message=no.message)
        await self._write(CallState.FAILED, attempts=0, usage=Usage(no.input_units, no.output_units))

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
        lost = isinstance(trouble, NoReply)
        self.row = replace(self.row, lost=self.row.lost + lost)
        await self._write(CallState.UNKNOWN if lost else CallState.FAILED, attempts=attempts)

    async def _write(self, state: CallState, *, attempts: int | None = None, usage: Usage | None = None) -> None:
        self.row = replace(
            self.row,
            state=state,
            audio_book_id=self.call.audio_book_id,
            at=self.clock.now(),
            attempts=self.row.attempts if attempts is None else attempts,
            usage=self.row.usage + (usage or Usage()),
            result_key=self.result_key if state is CallState.DONE else None,
        )
        if self.free and state is not CallState.DONE:
            return
        row = self.row

        async def recorded(uow: UnitOfWork) -> None:
            await uow.calls.record(row, claim=self.claim)

        await self.committed(recorded, order=row.key)
