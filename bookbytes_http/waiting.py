"""Who waits for an answer, for whatever else the process does."""

import threading
import time
from itertools import count

_SOON_SECONDS = 1.0


class Waiting:
    """Requests whose answer has not begun. All of it may be used from any thread."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._tickets = count()
        self._lock = threading.Lock()

    def arrived(self) -> int:
        """A request came; its ticket is for ``answered``."""
        with self._lock:
            ticket = next(self._tickets)
            self._since[ticket] = time.monotonic()
        return ticket

    def answered(self, ticket: int) -> None:
        """The answer has begun, or there will be none. A second time changes nothing."""
        with self._lock:
            self._since.pop(ticket, None)

    def is_somebody(self) -> bool:
        """Whether one of them came within the last second: what takes longer waits for its own body, a database or a
        vendor, and is answered no sooner for it that everything else stands still."""
        with self._lock:
            newest = next(reversed(self._since.values()), None)
        return newest is not None and time.monotonic() - newest < _SOON_SECONDS
