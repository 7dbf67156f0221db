"""BookBytes with real adapters behind its ports."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from dramatiq import Broker, Middleware

    from bookbytes_adapters.doctor import Check
    from bookbytes_adapters.settings import Settings
    from bookbytes_adapters.spans import Spans
    from bookbytes_core import BookBytes
    from bookbytes_core.domain.lexicon import Pronunciation
    from bookbytes_core.ports.catalogue_source import CatalogueSource
    from bookbytes_core.use_cases.books.inspect_book import InspectBook
    from bookbytes_core.use_cases.upkeep.repair import Repair

__all__ = [
    "build",
    "catalogue_file",
    "examine",
    "inspector",
    "migrate",
    "pronunciations_in",
    "redis_broker",
    "repairing",
    "see_that_redis_keeps",
]


@asynccontextmanager
async def build(
    settings: "Settings",
    *,
    broker: "Broker | None" = None,
    spans: "Spans | None" = None,
    patience_seconds: float = 30.0,
    is_busy: Callable[[], bool] | None = None,
) -> AsyncIterator["BookBytes"]:
    """BookBytes as ``settings`` want it, ready to use on the running event loop and closed at the end of the block.

    An embedded database is brought to the newest revision first; a server's must have it already. New jobs are sent to
    ``broker``, without one to the configured Redis; where there is neither, whoever sweeps the jobs table finds them.
    Work is traced by ``spans``, which stay open, else as OTEL_EXPORTER_OTLP_ENDPOINT says. Where all its connections to
    the database are in use, and none comes free for ``patience_seconds``, whoever needs one is told
    ``DatabaseUnavailable``. Summarisers and voices on this machine give way, for a while, as often as something else in
    the process ``is_busy``.

    Raises ``DatabaseUnavailable`` and ``StorageUnavailable`` when there is no place to work in.
    """
    from bookbytes_adapters.opening import opened

    async with opened(settings, broker, spans, patience_seconds, is_busy) as application:
        yield application


def inspector() -> "InspectBook":
    """A look into book files alone: it needs no database and leaves nothing behind."""
    from bookbytes_adapters.container import inspect_book

    return inspect_book()


def catalogue_file(file: "Path") -> "CatalogueSource":
    """A dump of OpenLibrary or a table with ISBNs, to be imported; it is opened when that is done."""
    from bookbytes_adapters import container

    return container.catalogue_file(file)


async def examine(settings: "Settings") -> "tuple[Check, ...]":
    """What is configured, what answers, and what to do about what does not."""
    from bookbytes_adapters import doctor

    return await doctor.examine(settings)


@asynccontextmanager
async def repairing(settings: "Settings") -> "AsyncIterator[Repair]":
    """What looks through database and store and mends them. Nothing is changed before that is asked for, but for an
    embedded database, which is brought to the newest revision.

    Raises ``DatabaseUnavailable``.
    """
    from bookbytes_adapters.opening import opened_repair

    async with opened_repair(settings) as repair:
        yield repair


async def migrate(settings: "Settings") -> None:
    """Bring the database to the newest revision: all of it or, whatever happens, nothing.

    Raises ``DatabaseUnavailable``, with code ``database_newer`` when a newer version of this program wrote it.
    """
    from bookbytes_adapters import container

    await container.migrate(settings)


def pronunciations_in(file: "Path") -> "tuple[Pronunciation, ...]":
    """What a file with lines of ``word = spoken`` says. Raises ``InvalidInput`` and ``OSError``."""
    from bookbytes_adapters import vendor_settings

    return vendor_settings.pronunciations_in(file)


def redis_broker(settings: "Settings", ours: "Sequence[Middleware]" = ()) -> "Broker":
    """A Dramatiq broker on the configured Redis; nothing is connected yet. ``ours`` live within its event loop."""
    from bookbytes_adapters import container

    return container.make_broker(settings, ours)


def see_that_redis_keeps(settings: "Settings") -> None:
    """Look whether the configured Redis keeps every message. Blocks shortly.

    Raises ``InvalidInput`` (code ``evicting_broker``) when it may throw some away, and ``Unavailable`` when it does not
    answer.
    """
    from bookbytes_adapters import container

    container.check_broker(settings)
