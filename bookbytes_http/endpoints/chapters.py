"""Chapters: their text and their sound."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from bookbytes_core import BookBytes
from bookbytes_core.use_cases.audio_books.listen import ChapterSound
from bookbytes_http.conditions import not_modified
from bookbytes_http.errors import error_response
from bookbytes_http.parameters import path_id
from bookbytes_http.ranges import ByteRange, Unsatisfiable, requested_range
from bookbytes_http.schemas import answers


async def get_chapter(request: Request) -> Response:
    application: BookBytes = request.state.application
    view = await application.books.chapter(path_id(request, "chapter_id"), request.state.user)
    return JSONResponse({**answers.chapter_in_full(view.chapter), "tier": view.tier.value})


async def get_audio(request: Request) -> Response:
    """GET /chapters/{id}/audio: the sound with Range, or a redirect to a freshly signed address.

    HEAD is answered here in both cases, for an address is signed for GET alone.
    """
    application: BookBytes = request.state.application
    sound = await application.listen_to_chapter(path_id(request, "chapter_id"), owner=request.state.user)
    if sound.url is not None and request.method != "HEAD":
        return _elsewhere(sound.url)
    headers = _headers(sound)
    if not_modified(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    try:
        part = requested_range(_range_header(request, headers["ETag"]), sound.size)
    except Unsatisfiable:
        return _beyond(request, sound.size)
    return _content(request, application, sound, part, headers)


def _beyond(request: Request, size: int) -> Response:
    message = f"The sound has {size} bytes, and none in this range: ask for others, or for all of it."
    status, headers = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{size}"}
    return error_response(request.state.request_id, status, "range_not_satisfiable", message, headers=headers)


def _elsewhere(address: str) -> Response:
    """A redirect nobody may keep: the next request gets a fresh signature, which is how our address never expires."""
    headers = {"Cache-Control": "no-store"}
    return RedirectResponse(address, status_code=HTTPStatus.TEMPORARY_REDIRECT, headers=headers)


def _content(
    request: Request, application: BookBytes, sound: ChapterSound, part: ByteRange | None, headers: dict[str, str]
) -> Response:
    status = HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT
    part = part or ByteRange(0, sound.size - 1)
    headers["Content-Length"] = str(part.length)
    if status is HTTPStatus.PARTIAL_CONTENT:
        headers["Content-Range"] = f"bytes {part.start}-{part.end}/{sound.size}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=sound.content_type)
    pieces = application.listen_to_chapter.read(sound, start=part.start, length=part.length)
    return StreamingResponse(pieces, status, headers, sound.content_type)


def _headers(sound: ChapterSound) -> dict[str, str]:
    """The key is a hash of all that went into the sound: it names these bytes for good."""
    tag = sound.key.rpartition("/")[2].partition(".")[0]
    return {"ETag": f'"{tag}"', "Accept-Ranges": "bytes", "Cache-Control": "private, max-age=3600"}


def _range_header(request: Request, etag: str) -> str | None:
    """If-Range with another tag means that the client's part is of other bytes: it gets the whole. Only GET has ranges
    (RFC 9110, section 14.2)."""
    if request.method != "GET":
        return None
    condition = request.headers.get("if-range")
    return request.headers.get("range") if condition in (None, etag) else None
