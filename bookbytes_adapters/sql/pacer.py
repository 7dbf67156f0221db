"""Turns to ask providers, shared by every process that uses the database."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_writing
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import provider_turns
from bookbytes_core.ports.pacer import Pacer

_CLOCK_SECONDS = 0.002
"""SQLite's clock ticks in milliseconds: what shall last so long must be written down as a little longer."""


class SqlPacer(Pacer):
    """``rates`` says how many turns a second a name has, evenly spaced; who is not named there need not wait.

    A name is a row with the moment of its next turn, by the database's clock. One caller a process and name looks at
    it, the others wait in line. Raises ``DatabaseUnavailable``.
    """

    def __init__(self, engine: AsyncEngine, rates: Mapping[str, float]) -> None:
        self._engine = engine
        self._rates = rates
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def turn(self, name: str) -> None:
        if name not in self._rates:
            return
        async with self._lines[name]:  # first come, first served
            while not await self._take(name):  # noqa: ASYNC110 - a row sends no event
                await asyncio.sleep(await self._seconds_to_wait(name))

    async def _take(self, name: str) -> bool:
        next_at = epoch_now() + (1 / self._rates[name] + _CLOCK_SECONDS)
        insert = upsert(self._engine.dialect.name, provider_turns).values(provider=name, next_at=next_at)
        taken = insert.on_conflict_do_update(
            index_elements=["provider"], set_={"next_at": next_at}, where=provider_turns.c.next_at <= epoch_now()
        )
        async with begun(for_writing(self._engine)) as connection:
            statements = Statements(connection)
            row = await statements.first(taken.returning(provider_turns.c.provider))
            await statements.commit()
        return row is not None

    async def _seconds_to_wait(self, name: str) -> float:
        wait = sa.select(provider_turns.c.next_at - epoch_now()).where(provider_turns.c.provider == name)
        async with begun(self._engine) as connection:
            row = await Statements(connection).first(wait)
        return max(0.0, next(iter(row.values()))) if row else 0.0
