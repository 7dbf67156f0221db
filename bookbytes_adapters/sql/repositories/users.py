"""Accounts, as they are written and looked at."""

from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.sql.engine import begun, for_looking
from bookbytes_adapters.sql.rows import users as rows
from bookbytes_adapters.sql.statements import Statements
from bookbytes_adapters.sql.tables import users
from bookbytes_core.domain.user import User, email_key
from bookbytes_core.ports.users import UserReader, UserRepository

_WRITTEN = ("hashed_password", "is_active", "updated_at")


class SqlUsers(UserRepository):
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def add(self, user: User) -> None:
        await self._statements.run(sa.insert(users), [rows.of_user(user)])

    async def by_email(self, email: str) -> User | None:
        found = await self._statements.all(_by_email(), {"key": email_key(email)})
        return rows.user(found[0]) if found else None

    async def save(self, user: User) -> None:
        values = {name: value for name, value in rows.of_user(user).items() if name in _WRITTEN}
        await self._statements.run(sa.update(users).where(users.c.id == user.id).values(values))


class SqlUserReader(UserReader):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = for_looking(engine)

    async def find(self, user_id: UUID) -> User | None:
        return await self._first(_by_id(), user_id)

    async def by_email(self, email: str) -> User | None:
        return await self._first(_by_email(), email_key(email))

    async def _first(self, statement: sa.Select[Any], key: UUID | str) -> User | None:
        async with begun(self._engine) as connection:
            found = await Statements(connection).all(statement, {"key": key})
        return rows.user(found[0]) if found else None


@cache
def _by_id() -> sa.Select[Any]:
    return sa.select(users).where(users.c.id == sa.bindparam("key"))


@cache
def _by_email() -> sa.Select[Any]:
    return sa.select(users).where(users.c.email_key == sa.bindparam("key"))
