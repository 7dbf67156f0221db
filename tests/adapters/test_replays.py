"""Answers that are given again: both adapters keep the promises of the port, and each promise can be broken."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.memory import MemoryReplays
from bookbytes_adapters.sql.replays import SqlReplays
from bookbytes_adapters.sql.tables import idempotency_keys
from bookbytes_core.ports.replays import Replay
from tests.contracts.replays import OWNER, ReplaysContract
from tests.support.broken import fails
from tests.support.databases import SqlFixtures


class TestMemoryReplays(ReplaysContract):
    @pytest.fixture
    def replays(self) -> MemoryReplays:
        return MemoryReplays()

    @pytest.fixture
    def short_lived(self) -> MemoryReplays:
        return MemoryReplays(kept_seconds=0.1)


class TestSqlReplays(SqlFixtures, ReplaysContract):
    @pytest.fixture
    def replays(self, engine: AsyncEngine) -> SqlReplays:
        return SqlReplays(engine)

    @pytest.fixture
    def short_lived(self, engine: AsyncEngine) -> SqlReplays:
        return SqlReplays(engine, kept_seconds=0.1)

    async def test_rows_whose_time_is_over_go_with_the_next_answer(
        self, replays: SqlReplays, engine: AsyncEngine
    ) -> None:
        await SqlReplays(engine, kept_seconds=0.0).begin(OWNER, "old", "print", holder="one", seconds=60)
        await replays.begin(OWNER, "new", "print", holder="one", seconds=60)
        await replays.keep(OWNER, "new", holder="one", answer=b"answer")

        async with engine.connect() as connection:
            assert (await connection.scalars(sa.select(idempotency_keys.c.key))).all() == ["new"]


class LetsAllBegin(MemoryReplays):
    async def begin(self, owner_id: UUID, key: str, fingerprint: str, *, holder: str, seconds: float) -> Replay | None:
        return None


class SharesKeys(MemoryReplays):
    async def begin(self, owner_id: UUID, key: str, fingerprint: str, *, holder: str, seconds: float) -> Replay | None:
        return await super().begin(OWNER, key, fingerprint, holder=holder, seconds=seconds)


class KeepsNothing(MemoryReplays):
    async def keep(self, owner_id: UUID, key: str, *, holder: str, answer: bytes) -> None:
        return


class WaitsForTheDead(MemoryReplays):
    async def begin(self, owner_id: UUID, key: str, fingerprint: str, *, holder: str, seconds: float) -> Replay | None:
        return await super().begin(owner_id, key, fingerprint, holder=holder, seconds=seconds + 60)


class ObeysAnybody(MemoryReplays):
    async def forget(self, owner_id: UUID, key: str, *, holder: str) -> None:
        self._entries.pop((owner_id, key), None)


class NeverForgets(MemoryReplays):
    async def forget(self, owner_id: UUID, key: str, *, holder: str) -> None:
        return


@pytest.mark.parametrize(
    ("broken", "test"),
    [
        (LetsAllBegin, "test_one_of_many_begins"),
        (SharesKeys, "test_one_of_many_begins"),
        (KeepsNothing, "test_an_answer_is_given_again"),
        (WaitsForTheDead, "test_what_was_never_answered_is_begun_anew"),
        (ObeysAnybody, "test_what_another_holds_is_let_alone"),
        (NeverForgets, "test_forgotten_it_is_as_good_as_new"),
        (MemoryReplays, "test_after_its_time_it_is_as_good_as_new"),  # which keeps it a day
    ],
)
async def test_a_broken_promise_is_seen(broken: type[MemoryReplays], test: str) -> None:
    await fails(getattr(ReplaysContract(), test), broken())
