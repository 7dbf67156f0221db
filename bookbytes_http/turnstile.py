"""Guesses of whoever is known to have guessed too often, turned away before anything is read of them."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from bookbytes_core import BookBytes
from bookbytes_core.errors import BookBytesError, TooManyAttempts
from bookbytes_http.errors import Handler
from bookbytes_http.proxies import peer

LOGIN = "/api/v1/auth/login"


class Turnstile:
    """Stands before all that reads a request. It asks nobody: who is not known to be refused goes on, and is counted
    where the attempt is made. The answer is the same, at half the price. Pure ASGI."""

    def __init__(
        self, app: ASGIApp, routes: Iterable[BaseRoute], handlers: Mapping[int | type[Exception], Handler]
    ) -> None:
        self._app = app
        self._answer = handlers[BookBytesError]
        self._login = _endpoint(routes, LOGIN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == LOGIN and scope["method"] == "POST":
            request = Request(scope)
            application: BookBytes = request.state.application
            try:
                application.accounts.doorkeeper.turn_away("login", peer=peer(request))
            except TooManyAttempts as error:
                scope["endpoint"] = self._login  # as the router would: requests are counted by it
                response = await self._answer(request, error)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _endpoint(routes: Iterable[BaseRoute], path: str) -> object:
    for route in routes:
        if isinstance(route, Route) and route.path == path:
            return route.endpoint
        if isinstance(route, Mount) and isinstance(route.app, Router) and path.startswith(f"{route.path}/"):
            return _endpoint(route.app.routes, path.removeprefix(route.path))
    raise LookupError(path)
