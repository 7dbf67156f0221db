"""Make one chapter: a summary from its own text, judged, then spoken."""

from dataclasses import dataclass

from bookbytes_core.domain.audio_book import Chapter, Failure
from bookbytes_core.domain.book_text import ChapterText
from bookbytes_core.domain.cost import CallKind
from bookbytes_core.domain.job import Claim
from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.domain.summary import Summary
from bookbytes_core.domain.tier import Tier
from bookbytes_core.errors import BookBytesError
from bookbytes_core.ports.clock import Clock
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.narrate import NarrateChapter
from bookbytes_core.use_cases.audio_books.recall import recalled
from bookbytes_core.use_cases.audio_books.summarise import SummariseChapter, outlined
from bookbytes_core.use_cases.audio_books.together import CONCERNS_THE_JOB
from bookbytes_core.use_cases.calls import Tally
from bookbytes_core.use_cases.jobs.lease import Lease
from bookbytes_core.use_cases.vendors import Vendors


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeChapter:
    """Takes a chapter from where it stands to its end, completed or failed, and saves it under the lease as one step.

    What a chapter that failed had reached, its summary, is saved with its reason. Raises ``CONCERNS_THE_JOB``; results
    that were paid for are stored by then and found again.
    """

    vendors: Vendors
    narrate: NarrateChapter
    clock: Clock

    async def __call__(
        self, lease: Lease, context: BookContext, text: ChapterText, chapter: Chapter, tally: Tally
    ) -> None:
        try:
            chapter = await self._summarised(lease.claim, context, text, chapter, tally)
            if chapter.status is ChapterStatus.COMPLETED:
                tally.count(CallKind.TTS, reused=True, times=len(self.narrate.plan(context, chapter)))
                return
            sound = await self.narrate(lease.claim, context, chapter, tally)
            chapter = chapter.completed(sound.audio_key, sound.duration_seconds, sound.times, self.clock.now())
        except CONCERNS_THE_JOB:
            raise
        except BookBytesError as error:
            chapter = chapter.failed(Failure(error.code, error.message), self.clock.now())
        await lease.step(chapter)

    async def _summarised(
        self, claim: Claim, context: BookContext, text: ChapterText, chapter: Chapter, tally: Tally
    ) -> Chapter:
        if chapter.summary is not None:
            tally.count(CallKind.LLM, reused=True)
            return chapter
        return chapter.summarised(await self._summarise(claim, context, text, chapter, tally), self.clock.now())

    async def _summarise(
        self, claim: Claim, context: BookContext, text: ChapterText, chapter: Chapter, tally: Tally
    ) -> Summary:
        if context.book.tier is Tier.MEMORY:
            return await recalled(self.vendors, claim, context, chapter, tally)
        if context.book.tier is Tier.CONTENTS:
            return await outlined(self.vendors, context, text, chapter.target_words)
        summarise = SummariseChapter(vendors=self.vendors)
        return await summarise(claim, context, text, chapter.target_words, tally)
