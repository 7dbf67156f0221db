"""Accounts: how they are written, and how they are looked at on every request."""

from abc import abstractmethod
from typing import Protocol
from uuid import UUID

from bookbytes_core.domain.user import User


class UserRepository(Protocol):
    """Belongs to the unit of work that offers it. Addresses that differ in case alone are the same address."""

    @abstractmethod
    async def add(self, user: User) -> None:
        """Raises ``Conflict`` (code ``email_taken``)."""
        ...

    @abstractmethod
    async def by_email(self, email: str) -> User | None: ...

    @abstractmethod
    async def save(self, user: User) -> None:
        """Write a known user again, id and address excepted; who wrote last is right."""
        ...


class UserReader(Protocol):
    """Each call sees what was committed when it was made; it holds up no writer and is held up by none.

    Raises ``DatabaseUnavailable``.
    """

    @abstractmethod
    async def find(self, user_id: UUID) -> User | None: ...

    @abstractmethod
    async def by_email(self, email: str) -> User | None: ...
