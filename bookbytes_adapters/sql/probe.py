"""Whether the database answers and has our tables."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import utc_now
from bookbytes_adapters.sql.engine import begun, for_looking
from bookbytes_adapters.sql.tables import jobs
from bookbytes_core.ports.probe import Probe

_NOW = sa.select(utc_now())
_ONE_ROW = sa.select(sa.literal(1)).select_from(jobs).limit(1)


class SqlProbe(Probe):
    """One statement that reads a row at most, on a connection like every other one: none free is trouble, too."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def look(self) -> None:
        async with begun(for_looking(self._engine)) as connection:
            await connection.execute(_ONE_ROW)


async def database_time(engine: AsyncEngine) -> datetime:
    """The present moment by the database's clock. Raises ``DatabaseUnavailable``."""
    async with begun(for_looking(engine)) as connection:
        return (await connection.execute(_NOW)).scalar_one()
