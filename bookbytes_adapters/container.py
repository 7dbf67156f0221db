"""Where adapters meet ports: the one place that knows them all."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dependency_injector import containers, providers
from dramatiq import Broker

from bookbytes_adapters.audio.encoder import LameEncoder
from bookbytes_adapters.books.parser import SandboxedBookParser
from bookbytes_adapters.llm.extractive import ExtractiveSummariser
from bookbytes_adapters.logging import Logged
from bookbytes_adapters.memory import MemoryRateLimiter, SystemClock
from bookbytes_adapters.queue.dramatiq import DramatiqQueue
from bookbytes_adapters.queue.presence import FilePresence
from bookbytes_adapters.queue.silent import SilentQueue
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.ids import UuidV7Factory
from bookbytes_adapters.sql.migrate import upgrade
from bookbytes_adapters.sql.readers import SqlBookReader, SqlJobReader
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_adapters.storage.local import LocalStorage
from bookbytes_adapters.tts.local import LocalSpeech
from bookbytes_core.use_cases.application import BookBytes
from bookbytes_core.use_cases.audio_books.bind import BindAudioBook
from bookbytes_core.use_cases.audio_books.chapter import MakeChapter
from bookbytes_core.use_cases.audio_books.delete import DeleteAudioBook
from bookbytes_core.use_cases.audio_books.describe import DescribeAudioBook
from bookbytes_core.use_cases.audio_books.generate import GenerateAudioBook
from bookbytes_core.use_cases.audio_books.listen import ListenToChapter
from bookbytes_core.use_cases.audio_books.narrate import NarrateChapter
from bookbytes_core.use_cases.audio_books.plan import PlanChapters
from bookbytes_core.use_cases.audio_books.request import RequestAudioBook
from bookbytes_core.use_cases.books.find_edition import FindEdition
from bookbytes_core.use_cases.books.import_book import ImportBook
from bookbytes_core.use_cases.books.inspect_book import InspectBook
from bookbytes_core.use_cases.calls import Calls
from bookbytes_core.use_cases.jobs.cancel import CancelJob
from bookbytes_core.use_cases.jobs.lease import Leases
from bookbytes_core.use_cases.jobs.resume import ResumeJob
from bookbytes_core.use_cases.upkeep.ring import RingForJobs


def _logged(use_case: object) -> providers.Factory:  # type: ignore[type-arg]  # the vendor's generic has no bound here
    return providers.Factory(Logged, use_case)


class Container(containers.DeclarativeContainer):
    """One a running event loop. A new vendor is one adapter file and one line here."""

    settings = providers.Dependency(instance_of=Settings)
    broker: providers.Provider[Broker | None] = providers.Object(None)
    cores = providers.Callable(lambda: os.cpu_count() or 1)

    clock = providers.Singleton(SystemClock)
    new_id = providers.Singleton(UuidV7Factory)
    presence = providers.Singleton(FilePresence, settings.provided.run_path)
    engine = providers.Singleton(make_engine, settings.provided.database)
    unit_of_work = providers.Factory(SqlUnitOfWork, engine)
    books = providers.Singleton(SqlBookReader, engine)
    jobs = providers.Singleton(SqlJobReader, engine)
    local_storage = providers.Singleton(LocalStorage, settings.provided.storage_path)
    storage = providers.Selector(settings.provided.storage_backend, local=local_storage)
    limiter = providers.Singleton(MemoryRateLimiter, {}, cores)
    job_queue = providers.Selector(
        providers.Callable(lambda broker: "dramatiq" if broker else "silent", broker),
        dramatiq=providers.Singleton(DramatiqQueue, broker),
        silent=providers.Singleton(SilentQueue),
    )
    parser = providers.Singleton(SandboxedBookParser)
    summariser = providers.Selector(
        settings.provided.llm_provider, extractive=providers.Singleton(ExtractiveSummariser)
    )
    voice = providers.Selector(
        settings.provided.tts_provider, local=providers.Singleton(LocalSpeech, settings.provided.tts_voice)
    )
    encoder = providers.Singleton(LameEncoder)

    calls = providers.Factory(
        Calls,
        new_uow=unit_of_work.provider,
        storage=storage,
        limiter=limiter,
        clock=clock,
        summariser=summariser,
        voice=voice,
    )
    leases = providers.Factory(
        Leases,
        new_uow=unit_of_work.provider,
        clock=clock,
        presence=presence,
        stall_seconds=settings.provided.job_timeout_seconds,
    )
    make_chapter = providers.Factory(
        MakeChapter,
        calls=calls,
        narrate=providers.Factory(NarrateChapter, calls=calls, storage=storage, encoder=encoder),
        clock=clock,
    )
    application = providers.Factory(
        BookBytes,
        import_book=_logged(
            providers.Factory(
                ImportBook, parser=parser, storage=storage, new_uow=unit_of_work.provider, clock=clock, new_id=new_id
            )
        ),
        inspect_book=_logged(providers.Factory(InspectBook, parser=parser)),
        find_edition=_logged(providers.Factory(FindEdition, new_uow=unit_of_work.provider)),
        request_audio_book=_logged(
            providers.Factory(
                RequestAudioBook,
                new_uow=unit_of_work.provider,
                storage=storage,
                clock=clock,
                presence=presence,
                new_id=new_id,
                calls=calls,
            )
        ),
        generate_audio_book=_logged(
            providers.Factory(
                GenerateAudioBook,
                new_uow=unit_of_work.provider,
                storage=storage,
                clock=clock,
                leases=leases,
                plan=providers.Factory(PlanChapters, calls=calls, clock=clock, new_id=new_id),
                make_chapter=make_chapter,
                chapters_at_once=providers.Callable(lambda cores: cores + 1, cores),
            )
        ),
        describe_audio_book=_logged(
            providers.Factory(DescribeAudioBook, books=books, new_uow=unit_of_work.provider, storage=storage)
        ),
        bind_audio_book=_logged(providers.Factory(BindAudioBook, encoder=encoder, storage=storage)),
        delete_audio_book=_logged(providers.Factory(DeleteAudioBook, new_uow=unit_of_work.provider, clock=clock)),
        listen_to_chapter=_logged(providers.Factory(ListenToChapter, books=books, storage=storage)),
        cancel_job=_logged(providers.Factory(CancelJob, new_uow=unit_of_work.provider, clock=clock)),
        resume_job=_logged(providers.Factory(ResumeJob, new_uow=unit_of_work.provider, clock=clock)),
        ring_for_jobs=providers.Factory(
            RingForJobs,
            new_uow=unit_of_work.provider,
            queue=job_queue,
            presence=presence,
            jobs_per_owner=settings.provided.worker_max_jobs,
        ),
        books=books,
        jobs=jobs,
        queue=job_queue,
        storage=storage,
        voice=voice,
    )


async def prepare(settings: Settings) -> None:
    """Make the data folder and bring the database to its newest revision."""
    await asyncio.to_thread(settings.data_dir.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread(upgrade, settings.database)


@asynccontextmanager
async def opened(settings: Settings, broker: Broker | None) -> AsyncIterator[BookBytes]:
    """The application of a container that is open for as long as the block."""
    container = Container(settings=settings)
    if broker is not None:
        container.broker.override(broker)
    await prepare(settings)
    presence = container.presence()
    await asyncio.to_thread(presence.open)
    try:
        await container.local_storage().sweep()
        yield container.application()
    finally:
        await container.engine().dispose()
        await asyncio.to_thread(presence.close)


def inspect_book() -> InspectBook:
    return InspectBook(parser=SandboxedBookParser())
