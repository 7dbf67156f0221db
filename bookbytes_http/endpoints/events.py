"""A job's events, as browsers read them (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

import json
import zlib
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bookbytes_core import BookBytes, JobView
from bookbytes_http.following import JobWatch
from bookbytes_http.operation import EVENTS
from bookbytes_http.parameters import path_id
from bookbytes_http.schemas import answers

_HEARTBEAT_SECONDS = 15.0
"""Servers in between close what is silent for a minute or so; and only writing shows that a client has gone."""

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def follow_job(request: Request) -> Response:
    """GET /jobs/{id}/events: the job as it stands and whenever it stands otherwise, until it has ended."""
    application: BookBytes = request.state.application
    view = await application.jobs.get(path_id(request, "job_id"), request.state.user)
    events = _events(request.state.watch, view, request.headers.get("last-event-id"))
    return StreamingResponse(events, headers=_HEADERS, media_type=EVENTS)


async def _events(watch: JobWatch, view: JobView, last_id: str | None) -> AsyncIterator[str]:
    async with watch.following(view) as follower:
        yield "retry: 2000\n\n" if last_id == _id(view) else _event("progress", view)
        while not view.job.status.is_final and not follower.is_over:
            changed = await follower.next(_HEARTBEAT_SECONDS)
            if changed:
                view = changed
            yield _event("progress", view) if changed else ": still here\n\n"
    if view.job.status.is_final:
        yield _event("end", view)


def _event(name: str, view: JobView) -> str:
    return f"id: {_id(view)}\nevent: {name}\ndata: {_data(view)}\n\n"


def _id(view: JobView) -> str:
    """Of this state alone: what a job costs and how far it is may change between two of its steps."""
    return f"{view.job.change}-{zlib.crc32(_data(view).encode()):08x}"


def _data(view: JobView) -> str:
    return json.dumps(answers.job(view), ensure_ascii=False)
