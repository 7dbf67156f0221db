"""Answers kept under their owners' keys, in a table."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now, upsert
from bookbytes_adapters.sql.engine import begun, for_writing
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import idempotency_keys
from bookbytes_core.ports.replays import KEPT_SECONDS, Replay, Replays

_c = idempotency_keys.c


class SqlReplays(Replays):
    """Times are the database's own. Rows whose time is over go with each answer that is kept."""

    def __init__(self, engine: AsyncEngine, *, kept_seconds: float = KEPT_SECONDS) -> None:
        self._engine = engine
        self._kept_seconds = kept_seconds

    async def begin(self, owner_id: UUID, key: str, fingerprint: str, *, holder: str, seconds: float) -> Replay | None:
        values = {
            "fingerprint": fingerprint,
            "holder": holder,
            "held_until": epoch_now() + seconds,
            "kept_until": epoch_now() + self._kept_seconds,
            "answer": None,
        }
        insert = upsert(self._engine.dialect.name, idempotency_keys).values(owner_id=owner_id, key=key, **values)
        is_over = sa.or_(_c.kept_until <= epoch_now(), sa.and_(_c.answer.is_(None), _c.held_until <= epoch_now()))
        begin = insert.on_conflict_do_update(
            index_elements=["owner_id", "key"], set_={name: insert.excluded[name] for name in values}, where=is_over
        ).returning(_c.holder)
        async with begun(for_writing(self._engine)) as connection:
            statements = Statements(connection)
            if await statements.first(begin) is None:
                return _replay(await statements.first(_of(owner_id, key)))
            await statements.commit()
        return None

    async def keep(self, owner_id: UUID, key: str, *, holder: str, answer: bytes) -> None:
        keep = sa.update(idempotency_keys).where(_held(owner_id, key, holder)).values(answer=answer)
        await self._write(keep, sa.delete(idempotency_keys).where(_c.kept_until <= epoch_now()))

    async def forget(self, owner_id: UUID, key: str, *, holder: str) -> None:
        await self._write(sa.delete(idempotency_keys).where(_held(owner_id, key, holder)))

    async def _write(self, *writes: sa.Executable) -> None:
        async with begun(for_writing(self._engine)) as connection:
            statements = Statements(connection)
            for write in writes:
                await statements.run(write)
            await statements.commit()


def _replay(row: Mapping[Any, Any] | None) -> Replay:
    """A row that went in this very moment is one that is being answered."""
    return Replay(row[_c.fingerprint], row[_c.answer]) if row else Replay("")


def _of(owner_id: UUID, key: str) -> sa.Select[Any]:
    return sa.select(_c.fingerprint, _c.answer).where(_c.owner_id == owner_id, _c.key == key)


def _held(owner_id: UUID, key: str, holder: str) -> sa.ColumnElement[bool]:
    return sa.and_(_c.owner_id == owner_id, _c.key == key, _c.holder == holder, _c.answer.is_(None))
