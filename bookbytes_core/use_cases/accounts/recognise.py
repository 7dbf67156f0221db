"""Find out who is calling."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bookbytes_core.domain.user import User
from bookbytes_core.errors import NotAuthenticated
from bookbytes_core.ports.access_tokens import AccessTokens
from bookbytes_core.ports.users import UserReader


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may call until ``until`` (None: for good), and is looked at anew with every call."""

    user: User
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniseCaller:
    """Whose an access token is. Raises ``NotAuthenticated``, also for the token of an account that was disabled."""

    users: UserReader
    tokens: AccessTokens

    async def __call__(self, token: str) -> Caller:
        claimed = self.tokens.read(token)
        return Caller(await describe(self.users, claimed.user_id), claimed.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeUser:
    """An active account by id. Raises ``NotAuthenticated`` where there is none: whoever asks is its owner."""

    users: UserReader

    async def __call__(self, user_id: UUID) -> User:
        return await describe(self.users, user_id)


async def describe(users: UserReader, user_id: UUID) -> User:
    user = await users.find(user_id)
    if user is None or not user.is_active:
        raise NotAuthenticated("This account may not be used: sign in with another one.")
    return user
