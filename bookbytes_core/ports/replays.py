"""Answers that are given again to whoever asks again under the same key."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

KEPT_SECONDS = 24 * 3600.0
"""So long after a key was first used it names its answer; then it is as good as new."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What is kept under a key: the ``fingerprint`` of the request that it came with first, and the ``answer``, None
    while that request is being answered."""

    fingerprint: str
    answer: bytes | None = None


class Replays(Protocol):
    """Keeps answers under keys of their owners' choice, shared by all processes that use one store.

    Every adapter promises, and ``tests/contracts/replays.py`` checks:

    - of all who begin under one key at once, one does: the others are told what is kept;
    - what was begun and never answered is over after its time: the next may begin;
    - what nobody may touch is another holder's: neither ``keep`` nor ``forget`` changes that;
    - an answer is kept ``KEPT_SECONDS``.
    """

    @abstractmethod
    async def begin(self, owner_id: UUID, key: str, fingerprint: str, *, holder: str, seconds: float) -> Replay | None:
        """None when ``holder`` has begun, for at most so long; else what is kept."""
        ...

    @abstractmethod
    async def keep(self, owner_id: UUID, key: str, *, holder: str, answer: bytes) -> None: ...

    @abstractmethod
    async def forget(self, owner_id: UUID, key: str, *, holder: str) -> None:
        """There is no answer to be kept: the key is as good as new."""
        ...
