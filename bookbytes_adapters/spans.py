"""Spans: named stretches of work for whoever traces them."""

from abc import abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Fields = Mapping[str, str | int]


class Span(Protocol):
    """A stretch of work that goes on."""

    @abstractmethod
    def tell(self, name: str, fields: Fields) -> None:
        """What was not known when it began."""
        ...


class Spans(Protocol):
    """Makes spans. One begun within another, on the same task or one that it started, belongs to that one."""

    @abstractmethod
    def span(
        self, name: str, fields: Fields | None = None, *, caller: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Span]:
        """Work that takes as long as the block; an exception that leaves it is the span's failure, of which its kind is
        told and never its message. ``caller`` are the headers of a request, which may belong to a trace."""
        ...

    @abstractmethod
    def close(self) -> None:
        """Hand over what is still here. Blocks for a few seconds at most."""
        ...


class NoSpans(Spans):
    """Nobody traces."""

    def span(
        self, name: str, fields: Fields | None = None, *, caller: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Span]:
        return nullcontext(_NOTHING)

    def close(self) -> None:
        """There is nothing to hand over."""


class _Nothing(Span):
    def tell(self, name: str, fields: Fields) -> None:
        """Nobody listens."""


_NOTHING = _Nothing()
