"""The part of the container that does jobs: makes audio books."""

from dependency_injector import containers, providers

from bookbytes_adapters.observed_jobs import LoggedChapter, LoggedLeases, LoggedNarration
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.spans import Spans
from bookbytes_core.ports.audio_encoder import AudioEncoder
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.llm import LanguageModel
from bookbytes_core.ports.presence import Presence
from bookbytes_core.ports.rate_limiter import RateLimiter
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.tts import TextToSpeech
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.audio_books.allowance import Budget
from bookbytes_core.use_cases.audio_books.chapter import MakeChapter
from bookbytes_core.use_cases.audio_books.generate import GenerateAudioBook
from bookbytes_core.use_cases.audio_books.narrate import NarrateChapter
from bookbytes_core.use_cases.audio_books.plan import PlanChapters
from bookbytes_core.use_cases.audio_books.recall import RecallBook
from bookbytes_core.use_cases.calls import Calls
from bookbytes_core.use_cases.group_commit import GroupCommit
from bookbytes_core.use_cases.vendors import Vendors


class MakingContainer(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=Settings)
    new_uow: providers.Dependency[UnitOfWorkFactory] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    new_id: providers.Dependency[IdFactory] = providers.Dependency()
    presence: providers.Dependency[Presence] = providers.Dependency()
    storage: providers.Dependency[Storage] = providers.Dependency()
    limiter: providers.Dependency[RateLimiter] = providers.Dependency()
    encoder: providers.Dependency[AudioEncoder] = providers.Dependency()
    summariser: providers.Dependency[LanguageModel] = providers.Dependency()
    voice: providers.Dependency[TextToSpeech] = providers.Dependency()
    spans: providers.Dependency[Spans] = providers.Dependency()
    cores: providers.Dependency[int] = providers.Dependency()
    vending = providers.DependenciesContainer()

    timed = {"new_uow": new_uow, "clock": clock}  # noqa: RUF012 - what several factories are given alike
    committed = providers.Singleton(GroupCommit, new_uow)
    calls = providers.Factory(Calls, **timed, committed=committed, storage=storage, limiter=limiter, caps=vending.caps)
    vendors = providers.Factory(
        Vendors,
        calls=calls,
        summariser=summariser,
        extractor=vending.extractor,
        voice=voice,
        tariffs=vending.tariffs,
    )
    leases = providers.Factory(
        LoggedLeases,
        **timed,
        committed=committed,
        presence=presence,
        stall_seconds=settings.provided.job_timeout_seconds,
    )
    narrate = providers.Factory(
        LoggedNarration,
        providers.Factory(
            NarrateChapter,
            vendors=vendors,
            storage=storage,
            encoder=encoder,
            lexicons=settings.provided.pronunciations,
        ),
        spans,
    )
    make_chapter = providers.Factory(
        LoggedChapter, providers.Factory(MakeChapter, vendors=vendors, narrate=narrate, clock=clock), spans
    )
    generate_audio_book = providers.Factory(
        GenerateAudioBook,
        **timed,
        storage=storage,
        leases=leases,
        recall=providers.Factory(RecallBook, **timed, vendors=vendors, storage=storage),
        plan=providers.Factory(PlanChapters, vendors=vendors, clock=clock, new_id=new_id),
        make_chapter=make_chapter,
        budget=providers.Factory(Budget, **timed, caps=vending.caps, tariffs=vending.tariffs),
        chapters_at_once=providers.Callable(lambda cores, paid: cores + 1 + paid, cores, settings.provided.paid_slots),
    )
