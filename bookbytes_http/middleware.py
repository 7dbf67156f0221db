"""What happens to every request: an id and a log line, safe headers. Pure ASGI."""

import re
import time
import uuid

from loguru import logger
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_GUESSED_AT = "/api/v1/auth/"
"""Whoever guesses passwords does it often: refusing has to stay cheap, and each line costs a tenth of it. That somebody
is refused is told once, by who remembers it."""
_REFUSED = 429
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

_SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'{media}; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""What the API answers was made from people's files: opened as a page of its own, it can do nothing at all."""


class RequestLog:
    """Takes the caller's X-Request-ID or makes one; it stands on the answer and on every log line."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        level, method, path = _level(scope["path"]), scope["method"], scope["path"]
        is_guess = path.startswith(_GUESSED_AT)
        with logger.contextualize(request_id=request_id):
            logger.log("DEBUG" if is_guess else level, "{} {} began", method, path)
            try:
                await self._app(scope, receive, answer)
            finally:
                milliseconds = round((time.perf_counter() - started) * 1000)
                ended = "DEBUG" if is_guess and status == _REFUSED else level
                logger.bind(status=status, ms=milliseconds).log(ended, "{} {}", method, path)


def _level(path: str) -> str:
    """Machines ask these every few seconds: nobody wants to read that."""
    return "DEBUG" if path.startswith("/health/") or path == "/metrics" else "INFO"


class SecurityHeaders:
    """Headers that keep browsers from doing more with an answer than it is meant for; what an endpoint set stays.

    Sound may also come from the lifespan's ``media_origin``, which signed addresses redirect to.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._api = _encoded(_API_POLICY)
        self._pages: dict[str | None, list[tuple[bytes, bytes]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        safe = self._api if scope["path"].startswith("/api/") else self._page(scope["state"].get("media_origin"))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                present = {name for name, _ in given}
                message["headers"] = [*given, *(each for each in safe if each[0] not in present)]
            await send(message)

        await self._app(scope, receive, answer)

    def _page(self, origin: str | None) -> list[tuple[bytes, bytes]]:
        if origin not in self._pages:
            self._pages[origin] = _encoded(_PAGE_POLICY.format(media=f" {origin}" if origin else ""))
        return self._pages[origin]


def _encoded(policy: str) -> list[tuple[bytes, bytes]]:
    headers = {**_SAFE, "content-security-policy": policy}
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
