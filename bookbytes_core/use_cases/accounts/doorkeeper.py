"""Who has tried too often to get in, by account and by where the attempts come from."""

import hashlib
import math
from dataclasses import dataclass

from bookbytes_core.domain.user import email_key
from bookbytes_core.errors import TooManyAttempts
from bookbytes_core.ports.throttle import Quota, Throttle

_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorkeeper:
    """Lets ``per_minute`` attempts a minute through for one account, and as many from one place.

    Asked before anything that costs: an attempt that is refused here costs no hash.
    """

    throttle: Throttle
    per_minute: int

    async def let_in(self, action: str, *, email: str | None = None, peer: str | None = None) -> None:
        """``peer`` is where the attempt comes from; None is this machine's owner. Raises ``TooManyAttempts``."""
        named = {"peer": peer, "account": email_key(email) if email is not None else None}
        quotas = [Quota(_key(action, kind, name), self.per_minute, _SECONDS) for kind, name in named.items() if name]
        wait = max(await self.throttle.attempt(quotas), default=0.0)
        if wait > 0:
            raise TooManyAttempts(
                f"Too many attempts: try again in {math.ceil(wait)} seconds.", retry_after_seconds=wait
            )


def _key(action: str, kind: str, name: str) -> str:
    """Of equal length for every name, and it does not tell the name."""
    return f"{action}:{kind}:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
