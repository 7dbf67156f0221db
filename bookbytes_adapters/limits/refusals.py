"""Refusals that need not be asked for again."""

from collections import OrderedDict
from collections.abc import Sequence

from loguru import logger

from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.throttle import Quota, Throttle

MOST_KEYS = 10_000


class RememberedRefusals(Throttle):
    """A key that ``throttle`` has refused stays refused for the time it said, without its being asked: of a thousand
    attempts a second each costs a look into a dictionary, and the log has one line."""

    def __init__(self, throttle: Throttle, clock: Clock, *, most_keys: int = MOST_KEYS) -> None:
        self._throttle = throttle
        self._clock = clock
        self._most_keys = most_keys
        self._refused: OrderedDict[str, float] = OrderedDict()
        """By key: until when."""

    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        known = tuple(self.known_wait(quota.key) for quota in quotas)
        if any(known):
            return known
        now = self._clock.monotonic()
        waits = await self._throttle.attempt(quotas)
        for quota, wait in zip(quotas, waits, strict=True):
            if wait > 0:
                self._remember(quota.key, now + wait)
                logger.bind(key=quota.key, seconds=round(wait)).warning("too many attempts: refused for a while")
        return waits

    def known_wait(self, key: str) -> float:
        until = self._refused.get(key)
        return 0.0 if until is None else max(0.0, until - self._clock.monotonic())

    def _remember(self, key: str, until: float) -> None:
        self._refused.pop(key, None)
        self._refused[key] = until
        if len(self._refused) > self._most_keys:
            self._refused.popitem(last=False)
