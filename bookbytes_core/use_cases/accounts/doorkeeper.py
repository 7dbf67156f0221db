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
        _see_that_none_waits(max(await self.throttle.attempt(quotas), default=0.0))

    def turn_away(self, action: str, *, peer: str) -> None:
        """For whoever has nothing read of it yet: raises ``TooManyAttempts`` where it is known here, without asking
        anybody, that ``peer`` would not be let in. Whoever is not turned away has not been let in yet."""
        _see_that_none_waits(self.throttle.known_wait(_key(action, "peer", peer)))


def _see_that_none_waits(seconds: float) -> None:
    if seconds > 0:
        raise TooManyAttempts(
            f"Too many attempts: try again in {math.ceil(seconds)} seconds.", retry_after_seconds=seconds
        )


def _key(action: str, kind: str, name: str) -> str:
    """Of equal length for every name, and it does not tell the name."""
    return f"{action}:{kind}:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
