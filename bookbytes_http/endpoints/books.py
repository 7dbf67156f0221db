"""Books: import a file, order its audio book, look at the shelf."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO
from uuid import UUID

from loguru import logger
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bookbytes_core import BookBytes, Order, PageRequest, Status
from bookbytes_core.errors import InvalidInput, StorageFull, Unavailable
from bookbytes_core.use_cases.audio_books.estimate import described
from bookbytes_core.use_cases.audio_books.request import Receipt
from bookbytes_http.parameters import page_request, path_id
from bookbytes_http.schemas import answers, works
from bookbytes_http.schemas.bodies import read_body
from bookbytes_http.schemas.orders import ProcessIn, RefreshIn

_PIECE = 1 << 20


async def import_book(request: Request) -> Response:
    """POST /books/import: 201 for a new file, 200 for one that is known."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidInput("Send the file as multipart/form-data.", code="unsupported_file_type")
    application: BookBytes = request.state.application
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile) or not upload.filename:
                raise InvalidInput("Send the book as the form field `file`, with its name.", code="file_missing")
            path = await asyncio.to_thread(_received, upload.file, request.state.uploads)
    except HTTPException as error:
        raise InvalidInput(f"The form cannot be read: {error.detail}", code="invalid_body") from error
    try:
        name = Path(upload.filename.replace("\\", "/")).name
        book = await application.import_book(path, name=name, owner=request.state.user)
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    return JSONResponse(answers.imported(book), 201 if book.new else 200)


async def estimate(request: Request) -> Response:
    """POST /books/estimate: what an order would take; nothing is asked and nothing kept."""
    application: BookBytes = request.state.application
    order = await _order(application, await read_body(request, ProcessIn), owner=request.state.user)
    return JSONResponse(described(await application.estimate_audio_book(order, owner=request.state.user)))


async def process(request: Request) -> Response:
    """POST /books/process: 202 for a new job, 200 for an order that stands already."""
    application: BookBytes = request.state.application
    body = await read_body(request, ProcessIn)
    owner, request_id = request.state.user, request.state.request_id

    async def serve() -> Receipt:
        order = await _order(application, body, owner=owner)
        return await application.request_audio_book(order, owner=owner, request_id=request_id)

    return await _promised(application, await _once(request, serve), owner, "This order was placed before.")


async def refresh(request: Request) -> Response:
    """POST /books/{id}/refresh: 202 for a new job, 200 where one stands or nothing has changed."""
    application: BookBytes = request.state.application
    body = await read_body(request, RefreshIn, optional=True)

    async def serve() -> Receipt:
        return await application.refresh_audio_book(
            path_id(request, "book_id"),
            owner=request.state.user,
            changes=body.changes(),
            force=body.force,
            only_failed=body.only_failed,
            request_id=request.state.request_id,
        )

    known = "Nothing has changed since it was made, or it is being made."
    return await _promised(application, await _once(request, serve), request.state.user, known)


async def list_books(request: Request) -> Response:
    application: BookBytes = request.state.application
    found = await application.books.page(request.state.user, page_request(request, walked=True))
    return JSONResponse(answers.page(found, answers.book))


async def get_book(request: Request) -> Response:
    application: BookBytes = request.state.application
    view = await application.books.get(path_id(request, "book_id"), request.state.user)
    isbn = view.edition.isbn
    found = await application.catalogue.edition_by_isbn(isbn) if isbn else None
    return JSONResponse({**answers.book(view), **works.numbers(found)})


async def delete_book(request: Request) -> Response:
    application: BookBytes = request.state.application
    await application.delete_audio_book(path_id(request, "book_id"), owner=request.state.user)
    return Response(status_code=204)


async def list_chapters(request: Request) -> Response:
    application: BookBytes = request.state.application
    wanted = page_request(request, walked=True)
    found = await application.books.chapters(path_id(request, "book_id"), request.state.user, wanted)
    return JSONResponse({**answers.page(found, answers.chapter), "tier": found.tier.value})


def _received(upload: BinaryIO, folder: Path) -> Path:
    """The upload as a file of ours; the caller removes it."""
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            shutil.copyfileobj(upload, file, _PIECE)
        except OSError as error:
            Path(file.name).unlink(missing_ok=True)
            raise StorageFull(f"The file could not be received: {error.strerror}.") from error
    return Path(file.name)


async def _order(application: BookBytes, body: ProcessIn, *, owner: UUID) -> Order:
    options = body.options.to_core()
    edition_id = body.edition_id
    if edition_id is None:
        isbn, from_memory = body.isbn or "", options.from_memory
        edition_id = (await application.choose_source.by_isbn(isbn, owner=owner, from_memory=from_memory)).edition.id
    return Order(edition_id=edition_id, options=options)


async def _once(request: Request, serve: Callable[[], Awaitable[Receipt]]) -> Receipt:
    """What ``serve`` gives, or gave when this request came first under its Idempotency-Key."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return await serve()
    application: BookBytes = request.state.application
    sent = b"\n".join([request.url.path.encode(), await request.body()])
    return await application.once_only(key, sent, serve, owner=request.state.user)


async def _promised(application: BookBytes, receipt: Receipt, owner: UUID, known: str) -> Response:
    if receipt.new:
        logger.bind(job_id=str(receipt.job_id)).info("job requested")
        await _ring(application, receipt, owner)
    location = {"Location": f"/api/v1/jobs/{receipt.job_id}"}
    answer = answers.receipt(receipt, known)
    return JSONResponse(answer, 202 if receipt.new else 200, headers=location)


async def _ring(application: BookBytes, receipt: Receipt, owner: UUID) -> None:
    """The job is safe in its table; a bell that does not ring only means that the sweep finds it a little later.

    Whoever has as many under way as one user may have is left to the sweep, where users take turns.
    """
    under_way = await application.jobs.page(owner, PageRequest(1, 1), (Status.PENDING, Status.PROCESSING))
    if under_way.total > application.ring_for_jobs.jobs_per_owner:
        return
    try:
        await application.queue.send(receipt.job_id)
    except Unavailable as error:
        logger.warning("{}", error.message)
