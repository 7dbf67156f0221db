"""Attempts counted by every process that uses the database."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_looking, for_writing
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import attempts
from bookbytes_core.ports.throttle import Quota, Throttle

SWEPT_AT_ONCE = 20
"""Rows that are over, removed with each attempt that is let through: more than one attempt adds."""

_AT_ONCE = 0.001
"""What was full when it was to be counted, and is over when it is looked at."""


class SqlThrottle(Throttle):
    """A key is a row with how often it was tried and until when that counts, by the database's clock.

    Keys are taken in one order, so that no two attempts wait for each other. Raises ``DatabaseUnavailable``: what the
    attempt is for needs the same database.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        waits = await self._waits(quotas)
        if any(waits) or await self._count(quotas):
            return waits
        waits = await self._waits(quotas)
        return waits if any(waits) else tuple(_AT_ONCE for _ in quotas)

    async def _waits(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        """It only reads: refusing holds up no writer."""
        c = attempts.c
        full = sa.or_(sa.false(), *(sa.and_(c.key == quota.key, c.count >= quota.most) for quota in quotas))
        async with begun(for_looking(self._engine)) as connection:
            rows = await Statements(connection).all(sa.select(c.key, (c.until - epoch_now()).label("left")).where(full))
        left = {row["key"]: max(0.0, row["left"]) for row in rows}
        return tuple(left.get(quota.key, 0.0) for quota in quotas)

    async def _count(self, quotas: Sequence[Quota]) -> bool:
        """Whether it was counted; another process may have been quicker."""
        async with begun(for_writing(self._engine)) as connection:
            statements = Statements(connection)
            in_order = sorted(quotas, key=lambda each: each.key)
            counted = all([await _counted(statements, quota) for quota in in_order])
            if counted:
                await statements.run(_sweep())
                await statements.commit()
        return counted


async def _counted(statements: Statements, quota: Quota) -> bool:
    """One statement that finds the row full, or counts in it."""
    c, over = attempts.c, attempts.c.until <= epoch_now()
    new_end = epoch_now() + quota.seconds
    insert = upsert(statements.dialect, attempts).values(key=quota.key, count=1, until=new_end)
    counted = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"count": sa.case((over, 1), else_=c.count + 1), "until": sa.case((over, new_end), else_=c.until)},
        where=sa.or_(over, c.count < quota.most),
    )
    return await statements.first(counted.returning(c.key)) is not None


def _sweep() -> sa.Delete:
    now = sa.select(epoch_now()).scalar_subquery()  # asked once, so that the index can be used
    over = sa.select(attempts.c.key).where(attempts.c.until <= now)
    some = over.order_by(attempts.c.until).limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)
    return sa.delete(attempts).where(attempts.c.key.in_(some))
