"""One page of a list."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

from bookbytes_core.errors import InvalidInput

T_co = TypeVar("T_co", covariant=True)

MAX_PAGE_SIZE = 100
MAX_COUNTED = 10_000
"""Lists are counted, and skipped through by page number, up to here; beyond it they are walked by ``next``."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """``page`` counts from 1; ``after`` is the ``next`` of another page of the same list and takes its place.

    Raises ``InvalidInput``: code ``invalid_page`` when out of range, ``use_after`` when the page lies so deep that only
    walking by ``next`` leads there.
    """

    page: int = 1
    page_size: int = 50
    after: str | None = None

    def __post_init__(self) -> None:
        if self.page < 1 or not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise InvalidInput(
                f"page counts from 1 and page_size lies between 1 and {MAX_PAGE_SIZE}.", code="invalid_page"
            )
        if self.after is None and self.page * self.page_size > MAX_COUNTED:
            raise InvalidInput(
                f"Pages are numbered up to item {MAX_COUNTED:,}: walk on with after=, the next of the page before.",
                code="use_after",
            )

    @property
    def offset(self) -> int:
        return 0 if self.after is not None else (self.page - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """``next`` is the ``after`` of the page that follows, None on the last one. ``total_is_minimum`` says that there
    are at least ``total`` items: counting went no further."""

    items: tuple[T_co, ...]
    total: int
    page: int
    page_size: int
    next: str | None = None
    total_is_minimum: bool = False


Part = str | int | UUID | datetime


def cursor(*parts: Part) -> str:
    """A place in a list, opaque and fit for a URL: the sort key of the last item before it."""
    plain = [str(part) if isinstance(part, UUID | datetime) else part for part in parts]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def cursor_parts(text: str, kinds: Sequence[type[Part]]) -> tuple[Part, ...]:
    """What ``cursor`` was given. Raises ``InvalidInput`` (code ``invalid_page``) for anything else."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise InvalidInput("after must be the next of another page of this list.", code="invalid_page") from error


def _part(part: object, kind: type[Part]) -> Part:
    if kind is UUID and isinstance(part, str):
        return UUID(part)
    if kind is datetime and isinstance(part, str) and (at := datetime.fromisoformat(part)).tzinfo:
        return at.astimezone(UTC)
    if kind is str and isinstance(part, str):
        return part
    if kind is int and type(part) is int and abs(part) <= _GREATEST:
        return part
    raise ValueError("of another list")


_GREATEST = 2**31 - 1
"""No number in a sort key is greater: each is a column that both databases hold in four bytes."""
