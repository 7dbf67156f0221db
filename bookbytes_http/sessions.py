"""Cookies for reading: what media elements and links send by themselves."""

import hmac
import time
from datetime import UTC, datetime
from uuid import UUID

COOKIE = "bookbytes_session"
SESSION_SECONDS = 12 * 3600


class Sessions:
    """Cookie values that nobody else can make: whose they are and until when they are good, signed.

    ``key`` is what they stand for: with another one they are none.
    """

    def __init__(self, key: str) -> None:
        self._secret = hmac.digest(key.encode(), b"bookbytes session 2", "sha256")

    def new(self, user_id: UUID, until: datetime | None) -> tuple[str, int]:
        """A value and its seconds: ``SESSION_SECONDS``, but not beyond ``until``."""
        now = int(time.time())
        seconds = SESSION_SECONDS if until is None else min(SESSION_SECONDS, int(until.timestamp()) - now)
        content = f"{user_id.hex}.{now + seconds}"
        return f"{content}.{self._signature(content)}", seconds

    def read(self, value: str) -> tuple[UUID, datetime] | None:
        """Whose it is and until when; None for what is no good value, or no longer."""
        content, _, signature = value.rpartition(".")
        if not hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), self._signature(content).encode()):
            return None
        user_id, _, expires = content.partition(".")
        until = datetime.fromtimestamp(int(expires), UTC)
        return (UUID(user_id), until) if until > datetime.now(UTC) else None

    def _signature(self, content: str) -> str:
        return hmac.new(self._secret, content.encode("utf-8", "surrogatepass"), "sha256").hexdigest()
