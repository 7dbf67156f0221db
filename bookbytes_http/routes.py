"""Every address and who may call it."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router, request_response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bookbytes_core.errors import NotFound
from bookbytes_http.auth import Endpoint, Policy, guarded
from bookbytes_http.body_limit import accepting
from bookbytes_http.endpoints import auth, books, catalogue, chapters, health, jobs, session, voices
from bookbytes_http.measuring import show_metrics

STATIC = Path(__file__).parent / "static"

_MIB = 1024 * 1024
_LARGEST_UPLOAD = 210 * _MIB
"""Bytes: a little more than the largest book file, for the multipart wrapping around it."""

_LARGEST_PASSWORD = 2 * _MIB
"""Bytes: one of a megabyte is too long, and shall be called that."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path under /api/v1. There is none without a policy."""

    method: str
    path: str
    endpoint: Endpoint
    policy: Policy
    largest_body: int = _MIB
    """Bytes."""

    def route(self) -> Route:
        endpoint = guarded(accepting(self.largest_body, self.endpoint), self.policy)
        return _Strict(self.path, endpoint, methods=[self.method], name=self.endpoint.__name__)


class _Strict(Route):
    """Answers 405 only to those who may call the address at all, and with all methods that it has."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = scope["method"] in (self.methods or ())
        other = request_response(guarded(self._other_method, Policy.USER))
        await (self.app if known else other)(scope, receive, send)

    async def _other_method(self, _: Request) -> Response:
        methods = {each.method for each in OPERATIONS if each.path == self.path}
        allowed = sorted(methods | ({"HEAD"} if "GET" in methods else set()))
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(allowed)})


OPERATIONS = (
    Operation("POST", "/auth/register", auth.register, Policy.PUBLIC, _LARGEST_PASSWORD),
    Operation("POST", "/auth/login", auth.login, Policy.PUBLIC, _LARGEST_PASSWORD),
    Operation("GET", "/auth/me", auth.me, Policy.USER),
    Operation("POST", "/auth/session", session.open_session, Policy.USER),
    Operation("DELETE", "/auth/session", session.close_session, Policy.USER),
    Operation("POST", "/books/import", books.import_book, Policy.USER, _LARGEST_UPLOAD),
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
    """Whatever is not public needs a caller, an address that does not exist too: no spelling of one is let by."""
    nothing = request_response(guarded(_nothing, Policy.USER))
    return [
        Route("/", _page),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/health/live", health.live),
        Route("/health/ready", health.ready),
        Route("/metrics", show_metrics),
        Mount("/api/v1", Router([each.route() for each in OPERATIONS], redirect_slashes=False, default=nothing)),
        Mount("/", nothing),
    ]


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _nothing(_: Request) -> Response:
    raise NotFound("There is nothing under this address.")
