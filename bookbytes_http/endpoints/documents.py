"""The API's own documentation: the OpenAPI document and two pages that show it, all from this server."""

import importlib.util
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from bookbytes_http.auth import Endpoint

_ASSETS = {"swagger_bundle.js": "text/javascript", "swagger_style.css": "text/css", "redoc.js": "text/javascript"}
"""What the pages need of the package offapi, which ships Swagger UI (Apache-2.0) and Redoc (MIT) as they are."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Both pages write their own styles, and Redoc searches in a worker that it makes; no script but ours runs."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>BookBytes API</title>
<link rel="icon" href="/static/icon.svg">
{head}</head>
<body>
{body}
</body>
</html>
"""

_SWAGGER = _PAGE.format(
    head='<link rel="stylesheet" href="/docs/assets/swagger_style.css">\n',
    body='<div id="docs"></div>\n<script src="/docs/assets/swagger_bundle.js"></script>\n'
    '<script src="/static/docs.js"></script>',
)
_REDOC = _PAGE.format(
    head="",
    body='<div id="docs"></div>\n<script type="module" src="/static/redoc.js"></script>',
)


def openapi(make: Callable[[], bytes]) -> Endpoint:
    """GET /openapi.json: what ``make`` makes, once."""
    made = lru_cache(maxsize=1)(make)

    async def get_openapi(_: Request) -> Response:
        return Response(made(), media_type="application/json")

    return get_openapi


async def swagger(_: Request) -> Response:
    return HTMLResponse(_SWAGGER, headers={"Content-Security-Policy": _POLICY})


async def redoc(_: Request) -> Response:
    return HTMLResponse(_REDOC, headers={"Content-Security-Policy": _POLICY})


async def asset(request: Request) -> Response:
    name = request.path_params["name"]
    found = importlib.util.find_spec("offapi")  # found, not imported: importing it reads all of its nine megabytes
    if name not in _ASSETS or found is None or found.origin is None:
        raise HTTPException(404, "There is nothing under this address")
    file = Path(found.origin).parent / name
    return FileResponse(file, media_type=_ASSETS[name], headers={"Cache-Control": "public, max-age=86400"})
