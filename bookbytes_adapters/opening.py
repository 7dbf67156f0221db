"""What is opened before the first use of a container and closed after the last."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from dramatiq import Broker

from bookbytes_adapters.accounts_container import opened_accounts
from bookbytes_adapters.cache_container import opened_cache
from bookbytes_adapters.catalogue_container import opened_catalogues
from bookbytes_adapters.container import Container, make_broker, prepare
from bookbytes_adapters.kill_points import arm
from bookbytes_adapters.operations_container import opened_operations
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.spans import Spans
from bookbytes_adapters.tracing import spans_for
from bookbytes_adapters.vendor_container import opened_vendors
from bookbytes_core.use_cases.application import BookBytes
from bookbytes_core.use_cases.upkeep.repair import Repair


@asynccontextmanager
async def opened(
    settings: Settings,
    broker: Broker | None,
    spans: Spans | None = None,
    patience_seconds: float = 30.0,
    is_busy: Callable[[], bool] | None = None,
) -> AsyncIterator[BookBytes]:
    """The application of a container that is open for as long as the block."""
    container = Container(settings=settings, patience_seconds=patience_seconds)
    if is_busy is not None:
        container.is_busy.override(is_busy)
    await prepare(settings)
    presence = container.presence()
    await asyncio.to_thread(presence.open)
    try:
        async with (
            opened_cache(container.caching()),
            opened_catalogues(container.catalogues()),
            opened_vendors(container.vending()),
            opened_accounts(container.who()),
            opened_storage(container),
            opened_queue(container, broker),
            opened_operations(container.operating()),
            opened_spans(container, spans),
        ):
            if settings.bb_kill_at:
                arm(container, settings.bb_kill_at)
            yield container.application()
    finally:
        await container.engine().dispose()
        await asyncio.to_thread(presence.close)


@asynccontextmanager
async def opened_repair(settings: Settings) -> AsyncIterator[Repair]:
    """The repair of a container of its own. Unlike an application it tidies nothing up when it is opened."""
    container = Container(settings=settings)
    await prepare(settings)
    try:
        if settings.bb_kill_at:
            arm(container, settings.bb_kill_at)
        yield container.operating.repair()
    finally:
        if settings.storage_backend == "s3":
            await container.s3_storage().close()
        await container.engine().dispose()


@asynccontextmanager
async def opened_spans(container: Container, given: Spans | None) -> AsyncIterator[None]:
    """What is done is traced by those that were ``given``, else as the settings say."""
    own = spans_for(container.settings()) if given is None else None
    container.spans.override(given or own)
    try:
        yield
    finally:
        if own is not None:
            await asyncio.to_thread(own.close)


@asynccontextmanager
async def opened_storage(container: Container) -> AsyncIterator[None]:
    """The chosen store is ready for as long as the block: its folder swept, or its bucket there."""
    if container.settings().storage_backend == "local":
        await container.local_storage().half_written()
        yield
        return
    storage = container.spooled_storage()
    try:
        await storage.open()
        yield
    finally:
        await storage.close()


@asynccontextmanager
async def opened_queue(container: Container, broker: Broker | None) -> AsyncIterator[None]:
    """Jobs are sent to ``broker``, else to the configured Redis, else to nobody. Connections are made when they are
    needed, so a Redis that is away stops nobody here."""
    settings = container.settings()
    own = make_broker(settings) if settings.redis_url and broker is None else None
    if broker or own:
        container.broker.override(broker or own)
    try:
        yield
    finally:
        await container.limiter().close()
        if own is not None:
            own.close()
