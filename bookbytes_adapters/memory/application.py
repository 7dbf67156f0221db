"""BookBytes on memory alone: for tests and for a first look from a program that embeds it."""

from dataclasses import dataclass, field
from uuid import uuid4

from bookbytes_adapters.memory.access_tokens import MemoryAccessTokens
from bookbytes_adapters.memory.books import PlainTextBooks
from bookbytes_adapters.memory.catalogue_reader import MemoryCatalogueReader
from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_adapters.memory.covers import MemoryCovers
from bookbytes_adapters.memory.encoder import PlainEncoder
from bookbytes_adapters.memory.job_queue import MemoryJobQueue
from bookbytes_adapters.memory.metadata import MemoryMetadata
from bookbytes_adapters.memory.passwords import MemoryPasswordHasher
from bookbytes_adapters.memory.presence import MemoryPresence
from bookbytes_adapters.memory.rate_limiter import MemoryRateLimiter
from bookbytes_adapters.memory.readers import MemoryBookReader, MemoryJobReader
from bookbytes_adapters.memory.replays import MemoryReplays
from bookbytes_adapters.memory.speech import ToneSpeech
from bookbytes_adapters.memory.statistics import MemoryStatisticsReader, NoCache
from bookbytes_adapters.memory.storage import MemoryStorage
from bookbytes_adapters.memory.store import MemoryStore
from bookbytes_adapters.memory.summariser import EchoSummariser
from bookbytes_adapters.memory.throttle import MemoryThrottle
from bookbytes_adapters.memory.unit_of_work import MemoryUnitOfWork
from bookbytes_adapters.memory.users import MemoryUserReader
from bookbytes_core.domain.budget import Caps
from bookbytes_core.domain.prices import Tariffs
from bookbytes_core.ports.access_tokens import AccessTokens
from bookbytes_core.ports.audio_encoder import AudioEncoder
from bookbytes_core.ports.book_parser import BookParser
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.covers import CoverSource
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.job_queue import JobQueue
from bookbytes_core.ports.llm import LanguageModel
from bookbytes_core.ports.metadata import MetadataProvider
from bookbytes_core.ports.passwords import PasswordHasher
from bookbytes_core.ports.presence import Presence
from bookbytes_core.ports.rate_limiter import RateLimiter
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.throttle import Throttle
from bookbytes_core.ports.tts import TextToSpeech
from bookbytes_core.ports.unit_of_work import UnitOfWork
from bookbytes_core.use_cases.accounts.accounts import Accounts
from bookbytes_core.use_cases.accounts.doorkeeper import Doorkeeper
from bookbytes_core.use_cases.accounts.recognise import DescribeUser, RecogniseCaller
from bookbytes_core.use_cases.accounts.register import RegisterUser
from bookbytes_core.use_cases.accounts.set_active import SetUserActive
from bookbytes_core.use_cases.accounts.sign_in import SignIn
from bookbytes_core.use_cases.application import BookBytes
from bookbytes_core.use_cases.audio_books.allowance import Budget
from bookbytes_core.use_cases.audio_books.bind import BindAudioBook
from bookbytes_core.use_cases.audio_books.chapter import MakeChapter
from bookbytes_core.use_cases.audio_books.delete import DeleteAudioBook
from bookbytes_core.use_cases.audio_books.describe import DescribeAudioBook
from bookbytes_core.use_cases.audio_books.estimate import EstimateAudioBook
from bookbytes_core.use_cases.audio_books.generate import GenerateAudioBook
from bookbytes_core.use_cases.audio_books.listen import ListenToChapter
from bookbytes_core.use_cases.audio_books.narrate import NarrateChapter
from bookbytes_core.use_cases.audio_books.once import OnceOnly
from bookbytes_core.use_cases.audio_books.plan import PlanChapters
from bookbytes_core.use_cases.audio_books.recall import RecallBook
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
from bookbytes_core.use_cases.calls import Calls
from bookbytes_core.use_cases.group_commit import GroupCommit
from bookbytes_core.use_cases.jobs.cancel import CancelJob
from bookbytes_core.use_cases.jobs.lease import Leases
from bookbytes_core.use_cases.jobs.resume import ResumeJob
from bookbytes_core.use_cases.upkeep.check_readiness import CheckReadiness
from bookbytes_core.use_cases.upkeep.read_statistics import ReadStatistics
from bookbytes_core.use_cases.upkeep.ring import RingForJobs
from bookbytes_core.use_cases.upkeep.verify_audio_book import VerifyAudioBook
from bookbytes_core.use_cases.vendors import Vendors


