"""Errors as answers: the only place that knows status codes."""

import math
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import cast

from loguru import logger
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bookbytes_adapters.redaction import Redactor
from bookbytes_core.errors import (
    BookBytesError,
    Conflict,
    InvalidInput,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    Rejected,
    StorageFull,
    TooManyAttempts,
    Unavailable,
)

_STATUS_BY_CODE = {
    "file_too_large": 413,
    "body_too_large": 413,
    "unsupported_file_type": 415,
    "unsupported_media_type": 415,
    "invalid_body": 400,
    "source_text_required": 409,
    "audio_missing": 410,
    "audio_damaged": 410,
}
_STATUS_BY_KIND: tuple[tuple[type[BookBytesError], int], ...] = (
    (InvalidInput, 422),
    (NotFound, 404),
    (Conflict, 409),
    (NotAuthenticated, 401),
    (NotAllowed, 403),
    (TooManyAttempts, 429),
    (StorageFull, 507),
    (Unavailable, 503),
    (Rejected, 502),
)
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 415: "unsupported_media_type"}
"""For what the framework refuses; all codes there are stand in ``error_codes.py``."""

_CLIENT_GONE = 499
"""No status of HTTP: what servers write to their logs."""

Handler = Callable[[Request, Exception], Awaitable[Response]]
"""They wait for nothing, but what is not async is given a thread, which costs more than the rest of a refusal."""


def exception_handlers(redact: Redactor | None = None) -> Mapping[int | type[Exception], Handler]:
    """``redact`` takes out what must not be seen, for some messages repeat what a server or a library said."""
    return {BookBytesError: partial(_ours, redact or Redactor()), HTTPException: _routing, ClientDisconnect: _gone}


def status_of(error: BookBytesError) -> int:
    """The status that an error is answered with."""
    return _STATUS_BY_CODE.get(error.code) or next(
        (status for kind, status in _STATUS_BY_KIND if isinstance(error, kind)), 500
    )


def error_response(
    request_id: str,
    status: int,
    code: str,
    message: str,
    details: Mapping[str, object] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The one shape of every error answer."""
    error: dict[str, object] = {"code": code, "message": message, "request_id": request_id}
    if details:
        error["details"] = dict(details)
    return JSONResponse({"error": error}, status, headers=headers)


async def _ours(redact: Redactor, request: Request, error: Exception) -> Response:
    problem = cast("BookBytesError", error)
    message, details = redact(problem.message), {name: redact.value(each) for name, each in problem.details.items()}
    request_id, headers = request.state.request_id, _headers(request, problem)
    return error_response(request_id, status_of(problem), problem.code, message, details, headers=headers)


def _headers(request: Request, problem: BookBytesError) -> dict[str, str]:
    if isinstance(problem, NotAuthenticated):
        return {"WWW-Authenticate": request.state.gate.challenge}
    if isinstance(problem, TooManyAttempts | Unavailable) and problem.retry_after_seconds:
        return {"Retry-After": str(math.ceil(problem.retry_after_seconds))}
    return {}


async def _routing(request: Request, error: Exception) -> Response:
    problem = cast("HTTPException", error)
    code = _CODES.get(problem.status_code, "bad_request")
    request_id, headers = request.state.request_id, problem.headers
    return error_response(request_id, problem.status_code, code, f"{problem.detail}.", headers=headers)


async def _gone(_: Request, __: Exception) -> Response:
    """Nobody reads it; the log tells that the client went."""
    return Response(status_code=_CLIENT_GONE)


class LastResort:
    """Answers where a mistake in the program left no answer: what it was stands in the log alone. Within the other
    middleware, so that this answer has its headers and this line its request's id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def answer(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            logger.opt(exception=error).error("unforeseen error")
            if has_begun:
                raise
            message = "Something went wrong here; the log has more under this request's id."
            response = error_response(scope["state"]["request_id"], 500, "internal_error", message)
            await response(scope, receive, send)


class Opening:
    """Tells why the application does not start: in a sentence what is wrong with this machine or its settings, with its
    trace a mistake in the program, as Starlette does. ``opening_error`` of the lifespan's state is then the error, for
    a server that looks there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        failed: list[Message] = []

        async def held_back(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                failed.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, held_back)
        except BaseException as error:
            for message in failed:
                scope.get("state", {})["opening_error"] = error
                await send({**message, "message": error.message} if isinstance(error, BookBytesError) else message)
            raise
