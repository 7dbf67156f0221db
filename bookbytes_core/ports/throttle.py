"""How often something may be tried."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Quota:
    """At most ``most`` attempts under ``key`` in the ``seconds`` that begin with the first of them. Whoever makes the
    key sees to it that it tells nothing about anybody and is short: it is kept, also where others may read it."""

    key: str
    most: int
    seconds: float = 60.0


class Throttle(Protocol):
    """Counts attempts and refuses those that are too many.

    Every adapter promises, and ``tests/contracts/throttle.py`` checks:

    - of attempts under one key, also of those made at the same moment and by processes that share the store, no more
      are let through than its quota;
    - an attempt under several keys is let through by all of them or counted by none;
    - a refused attempt does not make the wait longer; what is answered is the time after which one is let through;
    - one key does not hold up another.

    A store that does not answer is no reason to let everything through: then each process counts for itself.
    """

    @abstractmethod
    async def attempt(self, quotas: Sequence[Quota]) -> tuple[float, ...]:
        """How many seconds to wait for each. Nothing but 0.0: it was counted, go on."""
        ...

    def known_wait(self, key: str) -> float:
        """How many seconds ``key`` is refused for, as far as that is known without asking anybody, and never more than
        ``attempt`` would say; 0.0 where it is not known. Nothing is counted."""
        return 0.0
