"""Take an order once, however often it is sent."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from bookbytes_core.domain import json_codec
from bookbytes_core.errors import Conflict, InvalidInput
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.replays import Replays
from bookbytes_core.use_cases.audio_books.request import Receipt

LONGEST_KEY = 255

_HELD_SECONDS = 10.0
"""Whoever has begun a request and not ended it by then is taken to be gone, as after a crash. If it only was slow, the
same order is placed twice, which makes one job."""
_PATIENCE_SECONDS = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OnceOnly:
    """Whoever sends a request again under the same key, as after a lost answer, gets the receipt that the first one
    got, whatever has become of the job since; of many who send it at once one is served and the others wait for that
    receipt. A request that fails leaves its key as good as new. Keys are each owner's own.

    Raises ``InvalidInput`` (codes ``invalid_idempotency_key``, and ``idempotency_key_reused`` for another request under
    a known key) and ``Conflict`` (code ``idempotency_key_in_use``) when the first takes too long.
    """

    replays: Replays
    clock: Clock
    new_id: IdFactory

    async def __call__(
        self, key: str, request: bytes, serve: Callable[[], Awaitable[Receipt]], *, owner: UUID
    ) -> Receipt:
        """``request`` is all that tells it from another one."""
        if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
            raise InvalidInput(
                f"An Idempotency-Key has 1 to {LONGEST_KEY} printable ASCII characters.", code="invalid_idempotency_key"
            )
        fingerprint, holder = hashlib.sha256(request).hexdigest(), str(self.new_id())
        known = await self._begun_or_known(owner, key, fingerprint, holder)
        if known is not None:
            return known
        try:
            receipt = await serve()
        except BaseException:
            await self.replays.forget(owner, key, holder=holder)
            raise
        await self.replays.keep(owner, key, holder=holder, answer=json_codec.dump(receipt))
        return receipt

    async def _begun_or_known(self, owner: UUID, key: str, fingerprint: str, holder: str) -> Receipt | None:
        until, pause = self.clock.monotonic() + _PATIENCE_SECONDS, _FIRST_PAUSE
        while True:
            found = await self.replays.begin(owner, key, fingerprint, holder=holder, seconds=_HELD_SECONDS)
            if found is None:
                return None
            if found.fingerprint != fingerprint:
                raise InvalidInput(
                    "This Idempotency-Key came with another request before: take a new one for each request.",
                    code="idempotency_key_reused",
                )
            if found.answer is not None:
                return json_codec.load(Receipt, found.answer)
            if self.clock.monotonic() >= until:
                raise Conflict(
                    "The first request with this Idempotency-Key is still being answered: try again in a while.",
                    code="idempotency_key_in_use",
                )
            await self.clock.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
