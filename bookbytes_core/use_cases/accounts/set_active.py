"""Close an account for a while, and open it again."""

from dataclasses import dataclass

from bookbytes_core.domain.user import User
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUserActive:
    """From then on all its tokens and cookies are refused, or taken again; what belongs to it stays. Jobs that were
    ordered before are done. Raises ``NotFound`` (code ``user_not_found``)."""

    new_uow: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, email: str, *, active: bool) -> User:
        async with self.new_uow() as uow:
            user = await uow.users.by_email(email.strip())
            if user is None:
                raise NotFound("There is no account with this e-mail address.", code="user_not_found")
            user = user.set_active(active, self.clock.now())
            await uow.users.save(user)
            await uow.commit()
        return user
