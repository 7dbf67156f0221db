"""Accounts in memory."""

from uuid import UUID

from bookbytes_adapters.memory.store import MemoryStore, State, Transaction
from bookbytes_core.domain.user import User, email_key
from bookbytes_core.errors import Conflict
from bookbytes_core.ports.users import UserReader, UserRepository


class MemoryUsers(UserRepository):
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, user: User) -> None:
        if await self.by_email(user.email):
            raise Conflict("There is an account with this e-mail address already.", code="email_taken")
        self._transaction.state.users[user.id] = user

    async def by_email(self, email: str) -> User | None:
        return _by_email(self._transaction.state, email)

    async def save(self, user: User) -> None:
        if user.id in self._transaction.state.users:
            self._transaction.state.users[user.id] = user


class MemoryUserReader(UserReader):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def find(self, user_id: UUID) -> User | None:
        return self._store.state.users.get(user_id)

    async def by_email(self, email: str) -> User | None:
        return _by_email(self._store.state, email)


def _by_email(state: State, email: str) -> User | None:
    return next((user for user in state.users.values() if user.email_key == email_key(email)), None)
