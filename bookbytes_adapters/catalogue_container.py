"""The part of the container that asks outside catalogues."""

from dependency_injector import containers, providers

from bookbytes_adapters.metadata.json_client import JsonClient
from bookbytes_adapters.metadata.openlibrary import NAME, OpenLibrary
from bookbytes_adapters.settings import Settings
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.pacer import Pacer


class NoWaiting(Pacer):
    """Stands in for a pacer that counts over all processes."""

    async def turn(self, name: str) -> None:
        pass


class CatalogueContainer(containers.DeclarativeContainer):
    """A provider of metadata is one adapter file and one line here."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Clock] = providers.Dependency()
    pacer: providers.Dependency[Pacer] = providers.Dependency()

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
    metadata = openlibrary
