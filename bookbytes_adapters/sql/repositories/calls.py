"""The ledger of calls to vendors and engines."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bookbytes_adapters.sql.dialect import SQLITE, epoch_now, one_at_a_time, upsert
from bookbytes_adapters.sql.rows import Values
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.spending import MONTHS, spending
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import job_audio_books, jobs, provider_calls
from bookbytes_core.domain.budget import Scope, Spending, Spent
from bookbytes_core.domain.cost import Call, CallState
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.status import Status
from bookbytes_core.errors import LeaseLost
from bookbytes_core.ports.repositories import CallRepository

_AT_ONCE = 1000
"""Keys a statement names: databases bound the number of parameters."""


class SqlCalls(CallRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._alone = statements.dialect == SQLITE

    async def find(self, keys: Sequence[str]) -> tuple[Call, ...]:
        found: list[Call] = []
        for some in _parts(keys):
            held = await self._statements.all(sa.select(provider_calls).where(provider_calls.c.key.in_(some)))
            found += [rows.call(row) for row in held]
        return tuple(found)

    async def begin(self, call: Call, *, abandoned_before: datetime, claim: Claim | None = None) -> Call:
        statement = _begin(self._statements.dialect, tuple(rows.of_call(call)), claimed=claim is not None)
        return await self._written(statement, call, claim, {"abandoned_before": abandoned_before})

    async def record(self, call: Call, *, claim: Claim | None = None) -> None:
        statement = _record(self._statements.dialect, tuple(rows.of_call(call)), claimed=claim is not None)
        await self._written(statement, call, claim, {})

    async def _written(self, statement: sa.Executable, call: Call, claim: Claim | None, more: Values) -> Call:
        claimed = {"claimed_job": claim.job_id, "claimed_fence": claim.fence} if claim else {}
        for row in await self._statements.all(statement, rows.of_call(call) | claimed | more):
            return rows.call(row)
        raise LeaseLost("Another worker has this job now.")

    async def forget_results(self, result_keys: Sequence[str]) -> None:
        for some in _parts(result_keys):
            await self._statements.run(
                sa.update(provider_calls).where(provider_calls.c.result_key.in_(some)).values(result_key=None)
            )

    async def spending(
        self, audio_book_id: UUID, scopes: Collection[Scope], *, since: datetime, abandoned_before: datetime
    ) -> Spending:
        if not self._alone and not MONTHS.isdisjoint(scopes):
            await self._statements.run(one_at_a_time())
            self._alone = True
        asked = {"book": audio_book_id, "since": since, "abandoned_before": abandoned_before}
        sums = await self._statements.all(spending(frozenset(scopes)), asked)
        return {Scope(row["scope"]): Spent(row["settled"], row["under_way"]) for row in sums}

    async def lose(self, audio_book_id: UUID) -> None:
        c = provider_calls.c
        under_way = (c.state == CallState.STARTED) & (c.audio_book_id == audio_book_id)
        await self._statements.run(
            sa.update(provider_calls).where(under_way).values(state=CallState.UNKNOWN, lost=c.lost + 1)
        )

    async def forgive(self, audio_book_id: UUID) -> None:
        of_no_use = _of_no_use() & (provider_calls.c.audio_book_id == audio_book_id)
        await self._statements.run(
            sa.update(provider_calls).where(of_no_use).values(error_code=None, error_message=None)
        )


@cache
def _record(dialect: str, names: tuple[str, ...], *, claimed: bool) -> sa.Executable:
    """The row as given. What was under way when its job was cancelled is written down too: it may have cost money."""
    insert = upsert(dialect, provider_calls)
    anew = {name: insert.excluded[name] for name in (*names, "updated_at") if name != "key"}
    may = sa.or_(_holds(), jobs.c.status == Status.CANCELLED)
    return _upsert(insert, names, sa.exists().where(_is_claimed(), may) if claimed else sa.true(), anew)


@cache
def _begin(dialect: str, names: tuple[str, ...], *, claimed: bool) -> sa.Executable:
    """The row, begun anew if it is there; with a claim, nothing unless the claimed job still has its fence."""
    insert = upsert(dialect, provider_calls)
    held = sa.exists().where(_is_claimed(), _holds()) if claimed else sa.true()
    return _upsert(insert, names, held, _begun_anew(insert))


def _upsert(
    insert: sqlite.Insert | postgresql.Insert, names: tuple[str, ...], where: sa.ColumnElement[bool], anew: Values
) -> sa.Executable:
    """Its parameters are the row's values by name. Built once: that costs more than running it."""
    given = sa.select(*(sa.bindparam(name, type_=provider_calls.c[name].type) for name in names)).where(where)
    written = insert.from_select(list(names), given).on_conflict_do_update(index_elements=["key"], set_=anew)
    return written.returning(*provider_calls.c)


def _is_claimed() -> sa.ColumnElement[bool]:
    return jobs.c.id == sa.bindparam("claimed_job", type_=jobs.c.id.type)


def _holds() -> sa.ColumnElement[bool]:
    return jobs.c.fence == sa.bindparam("claimed_fence", type_=jobs.c.fence.type)


def _is_at_work() -> sa.ColumnElement[bool]:
    """Whether a job of the written row's audio book holds its lease."""
    its_book = sa.literal_column("provider_calls.audio_book_id", job_audio_books.c.audio_book_id.type)
    return sa.exists().where(
        job_audio_books.c.audio_book_id == its_book,
        job_audio_books.c.job_id == jobs.c.id,
        jobs.c.status == Status.PROCESSING,
        jobs.c.lease_expires_at > epoch_now(),
    )


def _of_no_use() -> sa.ColumnElement[bool]:
    return sa.and_(provider_calls.c.state == CallState.FAILED, provider_calls.c.error_code.is_not(None))


def _begun_anew(insert: sqlite.Insert | postgresql.Insert) -> Values:
    """What ``Call.begun_anew`` says, in SQL."""
    c, new = provider_calls.c, insert.excluded
    under_way = c.state == CallState.STARTED
    ours = sa.or_(
        c.audio_book_id == new["audio_book_id"],
        c.at < sa.bindparam("abandoned_before", type_=c.at.type),
        sa.not_(_is_at_work()),
    )
    told = sa.and_(_of_no_use(), c.audio_book_id == new["audio_book_id"])
    again = sa.and_(c.state != CallState.DONE, sa.not_(told), sa.or_(sa.not_(under_way), ours))
    anew = ("state", "audio_book_id", "at", "updated_at", "error_code", "error_message")
    taken = {name: sa.case((again, new[name]), else_=c[name]) for name in anew}
    counted = {"attempts": again, "lost": sa.and_(again, under_way)}
    more = {name: c[name] + sa.case((when, 1), else_=0) for name, when in counted.items()}
    nothing = sa.literal(0, sa.BigInteger)
    return taken | more | {"reserved_usd": c.reserved_usd + sa.case((again, new["reserved_usd"]), else_=nothing)}


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
