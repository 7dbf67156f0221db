"""Imports, orders, audio books, chapters, voices and jobs, for the OpenAPI document; see ``answers.py`` for how they
are written."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bookbytes_core.domain.book_text import SkipReason
from bookbytes_core.domain.job import JobType
from bookbytes_core.domain.status import ChapterStatus, Status, Step
from bookbytes_core.domain.summary import Verdict
from bookbytes_core.domain.tier import Tier
from bookbytes_http.schemas.catalogue import Edition, EditionOfBook, Isbn13
from bookbytes_http.schemas.common import AnswerModel, Count, Failure, Id, Language, PageOf, Usd

Source = Annotated[
    Tier,
    Field(description="What it is made from: A the book's text, B its table of contents, C a model's memory."),
]
Seconds = Annotated[float, Field(ge=0)]


class ImportedChapter(AnswerModel):
    """A chapter as it will be spoken."""

    number: Annotated[int, Field(ge=1)]
    title: str
    word_count: Count


class SkippedPart(AnswerModel):
    """A part of the file that is not spoken."""

    title: str
    reason: SkipReason
    paragraphs: Count


class ImportedBook(AnswerModel):
    """A file that was imported."""

    work_id: Id
    edition_id: Id
    title: str
    authors: list[str]
    language: Language
    word_count: Count
    chapters: list[ImportedChapter]
    skipped: list[SkippedPart]


class CostRange(AnswerModel):
    """US dollars."""

    low: Usd
    likely: Usd
    high: Usd


class Estimate(AnswerModel):
    """What an order would take."""

    tier: Source
    chapters: Count
    source_words: Count
    words: Count
    minutes: Annotated[float, Field(ge=0)]
    llm_tokens: Count
    tts_characters: Count
    cost_usd: CostRange


class Receipt(AnswerModel):
    """An order that stands."""

    job_id: Id
    audio_book_id: Id
    status: Status
    tier: Source
    message: Annotated[str, Field(examples=["The audio book will be made."])]


class JobResult(AnswerModel):
    """What a job that has ended well made."""

    audio_book_id: Id


class Job(AnswerModel):
    """How long work stands."""

    id: Id
    type: JobType
    status: Status
    progress: Annotated[int, Field(ge=0, le=100, description="Per cent; it never goes back.")]
    current_step: Step | None
    audio_book_id: Id
    error: Failure | None
    cost_usd: Usd
    attempts: Count
    chapters: Count
    chapters_done: Count
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    result: JobResult | None


class Jobs(PageOf[Job]):
    """One page of jobs."""


class OrderedOptions(AnswerModel):
    """How it is told, as it was ordered; null where that was left open."""

    minutes: Annotated[float, Field(gt=0)] | None
    words_per_chapter: Annotated[int, Field(ge=1)] | None
    voice: str | None
    chapters: Annotated[list[int], Field(description="The numbers of those that are made; empty for all.")]
    all_matter: bool
    from_memory: bool
    max_cost_usd: Usd | None


class Book(AnswerModel):
    """An audio book with its edition and its last job."""

    id: Id
    title: str
    authors: list[str]
    language: Language
    status: Status
    error: Failure | None
    tier: Source
    version: Annotated[int, Field(ge=1)]
    options: OrderedOptions
    edition: EditionOfBook
    job: Job | None
    chapters: Count
    chapters_done: Count
    duration_seconds: Seconds
    cost_usd: Usd
    created_at: datetime
    updated_at: datetime


class Books(PageOf[Book]):
    """One page of audio books."""


class BookInFull(Book):
    """An audio book by itself."""

    isbns: Annotated[list[Isbn13], Field(description="All numbers of the work in this language.")]
    newer_edition: Edition | None


class Chapter(AnswerModel):
    """A chapter in a list: all but its sentences."""

    id: Id
    number: Annotated[int, Field(ge=1)]
    title: str
    status: ChapterStatus
    error: Failure | None
    summary: str | None
    word_count: Count
    source_word_count: Count
    duration_seconds: Seconds | None
    audio_url: Annotated[str | None, Field(description="An address of this API that never expires.")]


class Chapters(PageOf[Chapter]):
    """One page of a book's chapters, by number."""

    tier: Source


class Sentence(AnswerModel):
    """A sentence of a summary: what it rests on, and when it is heard."""

    text: str
    sources: Annotated[list[str], Field(description="Ids of the book's paragraphs.")]
    support: Annotated[float, Field(ge=0, le=1)]
    verdict: Verdict
    start: Seconds | None
    end: Seconds | None


class ChapterInFull(Chapter):
    """A chapter by itself."""

    sentences: list[Sentence]
    tier: Source


class Voice(AnswerModel):
    """A voice that may be ordered."""

    id: Annotated[str, Field(examples=["en-GB"])]
    provider: str
    language: Annotated[str, Field(description="BCP 47, or `*` for a voice that speaks whatever it is given.")]
    name: str


class Voices(AnswerModel):
    """The voices of this installation."""

    items: list[Voice]
