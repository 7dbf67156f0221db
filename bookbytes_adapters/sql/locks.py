"""Locks that run out, shared by every process that uses the database."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_writing
from bookbytes_adapters.sql.statements import Rows, Statements
from bookbytes_adapters.sql.tables import locks
from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.locks import Locks


class SqlLocks(Locks):
    """A lock is a row; times are the database's own. While the database is away everybody may do everything."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, name: str, holder: str, *, seconds: float) -> bool:
        until = epoch_now() + seconds
        insert = upsert(self._engine.dialect.name, locks).values(name=name, holder=holder, expires_at=until)
        taken = insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": insert.excluded.holder, "expires_at": insert.excluded.expires_at},
            where=sa.or_(locks.c.holder == holder, locks.c.expires_at <= epoch_now()),
        )
        try:
            return bool(await self._write(taken.returning(locks.c.name)))
        except BookBytesError:
            return True

    async def give_back(self, name: str, holder: str) -> None:
        """With it go the rows of those that died holding one."""
        own = sa.and_(locks.c.name == name, locks.c.holder == holder)
        over = locks.c.expires_at <= epoch_now()
        try:
            await self._write(sa.delete(locks).where(sa.or_(own, over)).returning(locks.c.name))
        except BookBytesError:
            return  # it runs out

    async def _write(self, statement: sa.Executable) -> Rows:
        """The rows that it wrote."""
        async with begun(for_writing(self._engine)) as connection:
            statements = Statements(connection)
            rows = await statements.all(statement)
            await statements.commit()
        return rows
