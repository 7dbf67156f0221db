"""Every address and who may call it."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router, request_response
from starlette.staticfiles import StaticFiles

from bookbytes_core.errors import NotFound
from bookbytes_http.auth import Endpoint, protected
from bookbytes_http.endpoints import books, catalogue, chapters, health, jobs, session, voices

STATIC = Path(__file__).parent / "static"


def routes() -> list[BaseRoute]:
    """Under /api/v1 everything needs the key, an address that does not exist too."""
    return [
        Route("/", _page),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/health/live", health.live),
        Mount("/api/v1", Router(_api(), default=request_response(protected(_nothing)))),
    ]


def _api() -> list[BaseRoute]:
    return [
        _guarded("POST", "/auth/session", session.open_session),
        _guarded("POST", "/books/import", books.import_book),
        _guarded("POST", "/books/estimate", books.estimate),
        _guarded("POST", "/books/process", books.process),
        _guarded("POST", "/books/{book_id}/refresh", books.refresh),
        _guarded("POST", "/books/search", catalogue.search),
        _guarded("GET", "/books/works", catalogue.list_works),
        _guarded("GET", "/books/works/{work_id}", catalogue.get_work),
        _guarded("GET", "/books/works/{work_id}/cover", catalogue.get_cover),
        _guarded("GET", "/books/isbn/{isbn}", catalogue.get_edition),
        _guarded("GET", "/books", books.list_books),
        _guarded("GET", "/books/{book_id}", books.get_book),
        _guarded("DELETE", "/books/{book_id}", books.delete_book),
        _guarded("GET", "/books/{book_id}/chapters", books.list_chapters),
        _guarded("GET", "/chapters/{chapter_id}", chapters.get_chapter),
        _guarded("GET", "/chapters/{chapter_id}/audio", chapters.get_audio),
        _guarded("GET", "/voices", voices.list_voices),
        _guarded("GET", "/voices/{voice_id:path}/sample", voices.get_sample),
        _guarded("GET", "/jobs", jobs.list_jobs),
        _guarded("GET", "/jobs/{job_id}", jobs.get_job),
        _guarded("POST", "/jobs/{job_id}/cancel", jobs.cancel_job),
        _guarded("POST", "/jobs/{job_id}/resume", jobs.resume_job),
    ]


def _guarded(method: str, path: str, endpoint: Endpoint) -> Route:
    return Route(path, protected(endpoint), methods=[method])


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _nothing(_: Request) -> Response:
    raise NotFound("There is nothing under this address.")
