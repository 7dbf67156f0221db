"""What parent and child of the sandbox say to each other: a request in, lines of JSON out.

    {"info": {…}}                                       the first line
    {"title", "skip", "kinds": "0010…", "texts": […]}   one line a section
    {"complete": true}                                  the text is whole
    {"cover": {…} | null}                               may be missing: a bad cover never fails a book

or, in place of any line, {"error": {"code", "message"}} and nothing after it. One section a line keeps the parent's
memory near the size of the text itself.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from bookbytes_adapters.books.draft import Draft
from bookbytes_adapters.books.formats import BookFormat
from bookbytes_core.domain import json_codec
from bookbytes_core.domain.book_text import (
    Block,
    BlockKind,
    BookInfo,
    Cover,
    ParsedBook,
    Section,
    SkipReason,
    assemble,
)
from bookbytes_core.errors import UnusableBook

TOO_COMPLEX = (
    "The book takes more processor time or memory to read than a book may take: use another edition or a smaller file."
)

_KINDS = tuple(BlockKind)
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Request:
    """What the child is to read. ``path`` is as the operating system spells it, ``memory`` is bytes,
    ``cpu_seconds`` processor time, ``name`` what the user calls the file."""

    path: bytes
    format: BookFormat
    name: str
    memory: int
    cpu_seconds: int

    @property
    def file(self) -> Path:
        return Path(os.fsdecode(self.path))


class BrokenWire(Exception):
    """The child ended before it had said everything."""


def write_text(out: BinaryIO, draft: Draft) -> None:
    """Everything but the cover."""
    _write(out, {"info": json_codec.encode(draft.info)})
    for section in draft.sections:
        _write(
            out,
            {
                "title": section.title,
                "skip": section.skip,
                "kinds": "".join(_LETTERS[_KINDS.index(block.kind)] for block in section.blocks),
                "texts": [block.text for block in section.blocks],
            },
        )
    _write(out, {"complete": True})


def write_cover(out: BinaryIO, cover: Cover | None) -> None:
    _write(out, {"cover": json_codec.encode(cover)})


def write_error(out: BinaryIO, error: UnusableBook) -> None:
    _write(out, {"error": {"code": error.code, "message": error.message}})


def load(lines: BinaryIO) -> ParsedBook:
    """The book that the child wrote.

    Raises the child's ``UnusableBook``, or ``BrokenWire`` if the text is not there to its end.
    """
    try:
        info = cast("BookInfo", json_codec.decode(BookInfo, _read(lines.readline())["info"]))
        return ParsedBook(assemble(info, _sections(lines)), _cover(lines.readline()))
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise BrokenWire("a line of another shape") from error


def _sections(lines: Iterator[bytes]) -> Iterator[Section]:
    for line in lines:
        fields = _read(line)
        if "complete" in fields:
            return
        kinds = (_KINDS[_LETTERS.index(letter)] for letter in cast("str", fields["kinds"]))
        texts = cast("list[str]", fields["texts"])
        blocks = tuple(Block(text, kind) for text, kind in zip(texts, kinds, strict=True))
        skip = fields["skip"]
        yield Section(cast("str", fields["title"]), blocks, None if skip is None else SkipReason(cast("str", skip)))
    raise BrokenWire("the text has no end")


def _cover(line: bytes) -> Cover | None:
    try:
        return cast("Cover | None", json_codec.decode(Cover | None, _read(line)["cover"]))
    except BrokenWire:
        return None


def _write(out: BinaryIO, value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    out.write(b"\n")
    out.flush()


def _read(line: bytes) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise BrokenWire("a line that is cut short") from error
    if not isinstance(fields, dict):
        raise BrokenWire("a line of another shape")
    if "error" in fields:
        raise UnusableBook(fields["error"]["message"], code=fields["error"]["code"])
    return fields
