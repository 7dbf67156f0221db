"""What runs inside the sandbox: reads one book and prints it. Started by ``parser.py`` as a module, never imported."""

import sys

from bookbytes_adapters.books import wire
from bookbytes_adapters.books.archive import BookArchive
from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.formats import BookFormat, check_epub, shown
from bookbytes_adapters.books.limits import limit_this_process, make_room_for_cover
from bookbytes_adapters.books.tidy import tidy
from bookbytes_adapters.books.wire import Request
from bookbytes_core.domain import json_codec
from bookbytes_core.errors import UnusableBook


def main() -> None:
    request = json_codec.load(Request, sys.stdin.buffer.read())
    limit_this_process(request.memory, request.cpu_seconds)
    out = sys.stdout.buffer
    try:
        draft = tidy(_read(request), request.name)
        if not any(section.skip is None for section in draft.sections):
            raise UnusableBook(_no_text(request), code="book_empty")
        wire.write_text(out, draft)
    except UnusableBook as problem:
        wire.write_error(out, problem)
    except (MemoryError, RecursionError):
        wire.write_error(out, UnusableBook(wire.TOO_COMPLEX, code="book_too_complex"))
    else:
        picture = draft.cover
        del draft  # the picture may need the room
        _write_cover(picture)


def _read(request: Request) -> Draft:
    """Each reader is imported for its own books only: the others would take the memory that a book may need."""
    if request.format is BookFormat.EPUB:
        with BookArchive(request.file) as archive:
            check_epub(archive.names, request.name)
            from bookbytes_adapters.books.epub import read_epub

            return read_epub(archive)
    if request.format is BookFormat.PDF:
        from bookbytes_adapters.books.pdf import read_pdf

        return read_pdf(request.file, request.name)
    data = request.file.read_bytes()
    if request.format is BookFormat.MARKDOWN:
        from bookbytes_adapters.books.markdown import read_markdown

        return read_markdown(data, request.name)
    from bookbytes_adapters.books.plain_text import read_plain_text

    return read_plain_text(data, request.name)


def _write_cover(picture: bytes | None) -> None:
    if picture:
        make_room_for_cover()
        from bookbytes_adapters.books.cover import safe_cover

        wire.write_cover(sys.stdout.buffer, safe_cover(picture))


def _no_text(request: Request) -> str:
    if request.format is BookFormat.PDF:
        return (
            f"{shown(request.name)} holds pictures of pages but no text: have it recognised (OCR) first and try again."
        )
    return f"{shown(request.name)} holds no text that could be spoken: use an edition with text."


if __name__ == "__main__":
    main()
