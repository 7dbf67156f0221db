"""Who may call what: the installation's key in a header, or for reading a cookie that was given for it."""

import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from bookbytes_core import SYSTEM_USER
from bookbytes_core.errors import NotAuthenticated

Endpoint = Callable[[Request], Awaitable[Response]]


class Policy(StrEnum):
    """Who may call a route. Every route of the API carries one."""

    PUBLIC = "public"
    """Everybody, without a key."""
    USER = "user"
    """Whoever has signed in, and the installation's own key."""
    ADMIN = "admin"
    """The installation's own key alone."""


COOKIE = "bookbytes_session"
SESSION_SECONDS = 12 * 3600


class Gate:
    """Knows the key. Keys and cookies are compared in constant time."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._secret = hashlib.sha256(b"bookbytes session\n" + self._key).digest()

    def user(self, request: Request) -> UUID:
        """Whose call this is. Raises ``NotAuthenticated``."""
        if self._has_key(request) or (request.method in ("GET", "HEAD") and self._has_session(request)):
            return SYSTEM_USER
        raise NotAuthenticated("Send the key of this installation in the X-API-Key header.")

    def new_session(self) -> str:
        """A cookie value that lets its holder read for ``SESSION_SECONDS``."""
        expires = str(int(time.time()) + SESSION_SECONDS)
        return f"{expires}.{self._signature(expires)}"

    def _has_key(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("x-api-key", "").encode(), self._key)

    def _has_session(self, request: Request) -> bool:
        expires, _, signature = request.cookies.get(COOKIE, "").partition(".")
        genuine = hmac.compare_digest(signature.encode(), self._signature(expires).encode())
        return genuine and expires.isascii() and expires.isdigit() and int(expires) > time.time()

    def _signature(self, expires: str) -> str:
        return hmac.new(self._secret, expires.encode(), hashlib.sha256).hexdigest()


def protected(endpoint: Endpoint) -> Endpoint:
    """The endpoint, for callers who may; others get 401 before their body is read."""

    async def guarded(request: Request) -> Response:
        request.state.user = request.state.gate.user(request)
        return await endpoint(request)

    return guarded
