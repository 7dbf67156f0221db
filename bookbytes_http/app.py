"""The application: routes, middleware and what lives as long as the server."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from bookbytes_adapters import build
from bookbytes_adapters.metrics import Metrics
from bookbytes_adapters.redaction import Redactor
from bookbytes_adapters.settings import Settings, local_api_key
from bookbytes_adapters.spans import Spans
from bookbytes_adapters.tracing import spans_for
from bookbytes_core import BookBytes
from bookbytes_http.auth import Gate, KeyGate, TokenGate
from bookbytes_http.body_limit import BodyLimit
from bookbytes_http.errors import LastResort, Opening, exception_handlers
from bookbytes_http.following import JobWatch
from bookbytes_http.measuring import Measured
from bookbytes_http.middleware import RequestLog, SecurityHeaders
from bookbytes_http.proxies import ForwardedBy
from bookbytes_http.representation import Representation
from bookbytes_http.routes import routes
from bookbytes_http.turnstile import Turnstile
from bookbytes_http.waiting import Waiting

_ABANDONED_SECONDS = 3600


class State(TypedDict):
    """What every request can reach as ``request.state``."""

    application: BookBytes
    gate: Gate
    uploads: Path
    media_origin: str | None
    metrics: Metrics
    watch: JobWatch
    begin_stop: Callable[[], None]
    """For the server, which finds it in its lifespan's state: to be called before it waits for open answers."""
    is_busy: Callable[[], bool]
    """For whatever runs beside the application: whether somebody waits for an answer. From any thread."""


_PATIENCE_SECONDS = 1.5
"""How long a request waits for the database while none of its connections comes free: it does better to come again."""


def create_app(settings: Settings, spans: Spans | None = None) -> Starlette:
    """An application of its own, with nothing shared; it opens its database when the server starts it. Requests are
    traced by ``spans``, else as the settings say."""
    tracing = spans or spans_for(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[State]:
        async with build(settings, spans=tracing, patience_seconds=_PATIENCE_SECONDS) as application:
            await asyncio.to_thread(_sweep, settings.upload_path)
            watch = JobWatch(application.jobs)
            yield State(
                application=application,
                gate=await _gate(application, settings),
                uploads=settings.upload_path,
                media_origin=await _media_origin(application),
                metrics=metrics,
                watch=watch,
                begin_stop=watch.end,
                is_busy=waiting.is_somebody,
            )
        if spans is None:
            await asyncio.to_thread(tracing.close)

    trusted = settings.trusted_networks
    proxies = [Middleware(ForwardedBy, trusted=trusted)] if trusted else []
    metrics, waiting, addresses = Metrics(), Waiting(), routes()
    handlers = exception_handlers(Redactor(settings.secrets))
    return Starlette(
        routes=addresses,
        lifespan=lifespan,
        middleware=[
            Middleware(Opening),
            Middleware(Measured, metrics=metrics, waiting=waiting, spans=tracing, routes=addresses),
            Middleware(RequestLog),
            *proxies,
            *_cors(settings.allowed_origins),
            Middleware(SecurityHeaders),
            Middleware(Turnstile, routes=addresses, handlers=handlers),
            Middleware(LastResort),
            Middleware(Representation),
            Middleware(BodyLimit),
        ],
        exception_handlers=handlers,
    )


def _cors(origins: tuple[str, ...]) -> list[Middleware]:
    """Pages of these origins may call the API with a key or token of their own; never with a browser's cookies."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=[
                *("Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "If-Range", "Last-Event-ID"),
                *("Range", "X-API-Key", "X-Request-ID"),
            ],
            expose_headers=["Content-Range", "ETag", "Location", "Retry-After", "X-Request-ID"],
        )
    ]


async def _gate(application: BookBytes, settings: Settings) -> Gate:
    if settings.auth_mode == "jwt":
        return TokenGate(application.accounts, settings.jwt_secret_key.get_secret_value())
    return KeyGate(await asyncio.to_thread(local_api_key, settings))


async def _media_origin(application: BookBytes) -> str | None:
    """Where signed addresses lead, so that the page may play from there; None where we stream ourselves."""
    address = await application.storage.url("origin")
    return "{0.scheme}://{0.netloc}".format(urlsplit(address)) if address else None


def _sweep(uploads: Path) -> None:
    """Remove what a killed server left half received."""
    uploads.mkdir(parents=True, exist_ok=True)
    for file in uploads.iterdir():
        if time.time() - file.stat().st_mtime > _ABANDONED_SECONDS:
            file.unlink(missing_ok=True)
