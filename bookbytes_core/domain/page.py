"""One page of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from bookbytes_core.errors import InvalidInput

T_co = TypeVar("T_co", covariant=True)

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class PageRequest:
    """``page`` counts from 1. Raises ``InvalidInput`` (code ``invalid_page``) when out of range."""

    page: int = 1
    page_size: int = 50

    def __post_init__(self) -> None:
        if self.page < 1 or not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise InvalidInput(
                f"page counts from 1 and page_size lies between 1 and {MAX_PAGE_SIZE}.", code="invalid_page"
            )

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    items: tuple[T_co, ...]
    total: int
    page: int
    page_size: int
