"""Open an account."""

from dataclasses import dataclass

from bookbytes_core.domain.user import User, checked_email, checked_password
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.passwords import PasswordHasher
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.accounts.doorkeeper import Doorkeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUser:
    """``peer`` is where the wish comes from; whoever sits at this machine has none and is not counted.

    Raises ``InvalidInput`` (codes ``invalid_email``, ``invalid_password``), ``TooManyAttempts`` and ``Conflict`` (code
    ``email_taken``).
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    new_id: IdFactory
    hasher: PasswordHasher
    doorkeeper: Doorkeeper

    async def __call__(self, email: str, password: str, *, peer: str | None = None) -> User:
        email, password = checked_email(email), checked_password(password)
        if peer is not None:
            await self.doorkeeper.let_in("register", peer=peer)
        hashed, now = await self.hasher.hash(password), self.clock.now()
        user = User(id=self.new_id(), email=email, hashed_password=hashed, created_at=now, updated_at=now)
        async with self.new_uow() as uow:
            await uow.users.add(user)
            await uow.commit()
        return user
