"""Passwords, kept so that they cannot be read."""

from abc import abstractmethod
from typing import Protocol


class PasswordHasher(Protocol):
    """Every adapter promises, and ``tests/contracts/passwords.py`` checks:

    - every character of a password counts, however long it is and whatever is in it;
    - the same password hashed twice gives two hashes, both of which verify;
    - ``verify`` against None, which is nobody's hash, is false and takes the work that it takes against a real one;
    - a hash that is damaged is false, not an error.

    Raises ``Unavailable`` when more are waiting than can be served in good time.
    """

    @abstractmethod
    async def hash(self, password: str) -> str: ...

    @abstractmethod
    async def verify(self, password: str, hashed: str | None) -> bool: ...
