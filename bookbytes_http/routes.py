"""Every address and who may call it."""

import json
from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route, Router, request_response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bookbytes_core.errors import NotFound
from bookbytes_http.auth import Policy, guarded
from bookbytes_http.documentation import accounts as of_accounts
from bookbytes_http.documentation import books as of_books
from bookbytes_http.documentation import catalogue as of_catalogue
from bookbytes_http.documentation import chapters as of_chapters
from bookbytes_http.documentation import jobs as of_jobs
from bookbytes_http.documentation import service as of_service
from bookbytes_http.endpoints import auth, books, catalogue, chapters, documents, events, health, jobs, session, voices
from bookbytes_http.endpoints.page import page
from bookbytes_http.measuring import show_metrics
from bookbytes_http.openapi import document
from bookbytes_http.operation import MIB, Operation

STATIC = Path(__file__).parent / "static"

_LARGEST_UPLOAD = 210 * MIB
"""Bytes: a little more than the largest book file, for the multipart wrapping around it."""

_LARGEST_PASSWORD = 2 * MIB
"""Bytes: one of a megabyte is too long, and shall be called that."""


class _Strict(Route):
    """Answers 405 only to those who may call the address at all, and with all methods that it has."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = scope["method"] in (self.methods or ())
        other = request_response(guarded(self._other_method, Policy.USER))
        await (self.app if known else other)(scope, receive, send)

    async def _other_method(self, _: Request) -> Response:
        methods = {each.method for each in OPERATIONS if each.address == self.path}
        allowed = sorted(methods | ({"HEAD"} if "GET" in methods else set()))
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(allowed)})


class _Known(Route):
    """An address beside the API: to whoever uses another method it is there all the same, and answers 405."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child = super().matches(scope)
        return (Match.FULL if match is Match.PARTIAL else match), child

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        methods = self.methods or set()
        if scope["method"] not in methods:
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(sorted(methods))})
        await self.app(scope, receive, send)


OPERATIONS = (
    Operation("POST", "/auth/register", auth.register, Policy.PUBLIC, of_accounts.REGISTER, _LARGEST_PASSWORD),
    Operation("POST", "/auth/login", auth.login, Policy.PUBLIC, of_accounts.LOGIN, _LARGEST_PASSWORD),
    Operation("GET", "/auth/me", auth.me, Policy.USER, of_accounts.ME),
    Operation("POST", "/auth/session", session.open_session, Policy.USER, of_accounts.OPEN_SESSION),
    Operation("DELETE", "/auth/session", session.close_session, Policy.USER, of_accounts.CLOSE_SESSION),
    Operation("POST", "/books/import", books.import_book, Policy.USER, of_books.IMPORT, _LARGEST_UPLOAD),
    Operation("POST", "/books/estimate", books.estimate, Policy.USER, of_books.ESTIMATE),
    Operation("POST", "/books/process", books.process, Policy.USER, of_books.PROCESS),
    Operation("POST", "/books/{book_id}/refresh", books.refresh, Policy.USER, of_books.REFRESH),
    Operation("POST", "/books/search", catalogue.search, Policy.USER, of_catalogue.SEARCH),
    Operation("GET", "/books/works", catalogue.list_works, Policy.USER, of_catalogue.LIST_WORKS),
    Operation("GET", "/books/works/{work_id}", catalogue.get_work, Policy.USER, of_catalogue.GET_WORK),
    Operation("GET", "/books/works/{work_id}/cover", catalogue.get_cover, Policy.USER, of_catalogue.GET_COVER),
    Operation("GET", "/books/isbn/{isbn}", catalogue.get_edition, Policy.USER, of_catalogue.GET_EDITION),
    Operation("GET", "/books", books.list_books, Policy.USER, of_books.LIST_BOOKS),
    Operation("GET", "/books/{book_id}", books.get_book, Policy.USER, of_books.GET_BOOK),
    Operation("DELETE", "/books/{book_id}", books.delete_book, Policy.USER, of_books.DELETE_BOOK),
    Operation("GET", "/books/{book_id}/chapters", books.list_chapters, Policy.USER, of_books.LIST_CHAPTERS),
    Operation("GET", "/chapters/{chapter_id}", chapters.get_chapter, Policy.USER, of_chapters.GET_CHAPTER),
    Operation("GET", "/chapters/{chapter_id}/audio", chapters.get_audio, Policy.USER, of_chapters.GET_AUDIO),
    Operation("GET", "/voices", voices.list_voices, Policy.USER, of_chapters.LIST_VOICES),
    Operation("GET", "/voices/{voice_id:path}/sample", voices.get_sample, Policy.USER, of_chapters.GET_SAMPLE),
    Operation("GET", "/jobs", jobs.list_jobs, Policy.USER, of_jobs.LIST_JOBS),
    Operation("GET", "/jobs/{job_id}", jobs.get_job, Policy.USER, of_jobs.GET_JOB),
    Operation("GET", "/jobs/{job_id}/events", events.follow_job, Policy.USER, of_jobs.FOLLOW_JOB),
    Operation("POST", "/jobs/{job_id}/cancel", jobs.cancel_job, Policy.USER, of_jobs.CANCEL_JOB),
    Operation("POST", "/jobs/{job_id}/resume", jobs.resume_job, Policy.USER, of_jobs.RESUME_JOB),
)
"""All that the API does, under /api/v1."""

SERVICE = (
    Operation("GET", "/health/live", health.live, Policy.PUBLIC, of_service.LIVE),
    Operation("GET", "/health/ready", health.ready, Policy.PUBLIC, of_service.READY),
    Operation("GET", "/metrics", show_metrics, Policy.PUBLIC, of_service.METRICS),
)
"""What stands beside the API, without asking anybody who they are."""


def routes() -> list[BaseRoute]:
    """Whatever is not public needs a caller, an address that does not exist too: no spelling of one is let by."""
    nothing = request_response(guarded(_nothing, Policy.USER))
    return [
        _Known("/", page(STATIC / "index.html")),
        Mount("/static", StaticFiles(directory=STATIC)),
        *(_Known(each.path, each.endpoint) for each in SERVICE),
        _Known("/openapi.json", documents.openapi(openapi)),
        _Known("/docs", documents.swagger),
        _Known("/docs/assets/{name}", documents.asset),
        _Known("/redoc", documents.redoc),
        Mount("/api/v1", Router([route(each) for each in OPERATIONS], redirect_slashes=False, default=nothing)),
        Mount("/", nothing),
    ]


def route(operation: Operation) -> Route:
    """Where an operation is found, and only by who may."""
    endpoint, name = operation.guarded_endpoint(), operation.endpoint.__name__
    return _Strict(operation.address, endpoint, methods=[operation.method], name=name)


def openapi() -> bytes:
    """The OpenAPI document of all operations, as JSON."""
    operations = [*(("", each) for each in SERVICE), *(("/api/v1", each) for each in OPERATIONS)]
    return json.dumps(document(operations), ensure_ascii=False).encode()


async def _nothing(_: Request) -> Response:
    raise NotFound("There is nothing under this address.")
