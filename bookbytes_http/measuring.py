"""How many requests there are and how long they take, by the route's template and never by the path."""

import time
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bookbytes_adapters.metrics import CONTENT_TYPE, Metrics
from bookbytes_adapters.spans import Spans
from bookbytes_core import BookBytes
from bookbytes_http.waiting import Waiting

UNKNOWN_ROUTE = "unknown"
"""The route of whatever is asked for and is not there."""


class Measured:
    """Counts requests into ``metrics``, makes a span of each, and has them among those ``waiting`` until they are
    answered. It stands outermost, so that refusals by other middleware count, too.

    One whose answer broke off before it began counts as an error of ours, and one whose caller went away likewise.
    """

    def __init__(
        self, app: ASGIApp, metrics: Metrics, waiting: Waiting, spans: Spans, routes: Iterable[BaseRoute]
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._waiting = waiting
        self._spans = spans
        self._templates = templates(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, seconds = time.perf_counter(), 500, None

        async def answer(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start" and seconds is None:
                status, seconds = message["status"], time.perf_counter() - started
                self._waiting.answered(ticket)
            await send(message)

        self._metrics.began()
        ticket = self._waiting.arrived()
        with self._spans.span("request", caller=Headers(scope=scope)) as span:
            try:
                await self._app(scope, receive, answer)
            finally:
                self._waiting.answered(ticket)
                route = self._templates.get(id(scope.get("endpoint")), UNKNOWN_ROUTE)
                waited = time.perf_counter() - started if seconds is None else seconds
                method = self._metrics.ended(scope["method"], route, status, waited)
                request_id = scope.get("state", {}).get("request_id", "")
                span.tell(f"{method} {route}", {"http.response.status_code": status, "request_id": request_id})


def templates(routes: Iterable[BaseRoute], prefix: str = "") -> Mapping[int, str]:
    """The template of each endpoint, by its ``id``: the router leaves the endpoint in the scope. Mounted applications
    that are no routers have that of their mount."""
    found: dict[int, str] = {}
    for route in routes:
        if isinstance(route, Route):
            found[id(route.endpoint)] = prefix + route.path_format
        elif isinstance(route, Mount):
            if isinstance(route.app, Router):
                found |= templates(route.app.routes, prefix + route.path)
            else:
                found[id(route.app)] = prefix + route.path or UNKNOWN_ROUTE
    return found


async def show_metrics(request: Request) -> Response:
    """GET /metrics, for Prometheus."""
    application: BookBytes = request.state.application
    metrics: Metrics = request.state.metrics
    body = metrics.shown(await application.read_statistics())
    return Response(body, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})
