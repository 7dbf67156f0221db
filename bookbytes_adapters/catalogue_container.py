"""The part of the container that asks outside catalogues."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dependency_injector import containers, providers

from bookbytes_adapters.books.cover import cover_of_a_catalogue
from bookbytes_adapters.metadata.cached import CachedMetadata
from bookbytes_adapters.metadata.covers import CoverServer
from bookbytes_adapters.metadata.json_client import JsonClient
from bookbytes_adapters.metadata.openlibrary import NAME, OpenLibrary
from bookbytes_adapters.settings import Settings
from bookbytes_core.ports.cache import Cache
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.locks import Locks
from bookbytes_core.ports.pacer import Pacer


class CatalogueContainer(containers.DeclarativeContainer):
    """A provider of metadata is one adapter file and one line here."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Clock] = providers.Dependency()
    pacer: providers.Dependency[Pacer] = providers.Dependency()
    cache: providers.Dependency[Cache] = providers.Dependency()
    locks: providers.Dependency[Locks] = providers.Dependency()

    openlibrary_client = providers.Singleton(
        JsonClient,
        NAME,
        settings.provided.openlibrary_base_url,
        agent=settings.provided.agent,
        seconds=settings.provided.http_timeout_seconds,
        pacer=pacer,
        clock=clock,
    )
    openlibrary = providers.Singleton(OpenLibrary, openlibrary_client, settings.provided.openlibrary_covers_url)
    metadata = providers.Singleton(CachedMetadata, openlibrary, cache, locks)
    covers = providers.Singleton(
        CoverServer,
        settings.provided.openlibrary_covers_url,
        providers.Object(cover_of_a_catalogue),
        agent=settings.provided.agent,
        seconds=settings.provided.http_timeout_seconds,
    )


@asynccontextmanager
async def opened_catalogues(container: CatalogueContainer) -> AsyncIterator[None]:
    """Connections are made when they are needed; at the end of the block what still goes on is ended."""
    try:
        yield
    finally:
        await container.metadata().close()
        await container.openlibrary_client().close()
        await container.covers().close()
