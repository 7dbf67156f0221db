"""What is asked of a database, and how it would find the rows: what it would read from end to end."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Statement = tuple[str, Any]
"""A statement as the driver was given it, and its parameters."""

_SCAN = re.compile(r"^SCAN (?P<what>\w+)(?P<how>.*)$")
_SMALL = {"CONSTANT", "ids", "counted", "paid", "sent", "taken", "waiting", "owners", "heads", "turns", "first"}
"""Parts of our own statements, which hold no more than is asked for."""

_SMALL |= {
    "counted_works",
    "counted_rows",
    "candidates",
    "page",
    "places",
    "close",
    "fits",
    "start",
    "end",
    "search_index",
}
"""Those of lists and searches; the last is SQLite's full-text index, which is asked for what matches."""

_SMALL_INDEXES = ("ix_jobs_", "ix_work_index_sort_key", "sqlite_autoindex_work_index")
"""Partial or covering indexes over no more than is asked for, or read in their order up to a limit."""


@asynccontextmanager
async def listening(engine: AsyncEngine) -> AsyncIterator[list[Statement]]:
    """What is run meanwhile, without BEGIN."""
    heard: list[Statement] = []

    def hear(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            heard.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine.sync_engine, "before_cursor_execute", hear)


async def scans(engine: AsyncEngine, statement: Statement) -> list[str]:
    """The tables, and indexes other than small ones, of which the statement would read every row."""
    async with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return await _sqlite(connection, statement)
        return await _postgresql(connection, statement)


async def _sqlite(connection: AsyncConnection, statement: Statement) -> list[str]:
    plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])
    found = [match for row in plan.mappings() if (match := _SCAN.match(row["detail"])) and match["what"] not in _SMALL]
    return [match.group() for match in found if not any(f"INDEX {name}" in match["how"] for name in _SMALL_INDEXES)]


async def _postgresql(connection: AsyncConnection, statement: Statement) -> list[str]:
    """With whole tables and joins of whole tables made dear: small as tests' tables are, they would be chosen."""
    for way in ("seqscan", "hashjoin", "mergejoin"):
        await connection.execute(sa.text(f"SET LOCAL enable_{way} = off"))
    plan = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement[0]}", statement[1])).scalar_one()
    nodes = _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return [f"{node['Node Type']} of {_read(node)}" for node in nodes if _reads_all(node)]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _read(node: dict[str, Any]) -> str:
    return str(node.get("Index Name") or node.get("Relation Name", ""))


def _reads_all(node: dict[str, Any]) -> bool:
    if node["Node Type"] == "Seq Scan":
        return True
    is_index = node["Node Type"] in ("Index Scan", "Index Only Scan", "Bitmap Index Scan")
    return is_index and "Index Cond" not in node and not _read(node).startswith(_SMALL_INDEXES)
