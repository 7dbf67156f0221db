"""The ledger of calls to vendors and engines."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bookbytes_adapters.sql.dialect import upsert
from bookbytes_adapters.sql.rows import Values
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import jobs, provider_calls
from bookbytes_core.domain.cost import Call, CallState
from bookbytes_core.domain.job import Claim
from bookbytes_core.errors import LeaseLost
from bookbytes_core.ports.repositories import CallRepository

_AT_ONCE = 1000
"""Keys a statement names: databases bound the number of parameters."""


class SqlCalls(CallRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def find(self, keys: Sequence[str]) -> tuple[Call, ...]:
        found: list[Call] = []
        for some in _parts(keys):
            held = await self._statements.all(sa.select(provider_calls).where(provider_calls.c.key.in_(some)))
            found += [rows.call(row) for row in held]
        return tuple(found)

    async def begin(self, call: Call, *, abandoned_before: datetime, claim: Claim | None = None) -> Call:
        insert = upsert(self._statements.dialect, provider_calls)
        anew = _begun_anew(insert, abandoned_before)
        given = {provider_calls.c[name]: value for name, value in rows.of_call(call).items()}
        wanted = sa.select(*(sa.literal(value, column.type) for column, value in given.items())).where(_holds(claim))
        written = insert.from_select(list(given), wanted).on_conflict_do_update(index_elements=["key"], set_=anew)
        row = await self._statements.first(written.returning(*provider_calls.c))
        if row is None:
            raise LeaseLost("Another worker has this job now.")
        return rows.call(row)

    async def record(self, call: Call) -> None:
        values = rows.of_call(call)
        insert = upsert(self._statements.dialect, provider_calls)
        anew = {name: insert.excluded[name] for name in (*values, "updated_at") if name != "key"}
        await self._statements.run(insert.on_conflict_do_update(index_elements=["key"], set_=anew), [values])

    async def forget_results(self, result_keys: Sequence[str]) -> None:
        for some in _parts(result_keys):
            await self._statements.run(
                sa.update(provider_calls).where(provider_calls.c.result_key.in_(some)).values(result_key=None)
            )


def _begun_anew(insert: sqlite.Insert | postgresql.Insert, abandoned_before: datetime) -> Values:
    """What ``Call.begun_anew`` says, in SQL."""
    c, new = provider_calls.c, insert.excluded
    under_way = c.state == CallState.STARTED
    ours = sa.or_(c.audio_book_id == new["audio_book_id"], c.at < abandoned_before)
    again = sa.and_(c.state != CallState.DONE, sa.or_(sa.not_(under_way), ours))
    taken = {
        name: sa.case((again, new[name]), else_=c[name]) for name in ("state", "audio_book_id", "at", "updated_at")
    }
    counted = {"attempts": again, "lost": sa.and_(again, under_way)}
    return taken | {name: c[name] + sa.case((when, 1), else_=0) for name, when in counted.items()}


def _holds(claim: Claim | None) -> sa.ColumnElement[bool]:
    if claim is None:
        return sa.true()
    return sa.exists().where(jobs.c.id == claim.job_id, jobs.c.fence == claim.fence)


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
