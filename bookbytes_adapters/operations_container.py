"""The part of the container that serves whoever operates the program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.observed import LoggedProbe
from bookbytes_adapters.queue.probe import RedisProbe
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.inventory import SqlInventory
from bookbytes_adapters.sql.leftovers import SqlLeftovers
from bookbytes_adapters.sql.probe import SqlProbe, database_time
from bookbytes_adapters.sql.statistics import SqlStatisticsReader
from bookbytes_adapters.storage.probes import BucketProbe, FolderProbe
from bookbytes_adapters.storage.s3 import S3Storage
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.statistics import CacheMeter
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.upkeep.check_readiness import LIMIT_SECONDS, CheckReadiness
from bookbytes_core.use_cases.upkeep.read_statistics import ReadStatistics
from bookbytes_core.use_cases.upkeep.repair import Repair


def _redis(url: str) -> str:
    return "there" if url else "none"


class OperationsContainer(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=Settings)
    engine = providers.Dependency(instance_of=AsyncEngine)
    clock: providers.Dependency[Clock] = providers.Dependency()
    new_uow: providers.Dependency[UnitOfWorkFactory] = providers.Dependency()
    storage: providers.Dependency[Storage] = providers.Dependency()
    cache_meter: providers.Dependency[CacheMeter] = providers.Dependency()
    s3_storage: providers.Dependency[S3Storage] = providers.Dependency()

    none: providers.Provider[None] = providers.Object(None)
    storage_probe = providers.Selector(
        settings.provided.storage_backend,
        local=providers.Singleton(FolderProbe, settings.provided.storage_path),
        s3=providers.Singleton(BucketProbe, s3_storage),
    )
    broker_redis = providers.Singleton(RedisProbe, settings.provided.redis_url, seconds=LIMIT_SECONDS)
    cache_redis = providers.Singleton(RedisProbe, settings.provided.cache_redis_url, seconds=LIMIT_SECONDS)
    check_readiness = providers.Singleton(
        CheckReadiness,
        probes=providers.Dict(
            database=providers.Singleton(LoggedProbe, "database", providers.Singleton(SqlProbe, engine)),
            storage=providers.Singleton(LoggedProbe, "storage", storage_probe),
            redis=providers.Selector(
                providers.Callable(_redis, settings.provided.redis_url),
                there=providers.Singleton(LoggedProbe, "redis", broker_redis),
                none=none,
            ),
            cache=providers.Selector(
                providers.Callable(_redis, settings.provided.cache_redis_url),
                there=providers.Singleton(LoggedProbe, "cache", cache_redis),
                none=none,
            ),
        ),
        essential=providers.Object(("database", "storage")),
        clock=clock,
    )
    database_time = providers.Coroutine(database_time, engine)
    repair = providers.Factory(
        Repair,
        inventory=providers.Singleton(SqlInventory, engine),
        leftovers=providers.Singleton(SqlLeftovers, engine),
        storage=storage,
        store=storage,
        new_uow=new_uow,
        clock=clock,
    )
    read_statistics = providers.Singleton(
        ReadStatistics, reader=providers.Singleton(SqlStatisticsReader, engine), cache=cache_meter, clock=clock
    )


@asynccontextmanager
async def opened_operations(container: OperationsContainer) -> AsyncIterator[None]:
    """Connections are made when they are needed, and closed at the end of the block."""
    settings = container.settings()
    try:
        yield
    finally:
        await container.check_readiness().close()
        await container.read_statistics().close()
        if settings.redis_url:
            await container.broker_redis().close()
        if settings.cache_redis_url:
            await container.cache_redis().close()
