"""Range requests, as RFC 9110 section 14 wants them."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=[ \t]*+([0-9]{0,999})[ \t]*+-[ \t]*+([0-9]{0,999})[ \t]*", re.IGNORECASE)
"""With more digits it is no range: Python refuses to read a number of some thousands."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes from ``start`` up to and including ``end``."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start + 1


class Unsatisfiable(Exception):
    """The range lies outside the object: the answer is 416."""


def requested_range(header: str | None, size: int) -> ByteRange | None:
    """The range a header asks for, or None for the whole.

    An unknown unit, a malformed range or several ranges are ignored, as section 14.2 allows: the answer is then the
    whole. Raises ``Unsatisfiable``.
    """
    match = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match[1], match[2]
    if not first:
        return _suffix(int(last), size)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return ByteRange(start, end)


def _suffix(length: int, size: int) -> ByteRange:
    if length == 0 or size == 0:
        raise Unsatisfiable
    return ByteRange(max(0, size - length), size - 1)
