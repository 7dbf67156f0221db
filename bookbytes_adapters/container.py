"""Where adapters meet ports: the one place that knows them all."""

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dependency_injector import containers, providers
from dramatiq import Broker, Middleware

from bookbytes_adapters.accounts_container import AccountsContainer
from bookbytes_adapters.audio.encoder import LameEncoder
from bookbytes_adapters.books.parser import SandboxedBookParser
from bookbytes_adapters.cache_container import CacheContainer
from bookbytes_adapters.catalogue_container import CatalogueContainer
from bookbytes_adapters.limits.courtesy import CourteousRateLimiter
from bookbytes_adapters.limits.line import Line
from bookbytes_adapters.limits.redis import RedisRateLimiter
from bookbytes_adapters.making_container import MakingContainer
from bookbytes_adapters.memory import MemoryRateLimiter, SystemClock
from bookbytes_adapters.metadata.dumps import CatalogueFile
from bookbytes_adapters.observed import Logged
from bookbytes_adapters.observed_vendors import ObservedModel, ObservedVoice
from bookbytes_adapters.operations_container import OperationsContainer
from bookbytes_adapters.queue.dramatiq import DramatiqQueue
from bookbytes_adapters.queue.presence import FilePresence
from bookbytes_adapters.queue.silent import SilentQueue
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.spans import NoSpans
from bookbytes_adapters.sql.catalogue_reader import SqlCatalogueReader
from bookbytes_adapters.sql.engine import for_looking, for_writing, make_engine
from bookbytes_adapters.sql.ids import UuidV7Factory
from bookbytes_adapters.sql.limits import SqlRateLimiter
from bookbytes_adapters.sql.migrate import make_ready, newest, upgrade
from bookbytes_adapters.sql.readers import SqlBookReader, SqlJobReader
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_adapters.storage.local import LocalStorage
from bookbytes_adapters.storage.s3 import S3Storage
from bookbytes_adapters.storage.spool import SpooledStorage
from bookbytes_adapters.vendor_container import VendorContainer
from bookbytes_core.ports.catalogue_source import CatalogueSource
from bookbytes_core.use_cases.application import BookBytes
from bookbytes_core.use_cases.audio_books.bind import BindAudioBook
from bookbytes_core.use_cases.audio_books.delete import DeleteAudioBook
from bookbytes_core.use_cases.audio_books.describe import DescribeAudioBook
from bookbytes_core.use_cases.audio_books.estimate import EstimateAudioBook
from bookbytes_core.use_cases.audio_books.forget_searches import GenerateAndForgetSearches
from bookbytes_core.use_cases.audio_books.listen import ListenToChapter
from bookbytes_core.use_cases.audio_books.once import OnceOnly
from bookbytes_core.use_cases.audio_books.refresh import RefreshAudioBook
from bookbytes_core.use_cases.audio_books.request import RequestAudioBook
from bookbytes_core.use_cases.audio_books.sample_voice import SampleVoice
from bookbytes_core.use_cases.books.choose_source import ChooseSource
from bookbytes_core.use_cases.books.fetch_records import FetchRecords
from bookbytes_core.use_cases.books.find_edition import FindEdition
from bookbytes_core.use_cases.books.find_source import FindSource
from bookbytes_core.use_cases.books.import_book import ImportBook
from bookbytes_core.use_cases.books.import_catalogue import ImportCatalogue
from bookbytes_core.use_cases.books.inspect_book import InspectBook
from bookbytes_core.use_cases.books.keep_records import KeepRecords
from bookbytes_core.use_cases.books.search_works import SearchWorks
from bookbytes_core.use_cases.books.show_cover import ShowCover
from bookbytes_core.use_cases.books.show_work import ShowWork
from bookbytes_core.use_cases.jobs.cancel import CancelJob
from bookbytes_core.use_cases.jobs.resume import ResumeJob
from bookbytes_core.use_cases.upkeep.ring import RingForJobs
from bookbytes_core.use_cases.upkeep.verify_audio_book import VerifyAudioBook

_ENGINES_ON_THIS_MACHINE = ("extractive", "local")
"""Names of providers that are limited by this machine's cores, not by a vendor."""


