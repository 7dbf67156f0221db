"""Access tokens as JSON Web Tokens (RFC 7519), used as RFC 8725 advises."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from types import ModuleType
from typing import Any
from uuid import UUID

from bookbytes_core.errors import InvalidInput, NotAuthenticated
from bookbytes_core.ports.access_tokens import AccessToken, AccessTokens, Claimed
from bookbytes_core.ports.clock import Clock

SHORTEST_KEY = 32
"""Bytes: as long as what HMAC-SHA-256 makes (RFC 7518, 3.2)."""

LONGEST_TOKEN = 4096
"""Characters; ours have about 300."""

ISSUER = AUDIENCE = "bookbytes"
SCOPE = "access"

_ALGORITHM = "HS256"
_HEADER = {"alg": _ALGORITHM, "typ": "JWT"}
_CLAIMS = ("sub", "exp", "iat", "scope", "iss", "aud")
_CLOCKS_APART = 30
"""Seconds that the clocks of two servers may differ by."""


class JwtAccessTokens(AccessTokens):
    """Signed with ``key`` by HS256 and by nothing else: the header of a token has no say in it, and one that says more
    than ours do is refused.

    A token is good for as long as it says, and it may say no more than ``expire_minutes``. Raises ``InvalidInput`` for
    a key that is too short.
    """

    def __init__(self, key: str, clock: Clock, *, expire_minutes: int) -> None:
        self._key = key.encode()
        if len(self._key) < SHORTEST_KEY:
            raise InvalidInput(f"A key for tokens has {SHORTEST_KEY} bytes or more.", code="invalid_setting")
        self._clock = clock
        self._seconds = expire_minutes * 60

    @cached_property
    def _jwt(self) -> ModuleType:
        """Whoever signs nobody in need not load it."""
        import jwt

        return jwt

    def issue(self, user_id: UUID) -> AccessToken:
        now = self._now()
        claims = {"sub": str(user_id), "iat": now, "exp": now + self._seconds, "scope": SCOPE}
        text = self._jwt.encode({**claims, "iss": ISSUER, "aud": AUDIENCE}, self._key, _ALGORITHM, _HEADER)
        return AccessToken(text, self._seconds)

    def read(self, text: str) -> Claimed:
        try:
            return self._claimed(self._verified(text))
        except (self._jwt.PyJWTError, _Wrong, ValueError, RecursionError) as error:
            raise NotAuthenticated("This token is not good, or no longer: sign in again.") from error

    def _verified(self, text: str) -> Mapping[str, Any]:
        if len(text) > LONGEST_TOKEN or not text.isascii():
            raise _Wrong
        token = self._jwt.decode_complete(
            text,
            self._key,
            algorithms=[_ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            # times are seen to below, by the clock that issued them
            options={"require": list(_CLAIMS), "strict_aud": True, "verify_exp": False, "verify_iat": False},
        )
        if token["header"] != _HEADER:
            raise _Wrong
        claims: Mapping[str, Any] = token["payload"]
        return claims

    def _claimed(self, claims: Mapping[str, Any]) -> Claimed:
        issued, expires, now = claims["iat"], claims["exp"], self._now()
        # type() and not isinstance(): true is a number, too, and 1e400 one without end
        if type(issued) is not int or type(expires) is not int or claims["scope"] != SCOPE:
            raise _Wrong
        if not (issued <= now + _CLOCKS_APART and now < expires <= issued + self._seconds):
            raise _Wrong
        return Claimed(UUID(claims["sub"]), datetime.fromtimestamp(expires, UTC))

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


class _Wrong(Exception):
    """A token that is none of ours, or no longer good."""
