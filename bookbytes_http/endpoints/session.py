"""A browser's session: the key is sent once, then a cookie does for reading."""

from starlette.requests import Request
from starlette.responses import Response

from bookbytes_http.auth import COOKIE, SESSION_SECONDS, Gate


async def open_session(request: Request) -> Response:
    """POST /auth/session: 204 and a cookie that media elements and links send by themselves, for GET and HEAD alone."""
    gate: Gate = request.state.gate
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        gate.new_session(),
        max_age=SESSION_SECONDS,
        path="/api/v1",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response
