"""Covers that are given beforehand."""

from collections.abc import Mapping

from bookbytes_core.domain.book_text import Cover
from bookbytes_core.errors import BookBytesError, NotFound
from bookbytes_core.ports.covers import CoverSource


class MemoryCovers(CoverSource):
    """``requests`` holds the addresses that were asked for; while ``trouble`` is set, it is what each of them ends
    with."""

    def __init__(self, covers: Mapping[str, Cover] | None = None) -> None:
        self._covers = dict(covers or {})
        self.requests: list[str] = []
        self.trouble: BookBytesError | None = None

    async def fetch(self, address: str) -> Cover:
        self.requests.append(address)
        if self.trouble is not None:
            raise self.trouble
        if address not in self._covers:
            raise NotFound("There is no cover at this address.", code="cover_not_found")
        return self._covers[address]