def _limiter() -> RateLimiter:
    return MemoryRateLimiter({}, 2)


@dataclass(kw_only=True)
class MemoryWorld:
    """Every port with an adapter in memory; replace any of them before ``application`` is called.

    Two worlds that share ``store`` and ``storage`` are two workers on one database.
    """

    store: MemoryStore = field(default_factory=MemoryStore)
    storage: Storage = field(default_factory=MemoryStorage)
    queue: JobQueue = field(default_factory=MemoryJobQueue)
    presence: Presence = field(default_factory=lambda: MemoryPresence("memory"))
    clock: Clock = field(default_factory=SystemClock)
    limiter: RateLimiter = field(default_factory=_limiter)
    parser: BookParser = field(default_factory=PlainTextBooks)
    summariser: LanguageModel = field(default_factory=EchoSummariser)
    extractor: LanguageModel = field(default_factory=EchoSummariser)
    voice: TextToSpeech = field(default_factory=ToneSpeech)
    encoder: AudioEncoder = field(default_factory=PlainEncoder)
    metadata: MetadataProvider = field(default_factory=MemoryMetadata)
    covers: CoverSource = field(default_factory=MemoryCovers)
    hasher: PasswordHasher = field(default_factory=MemoryPasswordHasher)
    tokens: AccessTokens = field(default_factory=MemoryAccessTokens)
    throttle: Throttle = field(default_factory=MemoryThrottle)
    attempts_per_minute: int = 10
    new_id: IdFactory = uuid4
    stall_seconds: float = 600.0
    caps: Caps = field(default_factory=Caps)
    tariffs: Tariffs = field(default_factory=Tariffs)

    def new_uow(self) -> UnitOfWork:
        return MemoryUnitOfWork(self.store)

    def application(self) -> BookBytes:
        books, jobs, vendors = MemoryBookReader(self.store), MemoryJobReader(self.store), self._vendors()
        keep_records = KeepRecords(new_uow=self.new_uow, clock=self.clock, new_id=self.new_id)
        catalogue = MemoryCatalogueReader(self.store)
        records = FetchRecords(metadata=self.metadata, keep_records=keep_records, new_uow=self.new_uow)
        search_works = SearchWorks(catalogue=catalogue, records=records)
        show_work = ShowWork(catalogue=catalogue, records=records, clock=self.clock)
        find_edition = FindEdition(catalogue=catalogue, records=records, show_work=show_work)
        find_source = FindSource(new_uow=self.new_uow, storage=self.storage, clock=self.clock, vendors=vendors)
        request = RequestAudioBook(
            new_uow=self.new_uow,
            clock=self.clock,
            presence=self.presence,
            new_id=self.new_id,
            vendors=vendors,
            find_source=find_source,
        )
        return BookBytes(
            import_book=ImportBook(
                parser=self.parser,
                storage=self.storage,
                new_uow=self.new_uow,
                clock=self.clock,
                new_id=self.new_id,
            ),
            inspect_book=InspectBook(parser=self.parser),
            search_works=search_works,
            show_work=show_work,
            show_cover=ShowCover(catalogue=catalogue, source=self.covers, storage=self.storage),
            find_edition=find_edition,
            choose_source=ChooseSource(
                new_uow=self.new_uow,
                find_edition=find_edition,
                search_works=search_works,
                show_work=show_work,
                find_source=find_source,
            ),
            keep_records=keep_records,
            import_catalogue=ImportCatalogue(new_uow=self.new_uow, clock=self.clock, keep_records=keep_records),
            estimate_audio_book=EstimateAudioBook(
                find_source=find_source,
                storage=self.storage,
                clock=self.clock,
                new_id=self.new_id,
                vendors=vendors,
            ),
            request_audio_book=request,
            refresh_audio_book=RefreshAudioBook(
                new_uow=self.new_uow, clock=self.clock, new_id=self.new_id, request=request
            ),
            once_only=OnceOnly(replays=MemoryReplays(self.clock), clock=self.clock, new_id=self.new_id),
            generate_audio_book=self._generate(vendors),
            describe_audio_book=DescribeAudioBook(books=books, new_uow=self.new_uow, storage=self.storage),
            verify_audio_book=VerifyAudioBook(
                books=books, storage=self.storage, new_uow=self.new_uow, clock=self.clock
            ),
            bind_audio_book=BindAudioBook(encoder=self.encoder, storage=self.storage),
            delete_audio_book=DeleteAudioBook(new_uow=self.new_uow, clock=self.clock),
            listen_to_chapter=ListenToChapter(books=books, storage=self.storage),
            sample_voice=SampleVoice(vendors=vendors, storage=self.storage, encoder=self.encoder),
            cancel_job=CancelJob(new_uow=self.new_uow, clock=self.clock),
            resume_job=ResumeJob(new_uow=self.new_uow, clock=self.clock),
            ring_for_jobs=RingForJobs(new_uow=self.new_uow, queue=self.queue, presence=self.presence, jobs_per_owner=5),
            accounts=self.accounts(),
            check_readiness=CheckReadiness(probes={}, essential=(), clock=self.clock),
            read_statistics=ReadStatistics(
                reader=MemoryStatisticsReader(self.store), cache=NoCache(), clock=self.clock
            ),
            catalogue=catalogue,
            books=books,
            jobs=jobs,
            queue=self.queue,
            storage=self.storage,
            voice=self.voice,
        )

    def accounts(self) -> Accounts:
        users = MemoryUserReader(self.store)
        doorkeeper = Doorkeeper(throttle=self.throttle, per_minute=self.attempts_per_minute)
        return Accounts(
            register=RegisterUser(
                new_uow=self.new_uow, clock=self.clock, new_id=self.new_id, hasher=self.hasher, doorkeeper=doorkeeper
            ),
            sign_in=SignIn(users=users, hasher=self.hasher, tokens=self.tokens, doorkeeper=doorkeeper),
            recognise=RecogniseCaller(users=users, tokens=self.tokens),
            describe=DescribeUser(users=users),
            set_active=SetUserActive(new_uow=self.new_uow, clock=self.clock),
            doorkeeper=doorkeeper,
        )

    def _vendors(self) -> Vendors:
        calls = Calls(
            new_uow=self.new_uow,
            committed=GroupCommit(self.new_uow),
            storage=self.storage,
            limiter=self.limiter,
            clock=self.clock,
            caps=self.caps,
        )
        return Vendors(
            calls=calls,
            summariser=self.summariser,
            extractor=self.extractor,
            voice=self.voice,
            tariffs=self.tariffs,
        )

    def _generate(self, vendors: Vendors) -> GenerateAudioBook:
        narrate = NarrateChapter(vendors=vendors, storage=self.storage, encoder=self.encoder)
        leases = Leases(
            new_uow=self.new_uow,
            committed=vendors.calls.committed,
            clock=self.clock,
            presence=self.presence,
            stall_seconds=self.stall_seconds,
        )
        return GenerateAudioBook(
            new_uow=self.new_uow,
            storage=self.storage,
            clock=self.clock,
            leases=leases,
            recall=RecallBook(vendors=vendors, storage=self.storage, new_uow=self.new_uow, clock=self.clock),
            plan=PlanChapters(vendors=vendors, clock=self.clock, new_id=self.new_id),
            make_chapter=MakeChapter(vendors=vendors, narrate=narrate, clock=self.clock),
            budget=Budget(new_uow=self.new_uow, clock=self.clock, caps=self.caps, tariffs=self.tariffs),
            chapters_at_once=3,
        )
