"""Books: files, orders and audio books."""

from bookbytes_core.errors import BOOK_PROBLEMS
from bookbytes_http.documentation.parts import (
    AN_ID,
    BOOK_ID,
    IDEMPOTENCY_ERRORS,
    IDEMPOTENCY_KEY,
    LOCATION,
    OF_RECEIPT,
    PAGE_ERRORS,
    WALKED,
)
from bookbytes_http.operation import Answer, Description
from bookbytes_http.schemas import audio_books as models
from bookbytes_http.schemas.orders import ProcessIn, RefreshIn

FILES, ORDERS, SHELF = "files", "orders", "audio books"
_ORDER_ERRORS = (
    "edition_not_found",
    "invalid_isbn",
    "isbn_not_found",
    "invalid_options",
    "source_text_required",
    "unknown_voice",
    "unsupported_language",
    "unknown_chapter",
    "unavailable",
    "vendor_refused",
)
_AN_ORDER = {"edition_id": AN_ID, "options": {"minutes": 45, "max_cost_usd": 1.5}}
_FILE_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary", "description": "The book's file, with its name."}},
}

IMPORT = Description(
    tag=FILES,
    summary="Import a book's file",
    details="EPUB 2 or 3, TXT, Markdown, or PDF with an outline. The same file again gives the same ids.",
    other_bodies={"multipart/form-data": _FILE_FORM},
    answers={
        201: Answer(text="The book is in the library.", model=models.ImportedBook),
        200: Answer(text="You imported this file before: the same ids.", model=models.ImportedBook),
    },
    errors=(*(code for code in BOOK_PROBLEMS if code != "file_not_readable"), "file_missing", "storage_full"),
)
ESTIMATE = Description(
    tag=ORDERS,
    summary="Estimate an order",
    details="Words, minutes, tokens and money. Nothing is asked of vendors and nothing is kept.",
    body=ProcessIn,
    body_example=_AN_ORDER,
    answers={200: Answer(text="What the order would take.", model=models.Estimate)},
    errors=(*_ORDER_ERRORS, "budget_too_small"),
)
PROCESS = Description(
    tag=ORDERS,
    summary="Order an audio book",
    details="The work is done by a worker; the job says how it stands. An equal order that stands is answered with its "
    "own ids.",
    body=ProcessIn,
    body_example=_AN_ORDER,
    answers={
        202: Answer(text="The audio book will be made.", model=models.Receipt, headers=LOCATION, links=OF_RECEIPT),
        200: Answer(
            text="This order stands already: the same ids.", model=models.Receipt, headers=LOCATION, links=OF_RECEIPT
        ),
    },
    headers=(IDEMPOTENCY_KEY,),
    errors=(*_ORDER_ERRORS, *IDEMPOTENCY_ERRORS),
)
REFRESH = Description(
    tag=ORDERS,
    summary="Make an audio book anew",
    details="Only what failed (`only_failed`), what has changed, or all of it (`force`). The version before stays.",
    path={"book_id": BOOK_ID},
    body=RefreshIn,
    body_example={"only_failed": True},
    body_required=False,
    answers={
        202: Answer(text="It will be made.", model=models.Receipt, headers=LOCATION, links=OF_RECEIPT),
        200: Answer(
            text="It is being made, or nothing has changed.", model=models.Receipt, headers=LOCATION, links=OF_RECEIPT
        ),
    },
    headers=(IDEMPOTENCY_KEY,),
    errors=("book_not_found", "nothing_failed", *_ORDER_ERRORS, *IDEMPOTENCY_ERRORS),
)
LIST_BOOKS = Description(
    tag=SHELF,
    summary="List your audio books",
    details="Newest first.",
    query=WALKED,
    answers={200: Answer(text="One page of audio books.", model=models.Books)},
    errors=PAGE_ERRORS,
)
GET_BOOK = Description(
    tag=SHELF,
    summary="Show an audio book",
    path={"book_id": BOOK_ID},
    answers={200: Answer(text="The audio book.", model=models.BookInFull)},
    errors=("book_not_found",),
)
DELETE_BOOK = Description(
    tag=SHELF,
    summary="Delete an audio book",
    details="A job that is making it is cancelled.",
    path={"book_id": BOOK_ID},
    answers={204: Answer(text="It is gone.")},
    errors=("book_not_found",),
)
LIST_CHAPTERS = Description(
    tag=SHELF,
    summary="List an audio book's chapters",
    details="By number; each without its sentences.",
    path={"book_id": BOOK_ID},
    query=WALKED,
    answers={200: Answer(text="One page of chapters.", model=models.Chapters)},
    errors=("book_not_found", *PAGE_ERRORS),
)
