"""A page of works in one statement: their places come from an index, so skipping reads no row that is not shown."""

import asyncio
import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql import errors
from bookbytes_adapters.sql.dialect import SQLITE
from bookbytes_adapters.sql.engine import begun
from bookbytes_adapters.sql.tables import work_index
from bookbytes_core.domain.page import MAX_COUNTED

_PLACE = sa.tuple_(sa.bindparam("sort_key", type_=sa.String), sa.bindparam("work_id", type_=sa.Uuid))


@cache
def page(*, walking: bool) -> sa.Select[Any]:
    """``size`` works by title from ``skip`` on, ``walking`` from behind the place (``sort_key``, ``work_id``)."""
    c = work_index.c
    rows = sa.select(c.work_id, c.sort_key, c.edition_count, c.shown).order_by(c.sort_key, c.work_id)
    if walking:
        rows = rows.where(sa.tuple_(c.sort_key, c.work_id) > _PLACE)
    return rows.limit(sa.bindparam("size", type_=sa.Integer)).offset(sa.bindparam("skip", type_=sa.Integer))


@cache
def count() -> sa.Select[Any]:
    """How many works there are; where there are more than are counted, one more than those."""
    some = sa.select(sa.literal(1)).select_from(work_index).limit(MAX_COUNTED + 1)
    return sa.select(sa.func.count()).select_from(some.subquery("counted_works"))


async def read(engine: AsyncEngine, values: Mapping[str, Any], *, walking: bool) -> Sequence[Sequence[Any]]:
    """The rows of ``page``: id, sort key, number of editions, what is shown.

    This is what is asked most. SQLite, in its thread, finds it in a fifth of a millisecond: so it is handed over once,
    not for each of BEGIN, cursor, rows and ROLLBACK, which cost eight times as much.
    """
    if engine.dialect.name == SQLITE:
        return await _read_in_one_go(engine, values, walking=walking)
    async with begun(engine) as connection:
        found: Sequence[Sequence[Any]] = (await connection.execute(page(walking=walking), values)).all()
    return found


async def _read_in_one_go(engine: AsyncEngine, values: Mapping[str, Any], *, walking: bool) -> Sequence[Sequence[Any]]:
    compiled = _compiled(engine.dialect, walking=walking)
    plain = {name: value.hex if isinstance(value, UUID) else value for name, value in values.items()}
    try:
        connection = await engine.connect()
    except exc.TimeoutError as error:
        raise errors.pool_exhausted() from error
    try:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        found = await driver.execute_fetchall(str(compiled), [plain[name] for name in compiled.positiontup or ()])
    except sqlite3.Error as error:
        raise (errors.translate(error) or error) from error
    finally:
        await asyncio.shield(asyncio.ensure_future(connection.close()))
    return [(UUID(work_id), key, count, json.loads(shown)) for work_id, key, count, shown in found]


@cache
def _compiled(dialect: sa.Dialect, *, walking: bool) -> Any:
    return page(walking=walking).compile(dialect=dialect)
