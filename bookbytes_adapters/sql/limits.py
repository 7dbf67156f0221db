"""Slots for calls to providers, shared by every process that uses the database."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Collection, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_writing
from bookbytes_adapters.sql.tables import provider_pauses, provider_slots
from bookbytes_adapters.sql.uncut import uncut
from bookbytes_core.errors import DatabaseUnavailable
from bookbytes_core.ports.rate_limiter import RateLimiter

EXPIRY_SECONDS = 30.0
"""How long a slot stays taken after its holder was last heard of."""

_POLL_SECONDS = 0.05
_CLOCK_SECONDS = 0.002
"""SQLite's clock ticks in milliseconds: a pause that shall last so long must be written down as a little longer."""


class SqlRateLimiter(RateLimiter):
    """``limits`` says how many slots a provider has among all processes, ``default`` how many any other one has.

    Whoever wants a slot first takes one of ``local``, which must have the same limits, and then one of all. Providers
    in ``machine_bound`` are engines on this machine: for them ``local`` alone decides, and no statement is run.

    A slot is a row. Its holder renews it every third of ``expiry_seconds``; the slot of a process that died comes back
    when that time is over. Times are the database's own. Taking a slot costs one short transaction, giving it back
    another. Raises ``DatabaseUnavailable`` when no slot can be taken for that reason; giving one back never fails.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        local: RateLimiter,
        limits: Mapping[str, int],
        default: int,
        *,
        machine_bound: Collection[str] = (),
        expiry_seconds: float = EXPIRY_SECONDS,
    ) -> None:
        self._engine = engine
        self._local = local
        self._limits = limits
        self._default = default
        self._machine_bound = machine_bound
        self._expiry_seconds = expiry_seconds
        self._prepared: set[str] = set()
        self._claims: dict[str, sa.Update] = {}
        self._releasing: set[asyncio.Future[None]] = set()

    def slot(self, provider: str) -> AbstractAsyncContextManager[None]:
        return self._local.slot(provider) if provider in self._machine_bound else self._slot(provider)

    async def pause(self, provider: str, seconds: float) -> None:
        await self._local.pause(provider, seconds)
        if provider in self._machine_bound:
            return
        until = epoch_now() + (seconds + _CLOCK_SECONDS)
        insert = upsert(self._engine.dialect.name, provider_pauses).values(provider=provider, until=until)
        longer = sa.case((insert.excluded.until > provider_pauses.c.until, insert.excluded.until))
        await self._write(
            insert.on_conflict_do_update(
                index_elements=["provider"], set_={"until": sa.func.coalesce(longer, provider_pauses.c.until)}
            )
        )

    @asynccontextmanager
    async def _slot(self, provider: str) -> AsyncIterator[None]:
        async with self._local.slot(provider):
            holder = secrets.token_hex(16)
            try:
                await self._take(provider, holder)
                renewing = asyncio.ensure_future(self._keep(provider, holder))
                try:
                    yield
                finally:
                    renewing.cancel()
            finally:
                await self._finish(self._give_back(provider, holder))

    def _limit(self, provider: str) -> int:
        return self._limits.get(provider, self._default)

    async def _take(self, provider: str, holder: str) -> None:
        await self._prepare(provider)
        while not await self._claim(provider, holder):
            while (wait := await self._seconds_to_wait(provider)) > 0:  # noqa: ASYNC110 - a row sends no event
                await asyncio.sleep(max(wait, _POLL_SECONDS))

    async def _prepare(self, provider: str) -> None:
        if provider not in self._prepared:
            rows = [
                {"provider": provider, "number": number, "expires_at": 0.0} for number in range(self._limit(provider))
            ]
            insert = upsert(self._engine.dialect.name, provider_slots)
            await self._write(insert.on_conflict_do_nothing(), rows)
            self._prepared.add(provider)

    async def _seconds_to_wait(self, provider: str) -> float:
        """Until the pause is over, or a moment when all slots are taken. It only reads: who waits blocks no writer."""
        pause = sa.select(provider_pauses.c.until - epoch_now()).where(provider_pauses.c.provider == provider)
        free = sa.select(provider_slots.c.number).where(self._is_free(provider)).limit(1)
        async with begun(self._engine) as connection:
            left, number = (await connection.execute(sa.select(pause.scalar_subquery(), free.scalar_subquery()))).one()
        return max(left or 0.0, _POLL_SECONDS if number is None else 0.0)

    async def _claim(self, provider: str, holder: str) -> bool:
        if provider not in self._claims:
            self._claims[provider] = self._claim_of(provider)
        return await self._write(self._claims[provider], {"new_holder": holder})

    def _claim_of(self, provider: str) -> sa.Update:
        """Built once: putting it together costs more than running it."""
        paused = sa.exists().where(provider_pauses.c.provider == provider, provider_pauses.c.until > epoch_now())
        free = sa.select(provider_slots.c.number).where(self._is_free(provider), sa.not_(paused))
        one = free.order_by(provider_slots.c.number).limit(1).with_for_update(skip_locked=True, of=provider_slots)
        return (
            sa.update(provider_slots)
            .where(provider_slots.c.provider == provider, provider_slots.c.number == one.scalar_subquery())
            .values(holder=sa.bindparam("new_holder"), expires_at=epoch_now() + self._expiry_seconds)
        )

    async def _keep(self, provider: str, holder: str) -> None:
        while True:
            await asyncio.sleep(self._expiry_seconds / 3)
            with suppress(DatabaseUnavailable):  # tried again before the slot expires
                await self._write(_held_by(provider, holder).values(expires_at=epoch_now() + self._expiry_seconds))

    async def _give_back(self, provider: str, holder: str) -> None:
        with suppress(DatabaseUnavailable):  # then it comes back when it expires
            await self._write(_held_by(provider, holder).values(holder=None, expires_at=0.0))

    async def _finish(self, work: Coroutine[Any, Any, None]) -> None:
        """Also when the caller is being cancelled, even twice."""
        task = asyncio.ensure_future(work)
        self._releasing.add(task)
        task.add_done_callback(self._releasing.discard)
        await asyncio.shield(task)

    async def _write(self, statement: sa.Executable, rows: list[dict[str, Any]] | dict[str, Any] | None = None) -> bool:
        async with begun(for_writing(self._engine)) as connection:
            result = await uncut(connection.execute(statement, rows))
            await connection.commit()
        return result.rowcount > 0

    def _is_free(self, provider: str) -> sa.ColumnElement[bool]:
        c = provider_slots.c
        return sa.and_(c.provider == provider, c.number < self._limit(provider), c.expires_at <= epoch_now())


def _held_by(provider: str, holder: str) -> sa.Update:
    return sa.update(provider_slots).where(provider_slots.c.provider == provider, provider_slots.c.holder == holder)
