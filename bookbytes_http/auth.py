"""Who may call what: a key or an access token in a header, or for reading a cookie that was given for it."""

import hmac
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from bookbytes_core import SYSTEM_USER
from bookbytes_core.domain.user import SYSTEM
from bookbytes_core.errors import NotAllowed, NotAuthenticated
from bookbytes_core.use_cases.accounts.accounts import Accounts
from bookbytes_core.use_cases.accounts.recognise import Caller
from bookbytes_http.sessions import COOKIE, Sessions

Endpoint = Callable[[Request], Awaitable[Response]]


class Policy(StrEnum):
    """Who may call a route. Every route of the API carries one."""

    PUBLIC = "public"
    """Everybody. ``request.state.user`` is the caller where one is known, else None."""
    USER = "user"
    """Whoever has signed in, and the installation's own key."""
    ADMIN = "admin"
    """The installation's own key alone."""


class Gate(Protocol):
    """Recognises callers. ``challenge`` is what it asks of others (RFC 9110, 11.6.1)."""

    challenge: str
    has_accounts: bool
    sessions: Sessions

    @abstractmethod
    async def caller(self, request: Request) -> Caller:
        """Whose call this is. Raises ``NotAuthenticated``."""
        ...


class KeyGate(Gate):
    """Knows the installation's one key, and compares in constant time: whoever has it is the system's user."""

    challenge = "ApiKey"
    has_accounts = False

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self.sessions = Sessions(key)

    async def caller(self, request: Request) -> Caller:
        given = request.headers.get("x-api-key", "").encode("utf-8", "surrogatepass")
        if given and hmac.compare_digest(given, self._key):
            return Caller(SYSTEM, None)
        if not given and (session := _session(request, self.sessions)) and session[0] == SYSTEM_USER:
            return Caller(SYSTEM, session[1])
        raise NotAuthenticated("Send the key of this installation in the X-API-Key header.")


class TokenGate(Gate):
    """Knows the users' access tokens; a user who was disabled is nobody from the next call on."""

    challenge = "Bearer"
    has_accounts = True

    def __init__(self, accounts: Accounts, key: str) -> None:
        self._accounts = accounts
        self.sessions = Sessions(key)

    async def caller(self, request: Request) -> Caller:
        given = request.headers.getlist("authorization")
        if given:
            scheme, _, token = given[0].partition(" ")
            if len(given) == 1 and scheme.lower() == "bearer":
                return await self._accounts.recognise(token.strip())
        elif session := _session(request, self.sessions):
            return Caller(await self._accounts.describe(session[0]), session[1])
        raise NotAuthenticated(
            "Sign in with POST /api/v1/auth/login and send the token, after Bearer, in the Authorization header."
        )


def guarded(endpoint: Endpoint, policy: Policy) -> Endpoint:
    """The endpoint, for callers who may; others get 401 or 403 before their body is read."""
    return _open_to_all(endpoint) if policy is Policy.PUBLIC else _protected(endpoint, policy)


def _protected(endpoint: Endpoint, policy: Policy) -> Endpoint:
    async def protected(request: Request) -> Response:
        gate: Gate = request.state.gate
        caller = request.state.caller = await gate.caller(request)
        request.state.user = caller.user.id
        if policy is Policy.ADMIN and caller.user.id != SYSTEM_USER:
            raise NotAllowed("Only the key of this installation may do that.")
        return await endpoint(request)

    return protected


def _open_to_all(endpoint: Endpoint) -> Endpoint:
    async def open_to_all(request: Request) -> Response:
        gate: Gate = request.state.gate
        try:
            request.state.user = (await gate.caller(request)).user.id
        except NotAuthenticated:
            request.state.user = None
        return await endpoint(request)

    return open_to_all


def _session(request: Request, sessions: Sessions) -> tuple[UUID, datetime] | None:
    """What the cookie says, which counts for reading alone."""
    value = request.cookies.get(COOKIE)
    return sessions.read(value) if value and request.method in ("GET", "HEAD") else None
