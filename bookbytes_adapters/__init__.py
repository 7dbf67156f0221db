"""BookBytes with real adapters behind its ports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dramatiq import Broker

    from bookbytes_adapters.doctor import Check
    from bookbytes_adapters.settings import Settings
    from bookbytes_core import BookBytes
    from bookbytes_core.use_cases.books.inspect_book import InspectBook

__all__ = ["build", "examine", "inspector"]


@asynccontextmanager
async def build(settings: "Settings", *, broker: "Broker | None" = None) -> AsyncIterator["BookBytes"]:
    """BookBytes as ``settings`` want it, ready to use on the running event loop and closed at the end of the block.

    An embedded database is brought to the newest revision first. With a ``broker`` new jobs are sent to it; without one
    whoever sweeps the jobs table finds them.

    Raises ``DatabaseUnavailable`` and ``StorageUnavailable`` when there is no place to work in.
    """
    from bookbytes_adapters.container import opened

    async with opened(settings, broker) as application:
        yield application


def inspector() -> "InspectBook":
    """A look into book files alone: it needs no database and leaves nothing behind."""
    from bookbytes_adapters.container import inspect_book

    return inspect_book()


async def examine(settings: "Settings") -> "tuple[Check, ...]":
    """What is configured, what answers, and what to do about what does not."""
    from bookbytes_adapters import doctor

    return await doctor.examine(settings)
