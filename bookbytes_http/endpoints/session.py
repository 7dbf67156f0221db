"""A browser's session: key or token are sent once, then a cookie does for reading."""

from starlette.requests import Request
from starlette.responses import Response

from bookbytes_http.auth import Gate
from bookbytes_http.sessions import COOKIE


async def open_session(request: Request) -> Response:
    """POST /auth/session: 204 and a cookie that media elements and links send by themselves, for GET and HEAD alone. It
    is the caller's, and good for no longer than the token it was asked for with."""
    gate: Gate = request.state.gate
    value, seconds = gate.sessions.new(request.state.user, request.state.caller.until)
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        value,
        max_age=seconds,
        path="/api/v1",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


async def close_session(_: Request) -> Response:
    """DELETE /auth/session: 204, and this browser forgets the cookie."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/api/v1", httponly=True, samesite="strict")
    return response
