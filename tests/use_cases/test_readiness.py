"""Readiness: each part is looked at within its own time, and what hangs is asked once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bookbytes_adapters.memory import ManualClock
from bookbytes_core.errors import DatabaseUnavailable
from bookbytes_core.ports.probe import Probe
from bookbytes_core.use_cases.upkeep.check_readiness import CheckReadiness, Finding, Health
from tests.support.entities import NOW


class Part(Probe):
    """Answers as it is told, and counts."""

    def __init__(self) -> None:
        self.looks = 0
        self.answers = asyncio.Event()
        self.answers.set()
        self.fails = False

    async def look(self) -> None:
        self.looks += 1
        await self.answers.wait()
        if self.fails:
            raise DatabaseUnavailable("It is away.")


@pytest.fixture
def parts() -> dict[str, Part]:
    return {name: Part() for name in ("database", "storage", "redis")}


@pytest.fixture
async def check(parts: dict[str, Part]) -> AsyncIterator[CheckReadiness]:
    made = CheckReadiness(
        probes={**parts, "cache": None}, essential=("database", "storage"), clock=ManualClock(NOW), limit_seconds=2
    )
    yield made
    await made.close()


async def test_all_that_is_there_is_ok(check: CheckReadiness) -> None:
    ready = await check()
    assert ready.status is Health.OK
    assert list(ready.checks.values()) == [Finding.OK] * 3 + [Finding.NOT_CONFIGURED]


@pytest.mark.parametrize(
    ("ill", "status"), [("database", Health.DOWN), ("storage", Health.DOWN), ("redis", Health.DEGRADED)]
)
async def test_what_fails_decides_how_bad_it_is(
    check: CheckReadiness, parts: dict[str, Part], ill: str, status: Health
) -> None:
    parts[ill].fails = True
    ready = await check()
    assert (ready.status, ready.checks[ill]) == (status, Finding.FAILED)
    parts[ill].fails = False
    assert (await check()).status is Health.OK


async def test_a_part_that_hangs_is_told_in_time_and_held_by_one_look(
    check: CheckReadiness, parts: dict[str, Part]
) -> None:
    parts["database"].answers.clear()
    for _ in range(3):
        ready = await check()
        assert ready.checks == {
            "database": Finding.NO_ANSWER,
            "storage": Finding.OK,
            "redis": Finding.OK,
            "cache": Finding.NOT_CONFIGURED,
        }
    assert (ready.status, parts["database"].looks, parts["storage"].looks) == (Health.DOWN, 1, 3)
    parts["database"].answers.set()
    await asyncio.sleep(0)
    assert (await check()).status is Health.OK
