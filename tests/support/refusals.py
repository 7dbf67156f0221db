"""How a book that cannot be used is refused, whatever is wrong with it."""

from pathlib import Path

import pytest

from bookbytes_core.errors import BOOK_PROBLEMS, UnusableBook
from bookbytes_core.ports.book_parser import BookParser


async def refused(parser: BookParser, path: Path, data: bytes | None = None) -> UnusableBook:
    """The refusal of ``data`` in a file at ``path``: one sentence, one of the known codes, nothing left behind."""
    if data is not None:
        path.write_bytes(data)
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(UnusableBook) as caught:
        await parser.parse(path, name=path.name)
    assert caught.value.code in BOOK_PROBLEMS
    assert caught.value.message.endswith(".")
    assert len(caught.value.message) < 250
    assert "Traceback" not in caught.value.message
    assert str(path.parent) not in caught.value.message
    assert sorted(path.parent.rglob("*")) == before
    return caught.value
