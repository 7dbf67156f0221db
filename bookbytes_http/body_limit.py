"""How large the body of a request may be. Pure ASGI."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bookbytes_core.errors import InvalidInput
from bookbytes_http.auth import Endpoint

_MIB = 1024 * 1024
_USUAL = _MIB
"""Bytes. The longest order, with all chapters and pronunciations it may have, is well below."""


class BodyLimit:
    """Refuses a body that is larger than its endpoint accepts: when it is asked for where the length is told, else
    when the limit is passed. What is not asked for is not looked at.

    Raises ``InvalidInput`` in whoever reads the body: ``body_too_large``, and ``unsupported_media_type`` for a body in
    a content coding, which nobody here undoes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        told, coding = sent.get("content-length", "0"), sent.get("content-encoding", "identity").strip().lower()
        seen, told_bytes = 0, int(told) if told.isascii() and told.isdigit() else 0
        answering = False

        async def limited() -> Message:
            nonlocal seen
            largest: int = scope["state"].get("largest_body", _USUAL)
            if coding != "identity" and not answering:
                raise InvalidInput(f"Send the body as it is, not {coding[:20]!r}.", code="unsupported_media_type")
            if told_bytes > largest and not answering:
                raise _too_large(largest)
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > largest and not answering:
                raise _too_large(largest)
            return message

        async def answer(message: Message) -> None:
            nonlocal answering
            answering = True
            await send(message)

        await self._app(scope, limited, answer)


def accepting(largest: int, endpoint: Endpoint) -> Endpoint:
    """The endpoint, for bodies of at most ``largest`` bytes."""

    async def accepted(request: Request) -> Response:
        request.state.largest_body = largest
        return await endpoint(request)

    return accepted


def _too_large(largest: int) -> InvalidInput:
    return InvalidInput(f"The body is larger than {largest // _MIB} MiB.", code="body_too_large")
