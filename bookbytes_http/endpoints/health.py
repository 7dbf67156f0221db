"""Whether the server lives, and whether it can do its work."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bookbytes_core import BookBytes
from bookbytes_core.use_cases.upkeep.check_readiness import Health

_NOT_KEPT = {"Cache-Control": "no-store"}


async def live(_: Request) -> Response:
    """GET /health/live: the process answers. It asks nothing of anybody, so trouble elsewhere restarts no server."""
    return JSONResponse({"status": "ok"}, headers=_NOT_KEPT)


async def ready(request: Request) -> Response:
    """GET /health/ready: 503 while the database or the storage fails, 200 with ``degraded`` where only Redis does."""
    application: BookBytes = request.state.application
    readiness = await application.check_readiness()
    status = 503 if readiness.status is Health.DOWN else 200
    return JSONResponse({"status": readiness.status, "checks": dict(readiness.checks)}, status, headers=_NOT_KEPT)
