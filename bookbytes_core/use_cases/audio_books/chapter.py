"""Make one chapter: a summary from its own text, judged, then spoken."""

import asyncio
from dataclasses import dataclass

from bookbytes_core.domain.audio_book import Chapter
from bookbytes_core.domain.book_text import ChapterText
from bookbytes_core.domain.cost import CallKind
from bookbytes_core.domain.grounding import ground
from bookbytes_core.domain.status import ChapterStatus
from bookbytes_core.domain.summary import Summary
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.llm import SummaryRequest
from bookbytes_core.use_cases.audio_books.context import BookContext
from bookbytes_core.use_cases.audio_books.narrate import NarrateChapter
from bookbytes_core.use_cases.calls import Calls, Tally
from bookbytes_core.use_cases.jobs.lease import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeChapter:
    """Takes a chapter from where it stands to completed, saving each step under the lease.

    Raises ``Rejected`` (code ``no_summary`` and those of the calls) and ``Unavailable``.
    """

    calls: Calls
    narrate: NarrateChapter
    clock: Clock

    async def __call__(
        self, lease: Lease, context: BookContext, text: ChapterText, chapter: Chapter, tally: Tally
    ) -> None:
        if chapter.summary is None:
            summary = await self._summarise(context, text, chapter, tally)
            chapter = chapter.summarised(summary, self.clock.now())
            await lease.step(chapter)
        else:
            tally.count(CallKind.LLM, reused=True)
        if chapter.status is ChapterStatus.COMPLETED:
            tally.count(CallKind.TTS, reused=True, times=len(self.narrate.plan(context, chapter)))
            return
        sound = await self.narrate(context, chapter, tally)
        await lease.step(chapter.completed(sound.audio_key, sound.duration_seconds, sound.times, self.clock.now()))

    async def _summarise(self, context: BookContext, text: ChapterText, chapter: Chapter, tally: Tally) -> Summary:
        request = SummaryRequest(text.title, context.language, text.paragraphs, chapter.target_words)
        draft = await self.calls.summarise(request, audio_book_id=context.book.id, tally=tally)
        grounded = await asyncio.to_thread(ground, draft.sentences, text.paragraphs, context.language)
        if draft.sentences and not grounded.sentences:
            raise Rejected("Nothing in the summary of this chapter is borne out by its text.", code="no_summary")
        return Summary(grounded.sentences)
