"""The web page, from memory: to look at a file costs four ways to a thread and back."""

import hashlib
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bookbytes_http.auth import Endpoint
from bookbytes_http.conditions import not_modified


def page(file: Path) -> Endpoint:
    """GET /: ``file`` as it is when it is first asked for."""
    content = lru_cache(maxsize=1)(file.read_bytes)
    tag = lru_cache(maxsize=1)(lambda: hashlib.sha256(content()).hexdigest()[:32])

    async def get_page(request: Request) -> Response:
        headers = {"ETag": f'"{tag()}"', "Cache-Control": "no-cache"}
        if not_modified(request, headers["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(content(), headers=headers, media_type="text/html")

    return get_page
