"""Counts for operators: three statements, each over an index that holds all it needs."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.dialect import epoch_now
from bookbytes_adapters.sql.engine import begun, for_looking
from bookbytes_adapters.sql.tables import UNFINISHED, jobs, provider_calls
from bookbytes_core.domain.status import Status
from bookbytes_core.ports.statistics import CallCount, QueueCounts, StatisticsReader, WorkCounts


class SqlStatisticsReader(StatisticsReader):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def count(self) -> WorkCounts:
        async with begun(for_looking(self._engine)) as connection:
            by_status, unfinished, calls = [
                (await connection.execute(statement)).mappings().all() for statement in statements()
            ]
        return WorkCounts(
            jobs={row["status"]: row["count"] for row in by_status},
            queue=QueueCounts(**{name: unfinished[0][name] for name in ("waiting", "sent", "running", "abandoned")}),
            oldest_pending_at=unfinished[0]["oldest_pending_at"],
            calls=tuple(_call_count(row) for row in calls),
        )


def statements() -> tuple[sa.Select[Any], ...]:
    """What is asked, so that it can be seen to stay cheap."""
    return _jobs_by_status(), _unfinished(), _calls()


def _jobs_by_status() -> sa.Select[Any]:
    return sa.select(jobs.c.status, sa.func.count().label("count")).group_by(jobs.c.status)


def _unfinished() -> sa.Select[Any]:
    """From the index of unfinished jobs alone, which is small however many have ended."""
    c = jobs.c
    pending, running = c.status == Status.PENDING, c.status == Status.PROCESSING
    alive = c.lease_expires_at > epoch_now()
    kinds = {
        "waiting": sa.and_(pending, c.sent_at == 0.0),
        "sent": sa.and_(pending, c.sent_at != 0.0),
        "running": sa.and_(running, alive),
        "abandoned": sa.and_(running, sa.not_(alive)),
    }
    counted: list[sa.ColumnElement[Any]] = [
        sa.func.count().filter(condition).label(name) for name, condition in kinds.items()
    ]
    oldest = sa.func.min(c.created_at, type_=c.created_at.type).filter(pending).label("oldest_pending_at")
    return sa.select(*[*counted, oldest]).where(UNFINISHED)


def _calls() -> sa.Select[Any]:
    c = provider_calls.c
    group = (c.provider, c.kind, c.state)
    cost = sa.func.sum(c.cost_usd, type_=c.cost_usd.type).label("cost_usd")
    return sa.select(*group, sa.func.count().label("calls"), cost).group_by(*group).order_by(*group)


def _call_count(row: Mapping[Any, Any]) -> CallCount:
    return CallCount(row["provider"], row["kind"], row["state"], row["calls"], row["cost_usd"])
