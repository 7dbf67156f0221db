"""The slots of one provider as one process has them: rows it holds among all processes."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_writing
from bookbytes_adapters.sql.tables import provider_pauses, provider_slots
from bookbytes_adapters.sql.uncut import uncut

LINGER_SECONDS = 0.2
"""How long a slot that is no longer used is kept for whoever comes next in this process."""
POLL_SECONDS = 0.05
YIELD_SECONDS = 0.5
"""How long a slot that was left to somebody else is left alone."""
RING_SECONDS = 5.0
"""How long the bell rings unless whoever rang gets a slot: longer than a commit takes on a busy disk."""

BELL = -1
"""The row of this number is no slot: a process that holds none and finds none signs it, and the next slot that comes
back elsewhere is left to it."""


class Slots:
    """Asked how many slots are in use and how many are wanted, it says how many of those are granted.

    Slots go from one caller of this process to the next without a write; each grant sees that nobody was told to
    pause. Every third of ``expiry_seconds`` what is held is renewed; the slots of a process that died come back when
    that time is over. Times are the database's own.
    """

    def __init__(self, engine: AsyncEngine, provider: str, limit: int, holder: str, expiry_seconds: float) -> None:
        self._engine = engine
        self._writing = for_writing(engine)
        self._limit = limit
        self._values: Mapping[str, Any] = {"of": provider, "me": holder, "seconds": expiry_seconds}
        self._renew_seconds = expiry_seconds / 3
        self._claim, self._keep, self._look, self._ring = _claim(limit), _keep(), _look(), _ring()
        self._taken = 0
        self._prepared = False
        self._rings = False
        self._renew_at = self._unused_since = self._yields_until = 0.0

    async def ask(self, held: int, wanted: int) -> tuple[int, float]:
        """How many of ``wanted`` are granted, and within how many seconds to ask again (0: when something changes).

        Raises ``DatabaseUnavailable``.
        """
        need, now = held + wanted, monotonic()
        if need >= self._taken:
            self._unused_since = now
        unused = self._taken > need and now - self._unused_since >= LINGER_SECONDS
        more = need > self._taken and now >= self._yields_until
        due = self._taken > 0 and now >= self._renew_at
        if not (wanted or unused or due):
            return 0, LINGER_SECONDS if self._taken > need else 0.0
        await self._prepare()
        writes = unused or more or due
        pause = rung = 0.0
        async with begun(self._writing if writes else self._engine) as connection:
            if unused:
                await self._keep_only(connection, need)
            elif writes:
                await self._claim_up_to(connection, need if more else self._taken)
            if wanted:
                pause, rung = (await uncut(connection.execute(self._look, self._values))).one()
            if writes:
                await uncut(connection.commit())
        if pause > 0:
            return 0, float(pause)
        return await self._granted(held, wanted, rung=bool(rung))

    async def give_back(self) -> None:
        """All of them, used or not. Raises ``DatabaseUnavailable``: then they come back when they expire."""
        if self._taken:
            async with begun(self._writing) as connection:
                await self._keep_only(connection, 0)
                await uncut(connection.commit())

    async def _granted(self, held: int, wanted: int, *, rung: bool) -> tuple[int, float]:
        spare = max(self._taken - held, 0)
        if rung and spare and wanted:
            self._yields_until = monotonic() + YIELD_SECONDS
            async with begun(self._writing) as connection:
                await self._keep_only(connection, self._taken - 1)
                await uncut(connection.commit())
            spare -= 1
        granted = min(wanted, spare)
        waits = held + granted == 0 and wanted > 0
        if waits or (granted and self._rings):
            await self._ring_for(RING_SECONDS if waits else 0.0)
        return granted, POLL_SECONDS if granted < wanted else 0.0

    async def _ring_for(self, seconds: float) -> None:
        async with begun(self._writing) as connection:
            await uncut(connection.execute(self._ring, {**self._values, "ringing": seconds}))
            await uncut(connection.commit())
        self._rings = seconds > 0

    async def _prepare(self) -> None:
        if not self._prepared:
            rows = [{"provider": self._values["of"], "number": n, "expires_at": 0.0} for n in range(BELL, self._limit)]
            async with begun(self._writing) as connection:
                insert = upsert(self._engine.dialect.name, provider_slots).on_conflict_do_nothing()
                await uncut(connection.execute(insert, rows))
                await uncut(connection.commit())
            self._prepared = True

    async def _claim_up_to(self, connection: AsyncConnection, number: int) -> None:
        values = {**self._values, "more": max(number - self._taken, 0)}
        self._taken = (await uncut(connection.execute(self._claim, values))).rowcount
        self._renew_at = monotonic() + self._renew_seconds

    async def _keep_only(self, connection: AsyncConnection, number: int) -> None:
        await uncut(connection.execute(self._keep, {**self._values, "kept": number}))
        self._taken = number


def _text(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.String)


def _mine() -> sa.ColumnElement[bool]:
    c = provider_slots.c
    return sa.and_(c.provider == _text("of"), c.holder == _text("me"), c.number > BELL)


def _claim(limit: int) -> sa.Update:
    """Renews what is held and takes up to ``more`` free slots beside it, none during a pause."""
    c = provider_slots.c
    paused = sa.exists().where(provider_pauses.c.provider == _text("of"), provider_pauses.c.until > epoch_now())
    free = sa.and_(c.provider == _text("of"), c.number > BELL, c.number < limit, c.expires_at <= epoch_now())
    others = sa.or_(c.holder.is_(None), c.holder != _text("me"))
    some = (
        sa.select(c.number)
        .where(free, others, sa.not_(paused))
        .order_by(c.number)
        .limit(sa.bindparam("more", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=provider_slots)
    )
    taken = sa.and_(c.provider == _text("of"), c.number.in_(some))
    return (
        sa.update(provider_slots)
        .where(sa.or_(_mine(), taken))
        .values(holder=_text("me"), expires_at=epoch_now() + sa.bindparam("seconds", type_=sa.Float))
    )


def _keep() -> sa.Update:
    """Gives back all slots but ``number`` of them."""
    c = provider_slots.c
    kept = sa.select(c.number).where(_mine()).order_by(c.number).limit(sa.bindparam("kept", type_=sa.Integer))
    return sa.update(provider_slots).where(_mine(), c.number.not_in(kept)).values(holder=None, expires_at=0.0)


def _look() -> sa.Select[float, bool]:
    """Seconds of pause that are left, and whether another process rings."""
    c = provider_slots.c
    left = sa.select(provider_pauses.c.until - epoch_now()).where(provider_pauses.c.provider == _text("of"))
    bell = sa.and_(c.provider == _text("of"), c.number == BELL, c.holder != _text("me"), c.expires_at > epoch_now())
    return sa.select(sa.func.coalesce(left.scalar_subquery(), 0.0), sa.exists().where(bell))


def _ring() -> sa.Update:
    until = epoch_now() + sa.bindparam("ringing", type_=sa.Float)
    return (
        sa.update(provider_slots)
        .where(provider_slots.c.provider == _text("of"), provider_slots.c.number == BELL)
        .values(holder=_text("me"), expires_at=until)
    )
