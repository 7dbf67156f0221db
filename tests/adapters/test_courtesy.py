"""Engines on this machine wait while somebody else in the process is busy."""

import asyncio
from datetime import UTC, datetime

import pytest

from bookbytes_adapters.limits.courtesy import LONGEST_SECONDS, CourteousRateLimiter
from bookbytes_adapters.memory import ManualClock, MemoryRateLimiter, SystemClock
from bookbytes_core.ports.clock import Clock
from tests.contracts.rate_limiter import RateLimiterContract

NOON = datetime(2024, 2, 29, 12, tzinfo=UTC)


class Others:
    """Busy until they have been looked at ``looks`` times."""

    def __init__(self, looks: float) -> None:
        self._looks = looks

    def __call__(self) -> bool:
        self._looks -= 1
        return self._looks >= 0


def courteous(clock: Clock, others: Others) -> CourteousRateLimiter:
    return CourteousRateLimiter(MemoryRateLimiter({}, 1, clock), clock, others, machine_bound=("local",))


class TestCourteousRateLimiter(RateLimiterContract):
    @pytest.fixture(params=["real time", "manual time"])
    def clock(self, request: pytest.FixtureRequest) -> Clock:
        return SystemClock() if request.param == "real time" else ManualClock(NOON)

    @pytest.fixture
    def limiter(self, clock: Clock) -> CourteousRateLimiter:
        narrow = MemoryRateLimiter({"narrow": 2}, 5, clock)
        return CourteousRateLimiter(narrow, clock, Others(0), machine_bound=("narrow",))


@pytest.mark.parametrize(("looks", "waited"), [(0, 0.0), (1, 0.05), (7, 0.35)])
async def test_it_waits_until_nobody_is_busy(looks: int, waited: float) -> None:
    clock = ManualClock(NOON)
    async with courteous(clock, Others(looks)).slot("local"):
        assert clock.monotonic() == pytest.approx(waited)


async def test_under_endless_load_it_waits_ten_seconds() -> None:
    clock = ManualClock(NOON)
    async with courteous(clock, Others(float("inf"))).slot("local"):
        assert clock.monotonic() == pytest.approx(LONGEST_SECONDS, abs=0.06)


async def test_a_vendors_time_is_not_ours() -> None:
    clock = ManualClock(NOON)
    async with courteous(clock, Others(float("inf"))).slot("openai"):
        assert clock.monotonic() == 0


async def test_whoever_waits_keeps_its_slot_and_gives_it_back_when_it_is_cancelled() -> None:
    limiter = courteous(SystemClock(), Others(float("inf")))

    async def call() -> None:
        async with limiter.slot("local"):
            raise AssertionError("somebody is busy")

    calls = [asyncio.create_task(call()) for _ in range(2)]
    await asyncio.sleep(0.2)
    for each in calls:
        each.cancel()
    assert [type(each) for each in await asyncio.gather(*calls, return_exceptions=True)] == [asyncio.CancelledError] * 2
    limiter._is_busy = Others(0)
    async with asyncio.timeout(2), limiter.slot("local"):
        pass
