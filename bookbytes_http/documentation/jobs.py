"""Jobs: how long work stands, and what becomes of it."""

from bookbytes_http.documentation.parts import JOB_ID, PAGE_ERRORS, STATUSES, WALKED
from bookbytes_http.operation import EVENTS, Answer, Description, Parameter
from bookbytes_http.schemas import audio_books as models
from bookbytes_http.schemas.orders import ResumeIn

TAG = "jobs"

LIST_JOBS = Description(
    tag=TAG,
    summary="List your jobs",
    details="Newest first.",
    query=(*WALKED, STATUSES),
    answers={200: Answer(text="One page of jobs.", model=models.Jobs)},
    errors=("invalid_status", *PAGE_ERRORS),
)
GET_JOB = Description(
    tag=TAG,
    summary="Show a job",
    path={"job_id": JOB_ID},
    answers={200: Answer(text="The job.", model=models.Job)},
    errors=("job_not_found",),
)
FOLLOW_JOB = Description(
    tag=TAG,
    summary="Follow a job",
    details="Server-sent events: `progress` with the job's JSON, as it stands and whenever it stands otherwise, then "
    "`end` with the same, after which the stream closes. An event's id counts the job's changes; a client that "
    "comes back with an older one gets the job as it stands. Comments keep the connection open.",
    path={"job_id": JOB_ID},
    headers=(
        Parameter(
            name="Last-Event-ID",
            text="The id of the last event that you have seen.",
            schema={"type": "string"},
            example="3",
        ),
    ),
    answers={200: Answer(text="The events.", media_types=(EVENTS,))},
    errors=("job_not_found",),
)
CANCEL_JOB = Description(
    tag=TAG,
    summary="Cancel a job",
    details="What is finished stays; an equal order goes on with it.",
    path={"job_id": JOB_ID},
    answers={202: Answer(text="It is cancelled.", model=models.Job)},
    errors=("job_not_found", "job_finished", "stale"),
)
RESUME_JOB = Description(
    tag=TAG,
    summary="Let a paused job go on",
    path={"job_id": JOB_ID},
    body=ResumeIn,
    body_example={"max_cost_usd": 2},
    body_required=False,
    answers={202: Answer(text="It waits for a worker.", model=models.Job)},
    errors=("job_not_found", "job_not_paused", "invalid_options", "stale"),
)
