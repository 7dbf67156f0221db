"""What is about the service itself: health."""

from bookbytes_http.operation import Answer, Description
from bookbytes_http.schemas.service import Alive, Ready

LIVE = Description(
    tag="service",
    summary="Whether the server lives",
    answers={200: Answer(text="It does.", model=Alive)},
    is_kept=False,
)
READY = Description(
    tag="service",
    summary="Whether the server can do its work",
    answers={
        200: Answer(text="It can; `degraded` where something is missing that it can do without.", model=Ready),
        503: Answer(text="It cannot: the database or the store fails.", model=Ready),
    },
    is_kept=False,
)
METRICS = Description(
    tag="service",
    summary="Figures for Prometheus",
    details="Requests, jobs, calls to vendors and what they cost, of all servers and workers on the database.",
    answers={200: Answer(text="The figures.", media_types=("text/plain",))},
)
