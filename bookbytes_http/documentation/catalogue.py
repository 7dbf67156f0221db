"""The catalogue: works, editions and covers."""

from bookbytes_http.documentation.parts import (
    IF_NONE_MATCH,
    LANGUAGE,
    LANGUAGE_ERRORS,
    NOT_MODIFIED,
    PAGE_ERRORS,
    PAGES,
    WALKED,
    WORK_ID,
)
from bookbytes_http.operation import Answer, Description, Parameter
from bookbytes_http.schemas import catalogue as models
from bookbytes_http.schemas.searches import SearchIn

TAG = "catalogue"

SEARCH = Description(
    tag=TAG,
    summary="Search for works",
    details="In the library and in the outside catalogue, by words of title, author and publisher. Books about books "
    "say so in `kind` and come last. While the outside catalogue is away the library answers alone; `note` says so.",
    body=SearchIn,
    body_example={"title": "Moby Dick", "author": "Melville"},
    query=PAGES,
    answers={200: Answer(text="One page of works, best first.", model=models.FoundWorks)},
    errors=("invalid_search", *PAGE_ERRORS, "catalogue_unavailable"),
)
LIST_WORKS = Description(
    tag=TAG,
    summary="List the library's works",
    details="By title. Works and editions are shared by all users.",
    query=WALKED,
    answers={200: Answer(text="One page of works.", model=models.Works)},
    errors=PAGE_ERRORS,
)
GET_WORK = Description(
    tag=TAG,
    summary="Show a work with its editions",
    details="The latest edition in `language` is the suggested one.",
    path={"work_id": WORK_ID},
    query=(LANGUAGE,),
    answers={200: Answer(text="The work.", model=models.Work)},
    errors=(*LANGUAGE_ERRORS, "work_not_found"),
)
GET_COVER = Description(
    tag=TAG,
    summary="A work's cover",
    details="Fetched once from the catalogue, encoded anew and kept.",
    path={"work_id": WORK_ID},
    headers=(IF_NONE_MATCH,),
    answers={
        200: Answer(text="The picture.", media_types=("image/jpeg", "image/png"), headers={"ETag": "Names the cover."}),
        304: NOT_MODIFIED,
    },
    errors=("work_not_found", "cover_not_found", "unavailable", "storage_unavailable"),
)
ISBN = Parameter(
    name="isbn",
    text="ISBN-10 or ISBN-13; hyphens are allowed.",
    schema={"type": "string", "format": "isbn"},
    example="9780306406157",
)
GET_EDITION = Description(
    tag=TAG,
    summary="Find the edition with an ISBN",
    details="Where a newer edition in the same language is known, `latest` is that one and `message` says so.",
    path={"isbn": ISBN},
    answers={200: Answer(text="The edition.", model=models.FoundEdition)},
    errors=("invalid_isbn", "isbn_not_found", "unavailable", "no_reply", "vendor_said_no", "vendor_refused", "quota"),
)
