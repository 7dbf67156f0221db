"""Parameters, headers and answers that several operations have."""

from bookbytes_core.domain.page import MAX_COUNTED, MAX_PAGE_SIZE
from bookbytes_core.domain.status import Status
from bookbytes_http.operation import Answer, Parameter
from bookbytes_http.schemas.bodies import LANGUAGE as LANGUAGE_TAG

PAGE = Parameter(
    name="page",
    text="Which page, from 1 on. `page` times `page_size` up to 10,000; beyond that walk by `after`.",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_COUNTED, "default": 1},
    example=1,
)
PAGE_SIZE = Parameter(
    name="page_size",
    text="How many a page holds.",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": 50},
    example=50,
)
AFTER = Parameter(
    name="after",
    text="The `next` of another page of the same list; it takes the place of `page`. However deep, it costs the same.",
    schema={"type": "string", "format": "cursor", "maxLength": 2000},
)
PAGES = (PAGE, PAGE_SIZE)
WALKED = (*PAGES, AFTER)
LANGUAGE_ERRORS = ("invalid_language",)
PAGE_ERRORS = ("invalid_page", "use_after")

STATUSES = Parameter(
    name="status",
    text="Only jobs that stand so; may be given several times.",
    schema={"type": "array", "items": {"type": "string", "enum": [status.value for status in Status]}},
    repeated=True,
)
LANGUAGE = Parameter(
    name="language",
    text="The language that you read, as BCP 47.",
    schema=LANGUAGE_TAG,
    example="en",
)
IF_NONE_MATCH = Parameter(
    name="If-None-Match", text="The `ETag` of what you have: 304 where it has not changed.", schema={"type": "string"}
)

IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key",
    text="One that you make up for each request: sent again within 24 hours, the same request is answered as it was.",
    schema={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    example="order-7f3a",
)
IDEMPOTENCY_ERRORS = ("invalid_idempotency_key", "idempotency_key_reused", "idempotency_key_in_use")

REQUEST_ID = Parameter(
    name="X-Request-ID",
    text="A name of yours for it, of up to 64 letters, digits, `.`, `_` and `-`: it stands on the answer and in "
    "the log. Another, or none, is replaced by one that is made.",
    schema={"type": "string"},
    example="import-42",
)

WORK_ID = Parameter(name="work_id", text="The work.", schema={"type": "string", "format": "uuid"})
BOOK_ID = Parameter(name="book_id", text="The audio book.", schema={"type": "string", "format": "uuid"})
CHAPTER_ID = Parameter(name="chapter_id", text="The chapter.", schema={"type": "string", "format": "uuid"})
JOB_ID = Parameter(name="job_id", text="The job.", schema={"type": "string", "format": "uuid"})

NOT_MODIFIED = Answer(text="What you have is what there is.", headers={"ETag": "The tag of what there is."})
LOCATION = {"Location": "The address of the job."}

_JOB, _BOOK = {"job_id": "job_id"}, {"book_id": "audio_book_id"}
OF_RECEIPT = {
    **dict.fromkeys(("get_job", "follow_job", "cancel_job", "resume_job"), _JOB),
    **dict.fromkeys(("get_book", "list_chapters", "refresh", "delete_book"), _BOOK),
}
"""What follows an order."""

AN_ID = "0198c0de-0000-7000-8000-000000000001"
"""The id that examples speak of."""
