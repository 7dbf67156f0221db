"""Whether the server lives."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


async def live(_: Request) -> Response:
    return JSONResponse({"status": "ok"})
