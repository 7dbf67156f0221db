"""All that BookBytes can do, in one object: what an embedder gets."""

from dataclasses import dataclass

from bookbytes_core.ports.catalogue import CatalogueReader
from bookbytes_core.ports.job_queue import JobQueue
from bookbytes_core.ports.readers import BookReader, JobReader
from bookbytes_core.ports.storage import Storage
from bookbytes_core.ports.tts import TextToSpeech
from bookbytes_core.use_cases.accounts.accounts import Accounts
from bookbytes_core.use_cases.audio_books.bind import BindAudioBook
from bookbytes_core.use_cases.audio_books.delete import DeleteAudioBook
from bookbytes_core.use_cases.audio_books.describe import DescribeAudioBook
from bookbytes_core.use_cases.audio_books.estimate import EstimateAudioBook
from bookbytes_core.use_cases.audio_books.forget_searches import GenerateAndForgetSearches
from bookbytes_core.use_cases.audio_books.generate import GenerateAudioBook
from bookbytes_core.use_cases.audio_books.listen import ListenToChapter
from bookbytes_core.use_cases.audio_books.once import OnceOnly
from bookbytes_core.use_cases.audio_books.refresh import RefreshAudioBook
from bookbytes_core.use_cases.audio_books.request import RequestAudioBook
from bookbytes_core.use_cases.audio_books.sample_voice import SampleVoice
from bookbytes_core.use_cases.books.choose_source import ChooseSource
from bookbytes_core.use_cases.books.find_edition import FindEdition
from bookbytes_core.use_cases.books.import_book import ImportBook
from bookbytes_core.use_cases.books.import_catalogue import ImportCatalogue
from bookbytes_core.use_cases.books.inspect_book import InspectBook
from bookbytes_core.use_cases.books.keep_records import KeepRecords
from bookbytes_core.use_cases.books.search_works import SearchWorks
from bookbytes_core.use_cases.books.show_cover import ShowCover
from bookbytes_core.use_cases.books.show_work import ShowWork
from bookbytes_core.use_cases.jobs.cancel import CancelJob
from bookbytes_core.use_cases.jobs.resume import ResumeJob
from bookbytes_core.use_cases.upkeep.check_readiness import CheckReadiness
from bookbytes_core.use_cases.upkeep.read_statistics import ReadStatistics
from bookbytes_core.use_cases.upkeep.ring import RingForJobs
from bookbytes_core.use_cases.upkeep.verify_audio_book import VerifyAudioBook


@dataclass(frozen=True, slots=True, kw_only=True)
class BookBytes:
    """Use cases are called (``await app.import_book(path, name=…, owner=…)``); readers are asked.

    Everything here belongs to the event loop it was built on.
    """

    import_book: ImportBook
    inspect_book: InspectBook
    search_works: SearchWorks
    show_work: ShowWork
    show_cover: ShowCover
    find_edition: FindEdition
    choose_source: ChooseSource
    keep_records: KeepRecords
    import_catalogue: ImportCatalogue
    estimate_audio_book: EstimateAudioBook
    request_audio_book: RequestAudioBook
    refresh_audio_book: RefreshAudioBook
    once_only: OnceOnly
    generate_audio_book: GenerateAudioBook | GenerateAndForgetSearches
    describe_audio_book: DescribeAudioBook
    verify_audio_book: VerifyAudioBook
    bind_audio_book: BindAudioBook
    delete_audio_book: DeleteAudioBook
    listen_to_chapter: ListenToChapter
    sample_voice: SampleVoice
    cancel_job: CancelJob
    resume_job: ResumeJob
    ring_for_jobs: RingForJobs
    accounts: Accounts
    check_readiness: CheckReadiness
    read_statistics: ReadStatistics
    catalogue: CatalogueReader
    books: BookReader
    jobs: JobReader
    queue: JobQueue
    storage: Storage
    voice: TextToSpeech
    """For listing voices; speech itself is made through the calls of a job."""
