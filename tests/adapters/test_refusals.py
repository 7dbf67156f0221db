"""What is told of those who try too often."""

from datetime import UTC, datetime

from loguru import logger

from bookbytes_adapters.limits.refusals import RememberedRefusals
from bookbytes_adapters.memory import ManualClock, MemoryThrottle
from bookbytes_core.ports.throttle import Quota


async def test_a18_a_thousand_guesses_are_one_line_a_key() -> None:
    clock = ManualClock(datetime(2024, 2, 29, tzinfo=UTC))
    throttle = RememberedRefusals(MemoryThrottle(clock), clock)
    told: list[str] = []
    sink = logger.add(lambda message: told.append(message.record["extra"]["key"]), level="WARNING")
    try:
        for key in ("ann", "ben"):
            assert throttle.known_wait(key) == 0.0
            waits = [await throttle.attempt([Quota(key, 10, 60.0)]) for _ in range(1000)]
            assert [wait > 0 for (wait,) in waits] == [False] * 10 + [True] * 990
            assert throttle.known_wait(key) == 60.0
        clock.advance(60)
        assert throttle.known_wait("ann") == 0.0
    finally:
        logger.remove(sink)
    assert told == ["ann", "ben"]
