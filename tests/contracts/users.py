"""What repositories and readers of accounts promise. Their adapters' tests provide ``new_uow`` and ``users``, the
reader, over one, empty database."""

from uuid import uuid4

import pytest

from bookbytes_core.domain.user import User
from bookbytes_core.errors import Conflict
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.ports.users import UserReader
from tests.support.entities import a_user, later


class UserContract:
    async def test_an_account_is_found_by_its_address_in_any_case(
        self, new_uow: UnitOfWorkFactory, users: UserReader
    ) -> None:
        user = a_user(email="Ann.Reader@Example.org")
        await _add(new_uow, user)

        assert await users.find(user.id) == user
        for spelling in ("Ann.Reader@Example.org", "ann.reader@example.org", "ANN.READER@EXAMPLE.ORG"):
            assert await users.by_email(spelling) == user
            async with new_uow() as uow:
                assert await uow.users.by_email(spelling) == user

    async def test_nobody_is_none(self, new_uow: UnitOfWorkFactory, users: UserReader) -> None:
        await _add(new_uow, a_user())

        assert await users.find(uuid4()) is None
        assert await users.by_email("somebody.else@example.org") is None

    async def test_an_address_is_taken_in_any_case(self, new_uow: UnitOfWorkFactory, users: UserReader) -> None:
        user = a_user(email="ann@example.org")
        await _add(new_uow, user)

        with pytest.raises(Conflict) as caught:
            await _add(new_uow, a_user(email="ANN@example.org"))

        assert caught.value.code == "email_taken"
        assert await users.by_email("ann@example.org") == user

    async def test_a_saved_account_is_another_one_from_then_on(
        self, new_uow: UnitOfWorkFactory, users: UserReader
    ) -> None:
        user, other = a_user(email="ann@example.org"), a_user(email="ben@example.org")
        await _add(new_uow, user)
        await _add(new_uow, other)
        disabled = user.set_active(False, later(5))

        async with new_uow() as uow:
            await uow.users.save(disabled)
            assert await users.find(user.id) == user, "seen before it was committed"
            await uow.commit()

        assert await users.find(user.id) == disabled
        assert await users.find(other.id) == other


async def _add(new_uow: UnitOfWorkFactory, user: User) -> None:
    async with new_uow() as uow:
        await uow.users.add(user)
        await uow.commit()
