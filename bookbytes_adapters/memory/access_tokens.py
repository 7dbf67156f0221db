"""Access tokens that mean something to one process."""

import secrets
from datetime import timedelta
from uuid import UUID

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_core.errors import NotAuthenticated
from bookbytes_core.ports.access_tokens import AccessToken, AccessTokens, Claimed
from bookbytes_core.ports.clock import Clock


class MemoryAccessTokens(AccessTokens):
    def __init__(self, clock: Clock | None = None, *, expire_minutes: int = 60) -> None:
        self._clock = clock or SystemClock()
        self._seconds = expire_minutes * 60
        self._issued: dict[str, Claimed] = {}

    def issue(self, user_id: UUID) -> AccessToken:
        text = secrets.token_urlsafe(32)
        self._issued[text] = Claimed(user_id, self._clock.now() + timedelta(seconds=self._seconds))
        return AccessToken(text, self._seconds)

    def read(self, text: str) -> Claimed:
        claimed = self._issued.get(text)
        if claimed is None or claimed.expires_at <= self._clock.now():
            raise NotAuthenticated("This token is not good, or no longer: sign in again.")
        return claimed
