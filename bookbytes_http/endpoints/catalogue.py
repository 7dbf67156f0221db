"""The catalogue: search for works, look at one with its editions, find the edition that has an ISBN."""

import hashlib

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bookbytes_core import BookBytes
from bookbytes_http.conditions import not_modified
from bookbytes_http.parameters import language, page_request, path_id
from bookbytes_http.schemas import works
from bookbytes_http.schemas.bodies import read_body
from bookbytes_http.schemas.searches import SearchIn


async def search(request: Request) -> Response:
    """POST /books/search: the library's works and the catalogue's."""
    application: BookBytes = request.state.application
    query = (await read_body(request, SearchIn)).to_core()
    return JSONResponse(works.search_result(await application.search_works(query, page_request(request))))


async def list_works(request: Request) -> Response:
    """GET /books/works: the library by title, walked by ``next``."""
    application: BookBytes = request.state.application
    return JSONResponse(works.works(await application.catalogue.works(page_request(request, walked=True))))


async def get_work(request: Request) -> Response:
    application: BookBytes = request.state.application
    work_id, wanted = path_id(request, "work_id"), language(request)
    return JSONResponse(works.work(await application.show_work(work_id, language=wanted)))


async def get_edition(request: Request) -> Response:
    application: BookBytes = request.state.application
    return JSONResponse(works.found_edition(await application.find_edition(request.path_params["isbn"])))


async def get_cover(request: Request) -> Response:
    """GET /books/works/{work_id}/cover: its tag names the address that the cover came from, and no client learns that
    address."""
    application: BookBytes = request.state.application
    address = await application.show_cover.address(path_id(request, "work_id"))
    etag = f'"{hashlib.sha256(address.encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=86400"}
    if not_modified(request, etag):
        return Response(status_code=304, headers=headers)
    cover = await application.show_cover(address)
    return Response(cover.data, headers=headers, media_type=cover.media_type)
