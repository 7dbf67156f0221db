"""Sign in with an e-mail address and a password."""

from dataclasses import dataclass

from bookbytes_core.domain.user import is_email, same_password
from bookbytes_core.errors import NotAuthenticated
from bookbytes_core.ports.access_tokens import AccessToken, AccessTokens
from bookbytes_core.ports.passwords import PasswordHasher
from bookbytes_core.ports.users import UserReader
from bookbytes_core.use_cases.accounts.doorkeeper import Doorkeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """``peer`` is where the attempt comes from.

    Raises ``TooManyAttempts`` before anything is looked up, and ``NotAuthenticated`` (code ``invalid_credentials``): in
    the same words and after the same work for an address that is unknown, a password that is wrong and an account that
    is disabled.
    """

    users: UserReader
    hasher: PasswordHasher
    tokens: AccessTokens
    doorkeeper: Doorkeeper

    async def __call__(self, email: str, password: str, *, peer: str | None = None) -> AccessToken:
        email = email.strip()
        await self.doorkeeper.let_in("login", email=email, peer=peer)
        user = await self.users.by_email(email) if is_email(email) else None
        right = await self.hasher.verify(same_password(password), user.hashed_password if user else None)
        if user is None or not right or not user.is_active:
            raise NotAuthenticated("E-mail address or password is wrong.", code="invalid_credentials")
        return self.tokens.issue(user.id)
