"""Spans: named stretches of work for whoever traces them."""

from abc import abstractmethod
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Fields = dict[str, str | int]


class Spans(Protocol):
    """Makes spans. One begun within another, on the same task or one that it started, belongs to that one."""

    @abstractmethod
    def span(self, name: str, fields: Fields | None = None) -> AbstractContextManager[object]:
        """Work that takes as long as the block; an exception that leaves it is the span's failure."""
        ...

    def close(self) -> None:
        """Hand over what is still here; takes a few seconds at most."""


class NoSpans(Spans):
    """Nobody traces."""

    def span(self, name: str, fields: Fields | None = None) -> AbstractContextManager[object]:
        return nullcontext()
