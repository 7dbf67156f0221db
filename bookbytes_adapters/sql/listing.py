"""A page of works in one statement: their places come from an index, so skipping reads no row that is not shown."""

from functools import cache
from typing import Any

import sqlalchemy as sa

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
