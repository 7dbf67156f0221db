"""Every address and who may call it."""

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router, request_response
from starlette.staticfiles import StaticFiles

from bookbytes_core.errors import NotFound
from bookbytes_http.auth import Endpoint, Policy, protected
from bookbytes_http.endpoints import books, catalogue, chapters, health, jobs, session, voices

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path under /api/v1. There is none without a policy."""

    method: str
    path: str
    endpoint: Endpoint
    policy: Policy

    def route(self) -> Route:
        endpoint = self.endpoint if self.policy is Policy.PUBLIC else protected(self.endpoint)
        return Route(self.path, endpoint, methods=[self.method], name=self.endpoint.__name__)


OPERATIONS = (
    Operation("POST", "/auth/session", session.open_session, Policy.USER),
    Operation("POST", "/books/import", books.import_book, Policy.USER),
    Operation("POST", "/books/estimate", books.estimate, Policy.USER),
    Operation("POST", "/books/process", books.process, Policy.USER),
    Operation("POST", "/books/{book_id}/refresh", books.refresh, Policy.USER),
    Operation("POST", "/books/search", catalogue.search, Policy.USER),
    Operation("GET", "/books/works", catalogue.list_works, Policy.USER),
    Operation("GET", "/books/works/{work_id}", catalogue.get_work, Policy.USER),
    Operation("GET", "/books/works/{work_id}/cover", catalogue.get_cover, Policy.USER),
    Operation("GET", "/books/isbn/{isbn}", catalogue.get_edition, Policy.USER),
    Operation("GET", "/books", books.list_books, Policy.USER),
    Operation("GET", "/books/{book_id}", books.get_book, Policy.USER),
    Operation("DELETE", "/books/{book_id}", books.delete_book, Policy.USER),
    Operation("GET", "/books/{book_id}/chapters", books.list_chapters, Policy.USER),
    Operation("GET", "/chapters/{chapter_id}", chapters.get_chapter, Policy.USER),
    Operation("GET", "/chapters/{chapter_id}/audio", chapters.get_audio, Policy.USER),
    Operation("GET", "/voices", voices.list_voices, Policy.USER),
    Operation("GET", "/voices/{voice_id:path}/sample", voices.get_sample, Policy.USER),
    Operation("GET", "/jobs", jobs.list_jobs, Policy.USER),
    Operation("GET", "/jobs/{job_id}", jobs.get_job, Policy.USER),
    Operation("POST", "/jobs/{job_id}/cancel", jobs.cancel_job, Policy.USER),
    Operation("POST", "/jobs/{job_id}/resume", jobs.resume_job, Policy.USER),
)
"""All that the API does."""


def routes() -> list[BaseRoute]:
    """Under /api/v1 everything needs the key, an address that does not exist too."""
    return [
        Route("/", _page),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/health/live", health.live),
        Mount("/api/v1", Router([each.route() for each in OPERATIONS], default=request_response(protected(_nothing)))),
    ]


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _nothing(_: Request) -> Response:
    raise NotFound("There is nothing under this address.")
