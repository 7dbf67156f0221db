"""What clocks promise. Their adapters' tests provide ``clock``."""

from datetime import timedelta

from bookbytes_core.ports.clock import Clock


class ClockContract:
    async def test_now_is_utc(self, clock: Clock) -> None:
        assert clock.now().utcoffset() == timedelta(0)

    async def test_sleep_lets_time_pass(self, clock: Clock) -> None:
        now, counted = clock.now(), clock.monotonic()

        await clock.sleep(0.02)

        assert clock.monotonic() - counted >= 0.02
        assert clock.now() - now >= timedelta(seconds=0.01)

    async def test_the_count_never_goes_back(self, clock: Clock) -> None:
        counted = clock.monotonic()
        await clock.sleep(-1)
        await clock.sleep(0)

        assert clock.monotonic() >= counted
