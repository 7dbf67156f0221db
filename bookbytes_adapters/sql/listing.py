"""A page of works in one statement: their places come from an index, so skipping reads no row that is not shown."""

import json
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from bookbytes_adapters.sql.dialect import POSTGRESQL, SQLITE
from bookbytes_adapters.sql.rows import Row
from bookbytes_adapters.sql.tables import provider_keys, work_index, works
from bookbytes_core.domain.page import MAX_COUNTED
from bookbytes_core.domain.provider_key import EntityType, ProviderKey
from bookbytes_core.ports.catalogue import ListedWork

_SIZE, _SKIP = (sa.bindparam(name, type_=sa.Integer) for name in ("size", "skip"))


class all_pairs(FunctionElement[str]):  # noqa: N801 - used like SQL's own functions
    """The two given columns of all rows, as JSON text."""

    type = sa.Text()
    inherit_cache = True


@compiles(all_pairs, SQLITE)
def _all_pairs_sqlite(element: all_pairs, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **kw)}))"


@compiles(all_pairs, POSTGRESQL)
def _all_pairs_postgresql(element: all_pairs, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **kw)})) AS text)"


@cache
def page(*, walking: bool) -> sa.Select[Any]:
    """``size`` works by title from ``skip`` on, ``walking`` from behind the place (``title``, ``work_id``); ``total``
    is counted one further than it is told."""
    c = work_index.c
    places = sa.select(c.work_id, c.sort_key, c.edition_count)
    if walking:
        place = sa.tuple_(sa.bindparam("title", type_=sa.String), sa.bindparam("work_id", type_=sa.Uuid))
        places = places.where(sa.tuple_(c.sort_key, c.work_id) > place)
    chosen = places.order_by(c.sort_key, c.work_id).limit(_SIZE).offset(_SKIP).cte("chosen")
    shown = sa.select(*_shown(chosen.c.edition_count), chosen.c.sort_key, counted().label("total"))
    return shown.join(chosen, chosen.c.work_id == works.c.id).order_by(chosen.c.sort_key, chosen.c.work_id)


@cache
def chosen() -> sa.Select[Any]:
    """The works ``work_ids``, in no particular order."""
    of_ids = works.c.id.in_(sa.bindparam("work_ids", expanding=True))
    return (
        sa.select(*_shown(work_index.c.edition_count))
        .join(work_index, work_index.c.work_id == works.c.id)
        .where(of_ids)
    )


def counted() -> sa.ScalarSelect[int]:
    """How many works there are, as far as they are counted."""
    some = sa.select(sa.literal(1)).select_from(work_index).limit(MAX_COUNTED + 1)
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()


def listed(row: Row) -> ListedWork:
    keys = json.loads(row["keys"]) if row["keys"] else []
    return ListedWork(
        row["id"],
        row["title"],
        row["authors"],
        row["first_publish_year"],
        row["cover_url"],
        row["edition_count"],
        tuple(ProviderKey(EntityType.WORK, row["id"], provider, key) for provider, key in sorted(keys)),
    )


def _shown(edition_count: sa.ColumnElement[int]) -> list[sa.ColumnElement[Any]]:
    c, k = works.c, provider_keys.c
    keys = sa.select(all_pairs(k.provider, k.external_key)).where(k.entity_id == c.id).correlate(works)
    columns = [c.id, c.title, c.authors, c.first_publish_year, c.cover_url]
    return [*columns, edition_count.label("edition_count"), keys.scalar_subquery().label("keys")]
