"""How much may be asked of a provider at once."""

from abc import abstractmethod
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class RateLimiter(Protocol):
    """Hands out slots for calls to a provider.

    Every adapter promises, and ``tests/contracts/rate_limiter.py`` checks: no more holders of one provider's slots at
    once than that provider's limit; slots come back when the holder fails or is cancelled; one provider does not hold
    up another; after ``pause`` nobody new gets a slot of that provider until the time is over.
    """

    @abstractmethod
    def slot(self, provider: str) -> AbstractAsyncContextManager[None]: ...

    @abstractmethod
    async def pause(self, provider: str, seconds: float) -> None: ...
