"""New keys: UUID version 7 of RFC 9562."""

import secrets
import threading
import time
from collections.abc import Callable
from uuid import UUID

_RANDOM_BITS = 74  # rand_a (12) and rand_b (62), section 5.7
_STEP_BITS = 32
_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62


class UuidV7Factory:
    """Gives UUIDv7s that rise strictly, also within one millisecond and when the clock is set back.

    Section 6.2, method 2: the first id of a millisecond has 74 random bits, each further one adds a random step to
    them; a full counter borrows the next millisecond. Safe to call from several threads. ``time_ns`` tells nanoseconds
    since 1970, ``random_bits(n)`` an unguessable whole number below 2**n.
    """

    def __init__(
        self,
        time_ns: Callable[[], int] = time.time_ns,
        random_bits: Callable[[int], int] = secrets.randbits,
    ) -> None:
        self._time_ns = time_ns
        self._random_bits = random_bits
        self._lock = threading.Lock()
        self._millisecond = -1
        self._counter = 0

    def __call__(self) -> UUID:
        with self._lock:
            self._advance(self._time_ns() // 1_000_000)
            millisecond, counter = self._millisecond, self._counter
        high, low = counter >> 62, counter & ((1 << 62) - 1)
        return UUID(int=(millisecond & ((1 << 48) - 1)) << 80 | _VERSION | high << 64 | _VARIANT | low)

    def _advance(self, millisecond: int) -> None:
        if millisecond > self._millisecond:
            self._millisecond, self._counter = millisecond, self._random_bits(_RANDOM_BITS)
            return
        self._counter += 1 + self._random_bits(_STEP_BITS)
        if self._counter >> _RANDOM_BITS:
            self._millisecond, self._counter = self._millisecond + 1, self._random_bits(_RANDOM_BITS)
