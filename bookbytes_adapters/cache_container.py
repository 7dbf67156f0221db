"""The part of the container that keeps answers of outside catalogues, and says when these may be asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.cache.locks import RedisLocks
from bookbytes_adapters.cache.redis import RedisCache
from bookbytes_adapters.cache.server import CacheServer
from bookbytes_adapters.cache.tiered import TieredCache
from bookbytes_adapters.limits.pacer import RedisPacer
from bookbytes_adapters.memory import MemoryCache, MemoryPacer
from bookbytes_adapters.observed_cache import MeteredCache
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.cache import SqlCache
from bookbytes_adapters.sql.locks import SqlLocks
from bookbytes_adapters.sql.pacer import SqlPacer
from bookbytes_adapters.sql.replays import SqlReplays

RATES = {"openlibrary": 3.0}
"""How many requests a second a catalogue allows, by its name."""

OWN_SECONDS = 10.0
"""So long a process keeps in its own memory what others may have invalidated."""


class CacheContainer(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=Settings)
    engine = providers.Dependency(instance_of=AsyncEngine)

    table = providers.Singleton(SqlCache, engine)
    server = providers.Singleton(CacheServer, settings.provided.cache_redis_url)
    first_tier = providers.Callable(lambda url: "redis" if url else "memory", settings.provided.cache_redis_url)
    cache = providers.Singleton(
        MeteredCache,
        providers.Singleton(
            TieredCache,
            providers.Selector(
                first_tier,
                redis=providers.Singleton(RedisCache, server),
                memory=providers.Singleton(MemoryCache, longest_seconds=OWN_SECONDS),
            ),
            table,
        ),
    )
    table_locks = providers.Singleton(SqlLocks, engine)
    locks = providers.Selector(
        first_tier, redis=providers.Singleton(RedisLocks, server, table_locks), memory=table_locks
    )
    replays = providers.Singleton(SqlReplays, engine)
    pacer = providers.Selector(
        providers.Callable(lambda url: "redis" if url else "sql", settings.provided.redis_url),
        redis=providers.Singleton(
            RedisPacer, settings.provided.redis_url, providers.Singleton(MemoryPacer, RATES), RATES
        ),
        sql=providers.Singleton(SqlPacer, engine, RATES),
    )


@asynccontextmanager
async def opened_cache(container: CacheContainer) -> AsyncIterator[None]:
    """Connections are made when they are needed, and closed at the end of the block."""
    settings = container.settings()
    try:
        yield
    finally:
        await container.table().close()
        if settings.cache_redis_url:
            await container.server().close()
        if settings.redis_url:
            await container.pacer().close()
