"""Slots for calls to providers, shared by every process that uses the database."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_writing
from bookbytes_adapters.sql.slots import Slots
from bookbytes_adapters.sql.tables import provider_pauses
from bookbytes_adapters.sql.uncut import uncut
from bookbytes_core.errors import DatabaseUnavailable
from bookbytes_core.ports.rate_limiter import RateLimiter

EXPIRY_SECONDS = 6.0
"""How long a slot stays taken after its holder was last heard of. Shorter than a lease: whoever takes up the jobs of a
process that died, on the same machine at once, can do nothing before it has slots. It is renewed every two seconds, so
a process would have to stand still for four to have others call in its place."""

_CLOCK_SECONDS = 0.002
"""SQLite's clock ticks in milliseconds: a pause that shall last so long must be written down as a little longer."""


class Line(Protocol):
    """Where the callers of one provider wait in this process."""

    async def wait(self) -> None: ...
    def give_back(self) -> None: ...
    async def stop(self) -> None: ...


NewLine = Callable[[Callable[[int, int], Awaitable[tuple[int, float]]], float], Line]
"""Makes one from what hands out slots (``Slots.ask``) and the seconds that a slot lasts unless it is renewed."""


class SqlRateLimiter(RateLimiter):
    """``limits`` says how many slots a provider has among all processes, ``default`` how many any other one has.

    Whoever wants a slot first takes one of ``local``, which must have the same limits, and then one of all, in this
    process's line. Providers in ``machine_bound`` are engines on this machine: for them ``local`` alone decides, and no
    statement is run. A process that holds no slot does not wait for ever: the next one that comes free is left to it.
    Raises ``DatabaseUnavailable`` when no slot can be had for that reason; giving one back never fails.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        new_line: NewLine,
        local: RateLimiter,
        limits: Mapping[str, int],
        default: int,
        *,
        machine_bound: Collection[str] = (),
        expiry_seconds: float = EXPIRY_SECONDS,
    ) -> None:
        self._engine = engine
        self._new_line = new_line
        self._local = local
        self._limits = limits
        self._default = default
        self._machine_bound = machine_bound
        self._expiry_seconds = expiry_seconds
        self._name = secrets.token_hex(16)
        self._lines: dict[str, tuple[Line, Slots]] = {}

    def slot(self, provider: str) -> AbstractAsyncContextManager[None]:
        return self._local.slot(provider) if provider in self._machine_bound else self._slot(provider)

    async def pause(self, provider: str, seconds: float) -> None:
        await self._local.pause(provider, seconds)
        if provider in self._machine_bound:
            return
        until = epoch_now() + (seconds + _CLOCK_SECONDS)
        insert = upsert(self._engine.dialect.name, provider_pauses).values(provider=provider, until=until)
        longer = sa.case((insert.excluded.until > provider_pauses.c.until, insert.excluded.until))
        paused = insert.on_conflict_do_update(
            index_elements=["provider"], set_={"until": sa.func.coalesce(longer, provider_pauses.c.until)}
        )
        async with begun(for_writing(self._engine)) as connection:
            await uncut(connection.execute(paused))
            await uncut(connection.commit())

    async def close(self) -> None:
        """Give all slots back."""
        for line, slots in self._lines.values():
            await line.stop()
            with suppress(DatabaseUnavailable):
                await slots.give_back()

    @asynccontextmanager
    async def _slot(self, provider: str) -> AsyncIterator[None]:
        async with self._local.slot(provider):
            line = self._line(provider)
            await line.wait()
            try:
                yield
            finally:
                line.give_back()

    def _line(self, provider: str) -> Line:
        if provider not in self._lines:
            limit = self._limits.get(provider, self._default)
            slots = Slots(self._engine, provider, limit, self._name, self._expiry_seconds)
            self._lines[provider] = self._new_line(slots.ask, self._expiry_seconds), slots
        return self._lines[provider][0]
