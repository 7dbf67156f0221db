"""Tokens that say who is calling."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AccessToken:
    """``text`` is for its user alone; it is good for ``expires_in`` seconds."""

    text: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a genuine token says: whose it is and until when it is good."""

    user_id: UUID
    expires_at: datetime


class AccessTokens(Protocol):
    """Every adapter promises, and ``tests/contracts/access_tokens.py`` checks:

    - what was issued is read as its user's until its time is over, and not afterwards;
    - whatever else is given, however long and whatever is in it, raises ``NotAuthenticated`` and nothing else.

    Whether the user is still there is not known here.
    """

    @abstractmethod
    def issue(self, user_id: UUID) -> AccessToken: ...

    @abstractmethod
    def read(self, text: str) -> Claimed:
        """Raises ``NotAuthenticated``."""
        ...
