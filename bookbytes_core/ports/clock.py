"""Time, so that tests need not wait for it."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells and passes the time. ``now`` is timezone-aware UTC; ``monotonic`` counts seconds and never jumps."""

    @abstractmethod
    def now(self) -> datetime: ...

    @abstractmethod
    def monotonic(self) -> float: ...

    @abstractmethod
    async def sleep(self, seconds: float) -> None: ...
