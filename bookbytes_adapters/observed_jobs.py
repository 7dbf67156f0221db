"""What the log says of a job from its claim to its end: each line carries its id and its request's."""

import time
from dataclasses import fields
from uuid import UUID

from loguru import logger

from bookbytes_adapters.logging import about_job
from bookbytes_adapters.observed import milliseconds_since
from bookbytes_adapters.spans import Spans
from bookbytes_core.domain.audio_book import Chapter, Failure
from bookbytes_core.domain.book_text import ChapterText
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.status import Status, Step
from bookbytes_core.use_cases.audio_books.chapter import MakeChapter
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.narrate import NarrateChapter, Narrated
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.jobs.lease import Lease, Leases


class LoggedLease(Lease):
    """A lease whose steps are told when they are saved."""

    __slots__ = ()

    async def step(self, *chapters: Chapter) -> None:
        await super().step(*chapters)
        for chapter in chapters:
            _tell_of(chapter)

    async def begin(self, chapters: tuple[Chapter, ...]) -> None:
        await super().begin(chapters)
        logger.bind(step=Step.EXTRACTING_CHAPTERS.value, chapters=len(chapters)).info("step saved")


class LoggedLeases(Leases):
    """Leases that tell of claims and ends. From a claim on all lines of its task are about that job."""

    __slots__ = ()

    async def claim(self, job_id: UUID) -> Lease | None:
        about_job()
        lease = await super().claim(job_id)
        if lease is None:
            return None
        job = lease.job
        about_job(job_id=str(job.id), request_id=job.request_id)
        logger.bind(type=job.type.value, attempt=job.attempts, audio_book_id=str(job.audio_book_id)).info("job claimed")
        return LoggedLease(**{field.name: getattr(lease, field.name) for field in fields(lease)})

    async def end(self, lease: Lease, status: Status, error: Failure | None = None) -> None:
        await super().end(lease, status, error)
        told = logger.bind(status=status.value, code=error.code if error else None)
        told.info("job ended{}", f": {error.message}" if error else "")


class LoggedChapter:
    """Makes chapters; each line on the way carries the chapter's number."""

    def __init__(self, make: MakeChapter, spans: Spans) -> None:
        self._make = make
        self._spans = spans

    async def __call__(
        self, lease: Lease, context: BookContext, text: ChapterText, chapter: Chapter, tally: Tally
    ) -> None:
        with logger.contextualize(chapter=chapter.number), self._spans.span("MakeChapter", {"chapter": chapter.number}):
            await self._make(lease, context, text, chapter, tally)


class LoggedNarration:
    """Has chapters spoken; a chapter that comes here has its summary."""

    def __init__(self, narrate: NarrateChapter, spans: Spans) -> None:
        self._narrate = narrate
        self._spans = spans

    def __getattr__(self, name: str) -> object:
        return getattr(self._narrate, name)

    async def __call__(self, claim: Claim, context: BookContext, chapter: Chapter, tally: Tally) -> Narrated:
        started = time.perf_counter()
        logger.bind(step=Step.GENERATING_SUMMARIES.value, chapter=chapter.number).info("step done")
        with self._spans.span("NarrateChapter", {"chapter": chapter.number}):
            sound = await self._narrate(claim, context, chapter, tally)
        told = logger.bind(step=Step.CREATING_AUDIO.value, chapter=chapter.number, ms=milliseconds_since(started))
        told.info("step done")
        return sound


def _tell_of(chapter: Chapter) -> None:
    error = chapter.error
    told = logger.bind(chapter=chapter.number, status=chapter.status.value, code=error.code if error else None)
    told.info("chapter saved{}", f": {error.message}" if error else "")
