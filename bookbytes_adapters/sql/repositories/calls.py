"""The ledger of calls to vendors and engines."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from bookbytes_adapters.sql.dialect import upsert
from bookbytes_adapters.sql.rows import jobs as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import provider_calls
from bookbytes_core.domain.cost import Call
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


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
