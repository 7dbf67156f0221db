"""Which jobs to ring for: the select behind ``LeaseRepository.due``.

It costs one look into an index for each user with waiting jobs, however many those are: the first waiting job of each
tells whose turn may come, and only of those more is read. The jobs already sent are counted in indexes of their own.
"""

from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import POSTGRESQL, epoch_now
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.tables import PROCESSING, RUNG_FOR, UNFINISHED, jobs
from bookbytes_core.domain.status import Status

_EACH = sa.bindparam("each", type_=sa.Integer)
_LIMIT = sa.bindparam("limit", type_=sa.Integer)
_RESEND = sa.bindparam("resend_seconds", type_=sa.Float)


@cache
def due_jobs(dialect: str) -> sa.Select[Any]:
    """At most ``limit`` jobs, no more than ``each`` of one user together with those sent ``resend_seconds`` ago or
    later. Each has its turn: its place among its owner's, counted on from those already sent."""
    waiting = _waiting(dialect)
    place = sa.func.row_number().over(partition_by=waiting.c.owner_id, order_by=(waiting.c.created_at, waiting.c.id))
    turns = sa.select(waiting, (place + waiting.c.sent).label("turn")).subquery("turns")
    order = (turns.c.turn, turns.c.created_at, turns.c.id)
    first = sa.select(turns).where(turns.c.turn <= _EACH).order_by(*order).limit(_LIMIT).subquery("first")
    return (
        sa.select(*rows.JOB_COLUMNS)
        .join(first, first.c.id == jobs.c.id)
        .order_by(first.c.turn, jobs.c.created_at, jobs.c.id)
    )


def worked_on(table: sa.FromClause = jobs) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.status == Status.PROCESSING, table.c.lease_expires_at > epoch_now())


def _waiting(dialect: str) -> sa.Subquery:
    """The first waiting jobs of each owner whose turn may come. Only PostgreSQL has LATERAL; it would join in full what
    SQLite joins row by row."""
    owners, candidate, chosen = _owners(), jobs.alias("candidate"), jobs.alias("chosen")
    few = (
        sa.select(candidate.c.id, candidate.c.created_at)
        .where(UNFINISHED, candidate.c.owner_id == owners.c.owner_id, _waits(candidate))
        .order_by(candidate.c.created_at, candidate.c.id)
        .limit(_EACH)
        .correlate(owners)
    )
    if dialect == POSTGRESQL:
        found = few.lateral("found")
        return sa.select(owners, found).join_from(owners, found, sa.true()).subquery("waiting")
    theirs = chosen.c.id.in_(few.with_only_columns(candidate.c.id))
    return sa.select(owners, chosen.c.id, chosen.c.created_at).join_from(owners, chosen, theirs).subquery("waiting")


def _owners() -> sa.Subquery:
    """Those whose turn may come, and how many jobs they have sent: as many owners as jobs are wanted are enough, taken
    in the order of the first job that each has waiting."""
    heads, sent = _heads(), _sent()
    number = sa.func.coalesce(sent.c.number, 0)
    return (
        sa.select(heads.c.owner_id, number.label("sent"))
        .outerjoin_from(heads, sent, sent.c.owner_id == heads.c.owner_id)
        .where(number < _EACH)
        .order_by(number, heads.c.created_at, heads.c.id)
        .limit(_LIMIT)
        .subquery("owners")
    )


def _heads() -> sa.CTE:
    """Each owner's first waiting job, from one owner to the next: neither database skips through an index by itself."""
    head, following = jobs.alias("head"), jobs.alias("following")
    columns = ("owner_id", "created_at", "id")
    walk = sa.select(*(head.c[name] for name in columns)).where(head.c.id == _first_waiting(None))
    heads = walk.cte("heads", recursive=True)
    on = following.c.id == _first_waiting(heads.c.owner_id)
    return heads.union_all(sa.select(*(following.c[name] for name in columns)).join_from(heads, following, on))


def _first_waiting(previous_owner: sa.ColumnElement[UUID] | None) -> sa.ScalarSelect[UUID]:
    one = jobs.alias("one")
    waiting = sa.select(one.c.id).where(UNFINISHED, _waits(one)).order_by(one.c.owner_id, one.c.created_at, one.c.id)
    later = waiting if previous_owner is None else waiting.where(one.c.owner_id > previous_owner)
    return later.limit(1).scalar_subquery()


def _sent() -> sa.Subquery:
    """How many jobs of each owner are sent or worked on; claiming a job makes it unsent, so hardly any is both."""
    rung_for = sa.select(jobs.c.owner_id).where(UNFINISHED, RUNG_FOR, _rung_for(jobs))
    in_hand = sa.select(jobs.c.owner_id).where(PROCESSING, worked_on(), sa.not_(_rung_for(jobs)))
    both = rung_for.union_all(in_hand).subquery("taken")
    return sa.select(both.c.owner_id, sa.func.count().label("number")).group_by(both.c.owner_id).subquery("sent")


def _waits(table: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.not_(sa.or_(_rung_for(table), worked_on(table)))


def _rung_for(table: sa.FromClause) -> sa.ColumnElement[bool]:
    return table.c.sent_at > epoch_now() - _RESEND