class Container(containers.DeclarativeContainer):
    """One a running event loop. A new vendor is one adapter file and one line here."""

    settings = providers.Dependency(instance_of=Settings)
    broker: providers.Provider[Broker | None] = providers.Object(None)
    cores = providers.Callable(lambda: os.cpu_count() or 1)

    spans = providers.Singleton(NoSpans)
    logged = partial(providers.Factory, Logged, spans=spans)
    clock = providers.Singleton(SystemClock)
    new_id = providers.Singleton(UuidV7Factory)
    presence = providers.Singleton(FilePresence, settings.provided.run_path)
    patience_seconds: providers.Provider[float] = providers.Object(30.0)
    engine = providers.Singleton(make_engine, settings.provided.database, pool_timeout_seconds=patience_seconds)
    unit_of_work = providers.Factory(SqlUnitOfWork, providers.Singleton(for_writing, engine))
    looking = providers.Factory(SqlUnitOfWork, providers.Singleton(for_looking, engine), writes=False)
    timed = {"new_uow": unit_of_work.provider, "clock": clock}  # noqa: RUF012 - what several factories are given alike
    writing = timed | {"new_id": new_id}
    catalogue = providers.Singleton(SqlCatalogueReader, engine)
    books = providers.Singleton(SqlBookReader, engine)
    jobs = providers.Singleton(SqlJobReader, engine)
    local_storage = providers.Singleton(LocalStorage, settings.provided.storage_path)
    s3_storage = providers.Singleton(
        S3Storage,
        settings.provided.s3_bucket,
        prefix=settings.provided.s3_prefix,
        endpoint_url=settings.provided.s3_endpoint_url,
        public_endpoint_url=settings.provided.s3_public_endpoint_url,
        region=settings.provided.s3_region,
        timeout_seconds=settings.provided.http_timeout_seconds,
        url_seconds=settings.provided.s3_url_expiry_seconds,
    )
    spooled_storage = providers.Singleton(
        SpooledStorage, s3_storage, providers.Singleton(LocalStorage, settings.provided.spool_path)
    )
    storage = providers.Selector(settings.provided.storage_backend, local=local_storage, s3=spooled_storage)
    is_busy: providers.Provider[Callable[[], bool]] = providers.Object(lambda: False)
    local_limiter = providers.Singleton(
        CourteousRateLimiter,
        providers.Singleton(MemoryRateLimiter, settings.provided.slots, cores),
        clock,
        is_busy,
        machine_bound=_ENGINES_ON_THIS_MACHINE,
    )
    shared = (local_limiter, settings.provided.slots, cores)
    limiter = providers.Selector(
        providers.Callable(lambda url: "redis" if url else "sql", settings.provided.redis_url),
        sql=providers.Singleton(
            SqlRateLimiter, engine, providers.Object(Line), *shared, machine_bound=_ENGINES_ON_THIS_MACHINE
        ),
        redis=providers.Singleton(
            RedisRateLimiter, settings.provided.redis_url, *shared, machine_bound=_ENGINES_ON_THIS_MACHINE
        ),
    )
    job_queue = providers.Selector(
        providers.Callable(lambda broker: "dramatiq" if broker else "silent", broker),
        dramatiq=providers.Singleton(DramatiqQueue, broker),
        silent=providers.Singleton(SilentQueue),
    )
    parser = providers.Singleton(SandboxedBookParser)
    vending = providers.Container(VendorContainer, settings=settings)
    summariser = providers.Singleton(ObservedModel, vending.summariser, spans)
    voice = providers.Singleton(ObservedVoice, vending.voice, spans)
    encoder = providers.Singleton(LameEncoder)
    caching = providers.Container(CacheContainer, settings=settings, engine=engine)
    catalogues = providers.Container(
        CatalogueContainer,
        settings=settings,
        clock=clock,
        pacer=caching.pacer,
        cache=caching.cache,
        locks=caching.locks,
    )

    who = providers.Container(
        AccountsContainer,
        settings=settings,
        engine=engine,
        new_uow=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
        spans=spans,
    )
    making = providers.Container(
        MakingContainer,
        settings=settings,
        new_uow=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
        presence=presence,
        storage=storage,
        limiter=limiter,
        encoder=encoder,
        vending=vending,
        summariser=summariser,
        voice=voice,
        spans=spans,
        cores=cores,
    )
    vendors = making.vendors
    operating = providers.Container(
        OperationsContainer,
        settings=settings,
        engine=engine,
        clock=clock,
        new_uow=unit_of_work.provider,
        storage=storage,
        cache_meter=caching.cache,
        s3_storage=s3_storage,
    )
    keep_records = providers.Factory(KeepRecords, **writing)
    records = providers.Factory(
        FetchRecords, metadata=catalogues.metadata, keep_records=keep_records, new_uow=unit_of_work.provider
    )
    finding = {"catalogue": catalogue, "records": records}  # noqa: RUF012 - as above
    search_works = logged(providers.Factory(SearchWorks, **finding))
    show_work = providers.Factory(ShowWork, **finding, clock=clock)
    find_edition = logged(providers.Factory(FindEdition, **finding, show_work=show_work))
    find_source = providers.Factory(FindSource, new_uow=looking.provider, clock=clock, storage=storage, vendors=vendors)
    request_audio_book = providers.Factory(
        RequestAudioBook, **writing, presence=presence, vendors=vendors, find_source=find_source
    )
    application = providers.Factory(
        BookBytes,
        import_book=logged(providers.Factory(ImportBook, parser=parser, storage=storage, **writing)),
        inspect_book=logged(providers.Factory(InspectBook, parser=parser)),
        search_works=search_works,
        show_work=logged(show_work),
        show_cover=logged(providers.Factory(ShowCover, catalogue=catalogue, source=catalogues.covers, storage=storage)),
        find_edition=find_edition,
        choose_source=providers.Factory(
            ChooseSource,
            new_uow=unit_of_work.provider,
            find_edition=find_edition,
            search_works=search_works,
            show_work=show_work,
            find_source=find_source,
        ),
        keep_records=keep_records,
        import_catalogue=logged(providers.Factory(ImportCatalogue, **timed, keep_records=keep_records)),
        estimate_audio_book=providers.Factory(
            EstimateAudioBook, clock=clock, new_id=new_id, find_source=find_source, storage=storage, vendors=vendors
        ),
        request_audio_book=logged(request_audio_book),
        refresh_audio_book=logged(providers.Factory(RefreshAudioBook, **writing, request=request_audio_book)),
        once_only=providers.Factory(OnceOnly, replays=caching.replays, clock=clock, new_id=new_id),
        generate_audio_book=logged(
            providers.Factory(
                GenerateAndForgetSearches,
                generate=making.generate_audio_book,
                new_uow=unit_of_work.provider,
                cache=caching.cache,
            )
        ),
        describe_audio_book=logged(
            providers.Factory(DescribeAudioBook, books=books, new_uow=unit_of_work.provider, storage=storage)
        ),
        verify_audio_book=logged(providers.Factory(VerifyAudioBook, books=books, storage=storage, **timed)),
        bind_audio_book=logged(providers.Factory(BindAudioBook, encoder=encoder, storage=storage)),
        delete_audio_book=logged(providers.Factory(DeleteAudioBook, **timed)),
        listen_to_chapter=logged(providers.Factory(ListenToChapter, books=books, storage=storage)),
        sample_voice=logged(providers.Factory(SampleVoice, vendors=vendors, storage=storage, encoder=encoder)),
        cancel_job=logged(providers.Factory(CancelJob, **timed)),
        resume_job=logged(providers.Factory(ResumeJob, **timed)),
        ring_for_jobs=providers.Factory(
            RingForJobs,
            new_uow=unit_of_work.provider,
            queue=job_queue,
            presence=presence,
            jobs_per_owner=settings.provided.worker_max_jobs,
        ),
        accounts=who.accounts,
        check_readiness=operating.check_readiness,
        read_statistics=operating.read_statistics,
        catalogue=catalogue,
        books=books,
        jobs=jobs,
        queue=job_queue,
        storage=storage,
        voice=voice,
    )


async def prepare(settings: Settings) -> None:
    """Make the data folder; bring an embedded database to its newest revision, see that a server's has it."""
    await asyncio.to_thread(settings.data_dir.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread(make_ready, settings.database)


def newest_revision() -> str:
    return newest()


async def migrate(settings: Settings) -> None:
    """Bring the database, also a server's, to its newest revision."""
    await asyncio.to_thread(upgrade, settings.database)


def make_broker(settings: Settings, ours: Sequence[Middleware] = ()) -> Broker:
    """A broker on the configured Redis, with ``ours`` as the innermost middleware."""
    from bookbytes_adapters.queue.redis import redis_broker

    return redis_broker(settings.redis_url, ours)


def check_broker(settings: Settings) -> None:
    """Raises ``InvalidInput`` (code ``evicting_broker``) and ``Unavailable``; blocks shortly."""
    from bookbytes_adapters.queue.redis import check_eviction

    check_eviction(settings.redis_url)


def catalogue_file(file: Path) -> CatalogueSource:
    return CatalogueFile(file)


def inspect_book() -> InspectBook:
    return InspectBook(parser=SandboxedBookParser())
